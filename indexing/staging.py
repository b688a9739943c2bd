"""What a run has made and nobody sees yet: documents, cut and embedded, beside the live ones.

It is committed as it grows, so a run that is cut short leaves its work to the next one.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

from llama_index.core.schema import Document
from sqlalchemy import Connection, Engine, delete, func, insert, literal, select

from indexing.embedder import Embedder
from indexing.passages import cut, embedded_text
from indexing.schema import DOCUMENT, documents, passages, staged_documents, staged_passages
from indexing.vector_cache import known_vectors, put_vectors, vector_hash

_COMMIT = 50
"""Documents written at a time."""
_EMBED = 64
"""Passages embedded and saved at a time: some seconds' work."""


class Stage:
    """The staged documents of one source, cut and embedded by `settings`."""

    def __init__(self, engine: Engine, embedder: Embedder, owner: int, settings: str) -> None:
        self._engine = engine
        self._embedder = embedder
        self._owner = owner
        self._settings = settings
        self._pending: list[tuple[Document, str]] = []

    def recover(self) -> dict[str, str]:
        """key -> version of what an earlier run left here; what it made otherwise goes."""
        mine = staged_documents.c.source_id == self._owner
        with self._engine.begin() as connection:
            other = staged_documents.c.settings != self._settings
            connection.execute(delete(staged_documents).where(mine & other))
            rows = connection.execute(
                select(staged_documents.c.key, staged_documents.c.version).where(mine)
            )
            return {row.key: row.version for row in rows if row.version}

    def add(self, document: Document, digest: str) -> None:
        """Stage `document`, whose content hash is `digest`, in place of one under its key."""
        self._pending.append((document, digest))
        if len(self._pending) >= _COMMIT:
            self.flush()

    def flush(self) -> None:
        """Commit what has been added."""
        pending, self._pending = self._pending, []
        if not pending:
            return
        # Before the transaction: cutting takes its time, and others wait to write.
        cut_up = [self._cut(document) for document, _ in pending]
        with self._engine.begin() as connection:
            keys = [str(document.metadata["key"]) for document, _ in pending]
            connection.execute(
                delete(staged_documents).where(
                    staged_documents.c.source_id == self._owner, staged_documents.c.key.in_(keys)
                )
            )
            for (document, digest), rows in zip(pending, cut_up, strict=True):
                self._write(connection, document, digest, rows)

    def _cut(self, document: Document) -> list[dict[str, Any]]:
        """The rows of its passages, but for the document's id."""
        title, count = str(document.metadata["title"]), self._embedder.count
        return [
            {
                "heading": made.heading,
                "page": made.page,
                "text": made.text,
                "vector_hash": vector_hash(embedded_text(title, made.heading, made.text, count)),
            }
            for made in cut(document.text, title, count)
        ]

    def _write(
        self, connection: Connection, document: Document, digest: str, rows: list[dict[str, Any]]
    ) -> None:
        """Stage the document and `rows`, its passages."""
        fields = document.metadata
        statement = insert(staged_documents).values(
            source_id=self._owner,
            key=fields["key"],
            title=fields["title"],
            url=fields["url"],
            readers=json.dumps(fields["readers"]),
            declared=fields["declared"],
            updated=fields["updated"],
            version=fields["version"],
            text=document.text,
            content_hash=digest,
            settings=self._settings,
        )
        written = connection.scalar(statement.returning(staged_documents.c.id))
        if rows:
            passages_of = [{"document_id": written, **row} for row in rows]
            connection.execute(insert(staged_passages), passages_of)

    def embed(self, full: bool, progress: Callable[[int, int], None]) -> None:
        """Make the vectors that are missing, or with `full` all; `progress(done, total)`."""
        missing = self._missing(full)
        progress(0, len(missing))
        for start in range(0, len(missing), _EMBED):
            chunk = missing[start : start + _EMBED]
            texts = dict(self._texts(chunk))
            vectors = self._embedder.embed_texts(list(texts.values()))
            with self._engine.begin() as connection:
                put_vectors(connection, dict(zip(texts, vectors, strict=True)), self._embedder.name)
            progress(start + len(chunk), len(missing))

    def _missing(self, full: bool) -> list[int]:
        """Ids of staged passages to embed, one for each hash. Longest first: batches of like
        length, across all files, waste no padding."""
        statement = (
            select(func.min(staged_passages.c.id).label("id"), staged_passages.c.vector_hash)
            .join(staged_documents)
            .where(staged_documents.c.source_id == self._owner)
            .group_by(staged_passages.c.vector_hash)
            .order_by(func.max(func.length(staged_passages.c.text)).desc())
        )
        with self._engine.connect() as connection:
            rows = connection.execute(statement).all()
        hashes = [row.vector_hash for row in rows]
        # Asked with `full` too: from then on nobody forgets a vector of what is staged.
        known = known_vectors(self._engine, hashes, self._embedder.name)
        return [row.id for row in rows if full or row.vector_hash not in known]

    def _texts(self, ids: list[int]) -> Iterator[tuple[str, str]]:
        """(hash, what is embedded) of these staged passages."""
        statement = (
            select(
                staged_passages.c.vector_hash,
                staged_documents.c.title,
                staged_passages.c.heading,
                staged_passages.c.text,
            )
            .join(staged_documents)
            .where(staged_passages.c.id.in_(ids))
        )
        with self._engine.connect() as connection:
            for row in connection.execute(statement):
                count = self._embedder.count
                yield row.vector_hash, embedded_text(row.title, row.heading, row.text, count)

    def hashes(self) -> dict[str, str]:
        """key -> content hash of everything staged."""
        statement = select(staged_documents.c.key, staged_documents.c.content_hash)
        with self._engine.connect() as connection:
            rows = connection.execute(statement.where(staged_documents.c.source_id == self._owner))
            return {row.key: row.content_hash for row in rows}


def publish(connection: Connection, owner: int, born: int) -> None:
    """Make the staged documents of a source live; what stood under their keys has gone."""
    columns = [staged_documents.c[name] for name in DOCUMENT]
    chosen = select(*columns, literal(born)).where(staged_documents.c.source_id == owner)
    connection.execute(insert(documents).from_select([*DOCUMENT, "born"], chosen))
    publish_passages(connection, owner)


def publish_passages(connection: Connection, owner: int) -> None:
    """Copy the staged passages of a source to its live documents, then clear the stage."""
    chosen = (
        select(
            documents.c.id,
            staged_passages.c.heading,
            staged_passages.c.page,
            staged_passages.c.text,
            documents.c.readers,
            staged_passages.c.vector_hash,
        )
        .select_from(staged_passages)
        .join(staged_documents)
        .join(
            documents,
            (documents.c.source_id == staged_documents.c.source_id)
            & (documents.c.key == staged_documents.c.key),
        )
        .where(staged_documents.c.source_id == owner)
        .order_by(staged_passages.c.id)
    )
    names = ["document_id", "heading", "page", "text", "readers", "vector_hash"]
    connection.execute(insert(passages).from_select(names, chosen))
    connection.execute(delete(staged_documents).where(staged_documents.c.source_id == owner))
