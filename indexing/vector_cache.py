"""Vectors by the hash of what was embedded: the same text is embedded once, ever."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from sqlalchemy import Connection, Engine, delete, select, text, union
from sqlalchemy.dialects import postgresql, sqlite

from indexing.embedder import Vectors
from indexing.schema import passages, past_vectors, staged_passages, vectors

_CHUNK = 500
_FORGETTING = int.from_bytes(hashlib.sha256(b"forgetting vectors").digest()[:8], "big", signed=True)


def vector_hash(embedded: str) -> str:
    """The key of a vector: what exactly was embedded."""
    return hashlib.sha256(embedded.encode()).hexdigest()


def known_vectors(engine: Engine, hashes: Sequence[str], embedder: str) -> set[str]:
    """Those of `hashes` that `embedder` has embedded before.

    Once they are in a stage that has been committed, they stay: see `forget_unused`.
    """
    known: set[str] = set()
    with engine.connect() as connection:
        _hold(connection, "_shared")
        for start in range(0, len(hashes), _CHUNK):
            statement = select(vectors.c.hash).where(
                vectors.c.embedder == embedder,
                vectors.c.hash.in_(hashes[start : start + _CHUNK]),
            )
            known.update(connection.scalars(statement))
    return known


def put_vectors(connection: Connection, made: Mapping[str, Vectors], embedder: str) -> None:
    """Keep vectors under their hashes, replacing what stood there.

    A vector is a pure function of its hash, so a run that dies later leaves only work saved.
    """
    write = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = write(vectors)
    statement = statement.on_conflict_do_update(
        index_elements=[vectors.c.hash, vectors.c.embedder],
        set_={"vector": statement.excluded.vector},
    )
    # In one order: two runs that put the same vectors cannot each wait for the other.
    hashes = sorted(made)
    for start in range(0, len(hashes), _CHUNK):
        rows = [
            {
                "hash": key,
                "embedder": embedder,
                "vector": np.asarray(made[key], np.float32).tobytes(),
            }
            for key in hashes[start : start + _CHUNK]
        ]
        connection.execute(statement, rows)


def forget_unused(connection: Connection, hashes: Iterable[str]) -> None:
    """Remove those vectors that no passage uses any more: erased text leaves nothing behind.

    Who asks meanwhile which vectors there are waits until this transaction has ended.
    """
    wanted = list(set(hashes))
    if not wanted:
        return
    _hold(connection)
    users = (staged_passages.c.vector_hash, passages.c.vector_hash, past_vectors.c.vector_hash)
    for start in range(0, len(wanted), _CHUNK):
        chunk = wanted[start : start + _CHUNK]
        # One statement sees one moment, in which no hash is between the stage and the live index.
        used = set(connection.scalars(union(*(select(c).where(c.in_(chunk)) for c in users))))
        gone = [key for key in chunk if key not in used]
        if gone:
            connection.execute(delete(vectors).where(vectors.c.hash.in_(gone)))


def _hold(connection: Connection, shared: str = "") -> None:
    """Let no one forget vectors until the transaction ends; unless `_shared`, nor look for them.

    SQLite has one writer at a time, and what that forgets no one stages meanwhile.
    """
    if connection.dialect.name == "postgresql":
        take = text(f"SELECT pg_advisory_xact_lock{shared}(:key)")
        connection.execute(take, {"key": _FORGETTING})
