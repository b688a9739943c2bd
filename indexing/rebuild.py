"""A new index beside the live one, when the embedder or the cutting has changed.

Made from the stored texts, checked, and swapped in one transaction: people go on asking the
old one until then.
"""

from collections.abc import Callable

import numpy as np
from sqlalchemy import Connection, Engine, delete, func, select, update

from indexing import writes
from indexing.document import content_hash, make_document
from indexing.embedder import Embedder, Vectors
from indexing.lock import index_lock
from indexing.meta import get_meta, set_meta
from indexing.passages import VERSION
from indexing.schema import documents, passages, sources, staged_passages, vectors
from indexing.staging import Stage, publish_passages
from indexing.store import PassageStore


class RebuildError(Exception):
    """The new index is not sound; the live one stands."""


def settings_of(embedder: Embedder) -> str:
    """What makes the passages of two runs fit into one index."""
    return f"{VERSION} {embedder.name}"


def rebuild_if_outdated(store: PassageStore, progress: Callable[[int, int], None]) -> bool:
    """Make the index anew if it was made by other settings than `store` has now."""
    engine, embedder = store.client, store.configured
    wanted = settings_of(embedder)
    with engine.begin() as connection:
        made_by = get_meta(connection, "settings")
        empty = connection.scalar(select(documents.c.id).limit(1)) is None
        if empty and made_by != wanted:
            _adopt(connection, embedder)
    if empty or made_by == wanted:
        return False
    with index_lock(engine):
        with engine.connect() as connection:
            owners = list(connection.scalars(select(sources.c.id)))
        stages = {owner: _staged(engine, embedder, owner) for owner in owners}
        for stage in stages.values():
            stage.embed(False, progress)
        _check(engine, embedder)
        _swap(engine, embedder, owners)
    return True


def _adopt(connection: Connection, embedder: Embedder) -> None:
    set_meta(connection, "settings", settings_of(embedder))
    set_meta(connection, "embedder", embedder.name)


def _staged(engine: Engine, embedder: Embedder, owner: int) -> Stage:
    """All documents of a source, cut anew."""
    stage = Stage(engine, embedder, owner, settings_of(embedder))
    stage.recover()
    with engine.connect() as connection:
        ids = list(connection.scalars(select(documents.c.id).where(documents.c.source_id == owner)))
    done = stage.hashes()
    for document_id in ids:
        with engine.connect() as connection:
            row = connection.execute(
                select(documents).where(documents.c.id == document_id)
            ).one_or_none()
        if row is None:
            continue
        document = make_document(
            "", row.key, row.text, title=row.title, url=row.url, updated=row.updated
        )
        digest = content_hash(document)
        if done.get(row.key) != digest:
            stage.add(document, digest)
    stage.flush()
    return stage


def _check(engine: Engine, embedder: Embedder) -> None:
    """RebuildError unless every passage has a sound vector, and they are not all alike."""
    with engine.connect() as connection:
        wanted = connection.scalar(select(func.count(staged_passages.c.vector_hash.distinct())))
        usable = (
            select(vectors.c.hash, vectors.c.vector)
            .where(
                vectors.c.embedder == embedder.name,
                vectors.c.hash.in_(select(staged_passages.c.vector_hash)),
            )
            .execution_options(yield_per=1000)
        )
        found, sizes = 0, set[int]()
        sample: list[Vectors] = []
        for row in connection.execute(usable):
            vector = np.frombuffer(row.vector, np.float32)
            if not np.isfinite(vector).all() or abs(float(np.linalg.norm(vector)) - 1) > 0.01:
                raise RebuildError(f"{embedder.name} made a vector that is not of unit length.")
            found, sizes = found + 1, sizes | {vector.size}
            if len(sample) < 50:
                sample.append(vector)
    if found != wanted or len(sizes) > 1:
        raise RebuildError(f"{embedder.name} made {found} of {wanted} vectors.")
    if len(sample) > 5 and float(np.ptp(np.stack(sample), axis=0).max()) < 1e-4:
        raise RebuildError(f"{embedder.name} makes the same vector of every text.")


def _swap(engine: Engine, embedder: Embedder, owners: list[int]) -> None:
    with engine.begin() as connection:
        raised = writes.raise_generation(connection)
        for owner in owners:
            mine = select(documents.c.id).where(documents.c.source_id == owner)
            writes.touch(connection, list(connection.scalars(mine)), raised)
            connection.execute(delete(passages).where(passages.c.document_id.in_(mine)))
            publish_passages(connection, owner)
        connection.execute(delete(vectors).where(vectors.c.embedder != embedder.name))
        _adopt(connection, embedder)
        connection.execute(update(sources).values(cancelled=False))
