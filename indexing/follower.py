"""FAISS and the keyword index, kept in step with the tables.

Every committed change raises the generation. A search compares it first and, if it moved,
takes over just the passages that came, went or changed their readers. So a crash at any
point loses nothing, and a reindex by another process is seen by the next search.
"""

import json
import threading
from collections.abc import Iterable, Iterator, Sequence
from sys import intern

import numpy as np
from sqlalchemy import Connection, Engine, select

from indexing.embedder import Embedder, Vectors
from indexing.keywords import Entry, KeywordIndex
from indexing.meta import REMEMBERED, get_meta
from indexing.readers import Readers
from indexing.schema import documents, meta, passages, touched, vectors
from indexing.tags import without_tags
from indexing.vectors import Allowed, VectorIndex

_CHUNK = 5000


def generation(connection: Connection) -> int:
    """How many changes have been committed so far."""
    value = connection.scalar(select(meta.c.value).where(meta.c.key == "generation"))
    return int(value or 0)


class Follower:
    """Both search indexes, brought up to date before each search. Safe to share by threads."""

    def __init__(self, engine: Engine, embedder: Embedder) -> None:
        self._engine = engine
        self._embedder = embedder
        self._lock = threading.RLock()
        self._generation = -1
        self._newest = 0
        self._readers: dict[int, str] = {}
        self._vectors: VectorIndex | None = None
        self._keywords = KeywordIndex()
        self._allowed: dict[Readers, Allowed | None] = {}

    @property
    def embedder(self) -> Embedder:
        """What made the vectors that are searched."""
        with self._lock:
            self._follow()
            return self._embedder

    def dense(self, vector: Vectors, readers: Readers, top: int) -> list[tuple[int, float]]:
        """(passage id, cosine), best first, of what `readers` may read."""
        with self._lock:
            self._follow()
            allowed = self._ids_for(readers)
            if self._vectors is None or (allowed is not None and not allowed.count):
                return []
            if len(vector) != self._vectors.dimension:
                # The embedder was swapped after this question was embedded: keywords answer it.
                return []
            return self._vectors.search(vector, top, allowed)

    def keywords(self, text: str, readers: Readers, top: int) -> list[tuple[int, float]]:
        """(passage id, BM25), best first, of what `readers` may read."""
        with self._lock:
            self._follow()
            return self._keywords.search(text, self._limit(readers), top)

    def unknown(self, words: Iterable[str], readers: Readers) -> list[str]:
        """Those of these terms that no passage has that `readers` may read, misspelt or not."""
        with self._lock:
            self._follow()
            limit = self._limit(readers)
            return [word for word in words if not self._keywords.knows(word, limit)]

    def together(self, some: Iterable[str], others: Iterable[str], readers: Readers) -> bool:
        """Whether a passage `readers` may read has one of these terms and one of the others."""
        with self._lock:
            self._follow()
            return self._keywords.together(some, others, self._limit(readers))

    def corrected(self, text: str, readers: Readers) -> str:
        """`text` with misspelt words replaced by those of passages that `readers` may read."""
        with self._lock:
            self._follow()
            return self._keywords.corrected(text, self._limit(readers))

    def _limit(self, readers: Readers) -> Readers | None:
        """`readers`, or None where they may read everything."""
        return None if self._ids_for(readers) is None else readers

    def _follow(self) -> None:
        with self._engine.connect() as connection:
            now = generation(connection)
            if now == self._generation:
                return
            name = get_meta(connection, "embedder") or self._embedder.name
            if now < self._generation or name != self._embedder.name:
                self._start_anew(name)
            self._take_over(connection, *self._moved(connection, now))
            self._allowed = {}
            self._generation = now

    def _start_anew(self, embedder: str) -> None:
        """Forget it all: another embedder made the index, or it was emptied or put back."""
        if embedder != self._embedder.name:
            self._embedder = Embedder(embedder)
        self._generation, self._newest, self._readers = -1, 0, {}
        self._vectors, self._keywords = None, KeywordIndex()

    def _moved(self, connection: Connection, now: int) -> tuple[list[int], dict[int, str]]:
        """Ids to forget, and ids to add with their readers, since the last look."""
        newer = passages.c.id > self._newest
        columns = select(passages.c.id, passages.c.readers)
        if self._generation < 0 or now - self._generation > REMEMBERED:
            current = {row.id: row.readers for row in connection.execute(columns)}
            old = self._readers
            gone = [i for i in old if old[i] != current.get(i)]
            return gone, {i: r for i, r in current.items() if old.get(i) != r}
        seen = select(touched.c.passage_id).where(touched.c.generation > self._generation)
        gone = [i for i in set(connection.scalars(seen)) if i in self._readers]
        again = connection.execute(columns.where(newer | passages.c.id.in_(seen)))
        return gone, {row.id: row.readers for row in again}

    def _take_over(self, connection: Connection, gone: list[int], new: dict[int, str]) -> None:
        if gone and self._vectors is not None:
            self._vectors.remove(np.asarray(gone, dtype=np.int64))
        ids = sorted(new)
        self._add_vectors(connection, ids)
        if self._vectors is not None:
            self._vectors.settle()
        self._keywords.update(gone, self._entries(connection, ids))
        for passage_id in gone:
            del self._readers[passage_id]
        self._readers |= {passage_id: intern(readers) for passage_id, readers in new.items()}
        self._newest = max(self._newest, ids[-1] if ids else 0)

    def _add_vectors(self, connection: Connection, ids: Sequence[int]) -> None:
        statement = select(passages.c.id, vectors.c.vector).join(
            vectors,
            (vectors.c.hash == passages.c.vector_hash)
            & (vectors.c.embedder == self._embedder.name),
        )
        for chunk in _chunks(ids):
            rows = connection.execute(statement.where(passages.c.id.in_(chunk))).all()
            if not rows:
                continue
            matrix = np.frombuffer(b"".join(row.vector for row in rows), dtype=np.float32)
            matrix = matrix.reshape(len(rows), -1)
            if self._vectors is None:
                self._vectors = VectorIndex(matrix.shape[1])
            self._vectors.add(np.asarray([row.id for row in rows], dtype=np.int64), matrix)

    def _entries(self, connection: Connection, ids: Sequence[int]) -> Iterator[Entry]:
        statement = select(
            passages.c.id,
            documents.c.title,
            passages.c.heading,
            passages.c.text,
            passages.c.readers,
        ).join(documents)
        for chunk in _chunks(ids):
            for row in connection.execute(statement.where(passages.c.id.in_(chunk))):
                readers = frozenset(json.loads(row.readers))
                yield Entry(row.id, f"{row.title} {row.heading}", without_tags(row.text), readers)

    def _ids_for(self, audience: Readers) -> Allowed | None:
        """The ids that `audience` may read; None when it may read all."""
        if audience not in self._allowed:
            open_to = {
                text
                for text in set(self._readers.values())
                if not audience.isdisjoint(json.loads(text))
            }
            ids = [i for i, text in self._readers.items() if text in open_to]
            everything = len(ids) == len(self._readers)
            self._allowed[audience] = (
                None if everything else Allowed(np.asarray(ids, dtype=np.int64))
            )
        return self._allowed[audience]


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _CHUNK):
        yield ids[start : start + _CHUNK]
