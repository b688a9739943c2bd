"""FAISS and the keyword index, kept in step with the tables.

Every committed change raises the generation. A search compares it first and, if it moved,
takes over just the passages that came, went or changed their readers. So a crash at any
point loses nothing, and a reindex by another process is seen by the next search.
"""

import json
import threading
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from sqlalchemy import Connection, Engine, select

from indexing.embedder import Embedder, Vectors
from indexing.keywords import Entry, KeywordIndex
from indexing.readers import Readers
from indexing.schema import documents, meta, passages, vectors
from indexing.vectors import Ids, VectorIndex

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
        self._readers: dict[int, str] = {}
        self._vectors: VectorIndex | None = None
        self._keywords = KeywordIndex()
        self._allowed: dict[Readers, Ids | None] = {}

    def dense(self, vector: Vectors, readers: Readers, top: int) -> list[tuple[int, float]]:
        """(passage id, cosine), best first, of what `readers` may read."""
        with self._lock:
            self._follow()
            allowed = self._ids_for(readers)
            if self._vectors is None or (allowed is not None and not len(allowed)):
                return []
            return self._vectors.search(vector, top, allowed)

    def keywords(self, text: str, readers: Readers, top: int) -> list[tuple[int, float]]:
        """(passage id, BM25), best first, of what `readers` may read."""
        with self._lock:
            self._follow()
            return self._keywords.search(text, readers, top)

    def unknown(self, words: Iterable[str]) -> list[str]:
        """Those of these terms that no passage has, misspelt or not."""
        with self._lock:
            self._follow()
            return [word for word in words if not self._keywords.knows(word)]

    def _follow(self) -> None:
        with self._engine.connect() as connection:
            now = generation(connection)
            if now == self._generation:
                return
            current = {
                row.id: row.readers
                for row in connection.execute(select(passages.c.id, passages.c.readers))
            }
            known = self._readers
            gone = [i for i in known if i not in current]
            new = [i for i in current if i not in known]
            moved = [i for i in current if i in known and known[i] != current[i]]
            if gone and self._vectors is not None:
                self._vectors.remove(np.asarray(gone, dtype=np.int64))
            self._add_vectors(connection, new)
            self._keywords.update([*gone, *moved], self._entries(connection, [*new, *moved]))
            self._readers = current
            self._allowed = {}
            self._generation = now

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
                yield Entry(row.id, f"{row.title} {row.heading}", row.text, readers)

    def _ids_for(self, audience: Readers) -> Ids | None:
        """The ids that `audience` may read; None when it may read all."""
        if audience not in self._allowed:
            open_to = {
                text
                for text in set(self._readers.values())
                if not audience.isdisjoint(json.loads(text))
            }
            ids = [i for i, text in self._readers.items() if text in open_to]
            everything = len(ids) == len(self._readers)
            self._allowed[audience] = None if everything else np.asarray(ids, dtype=np.int64)
        return self._allowed[audience]


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _CHUNK):
        yield ids[start : start + _CHUNK]
