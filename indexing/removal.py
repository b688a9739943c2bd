"""Take a whole source out of the index: documents, earlier generations and all."""

from sqlalchemy import Connection, Engine, delete, select

from indexing import writes
from indexing.history import NoGenerationError
from indexing.lock import source_lock
from indexing.schema import (
    documents,
    passages,
    past_documents,
    past_vectors,
    sources,
    staged_documents,
    staged_passages,
)
from indexing.vector_cache import forget_unused


def remove_source(engine: Engine, name: str) -> int:
    """Remove everything of the source `name` at once, for good; how many documents people lose.

    Raises NoGenerationError if there is no such source, BusyError while it is being reindexed.
    """
    statement = select(sources).where(sources.c.name == name)
    with engine.connect() as connection:
        row = connection.execute(statement).first()
        known = ", ".join(connection.scalars(select(sources.c.name))) or "none"
    if row is None:
        raise NoGenerationError(f"There is no source {name!r} in the index; it has: {known}.")
    with source_lock(engine, row.kind, row.location), engine.begin() as connection:
        return _remove(connection, row.id)


def _remove(connection: Connection, owner: int) -> int:
    hashes = _hashes(connection, owner)
    ids = list(connection.scalars(select(documents.c.id).where(documents.c.source_id == owner)))
    writes.remove_documents(connection, ids, writes.raise_generation(connection))
    connection.execute(delete(sources).where(sources.c.id == owner))
    forget_unused(connection, hashes)
    return len(ids)


def _hashes(connection: Connection, owner: int) -> list[str]:
    """Of the vectors that were made for the source, in any generation."""
    places = (
        (passages.c.vector_hash, passages.join(documents), documents),
        (staged_passages.c.vector_hash, staged_passages.join(staged_documents), staged_documents),
        (past_vectors.c.vector_hash, past_vectors.join(past_documents), past_documents),
    )
    return [
        found
        for column, joined, table in places
        for found in connection.scalars(
            select(column).select_from(joined).where(table.c.source_id == owner).distinct()
        )
    ]


def names(engine: Engine) -> list[str]:
    """The sources of the index, the oldest first."""
    with engine.connect() as connection:
        return list(connection.scalars(select(sources.c.name).order_by(sources.c.id)))
