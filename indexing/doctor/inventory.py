"""What the doctor looks at: documents that somebody may read, with their vectors."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import Engine, select

from indexing.access import Access
from indexing.doctor.findings import SourceState
from indexing.embedder import Vectors
from indexing.readers import Readers
from indexing.schema import documents, passages, skips, sources, vectors
from indexing.store import count_per_source

_CHUNK = 2000


@dataclass(frozen=True)
class Page:
    """A document; `vector` is the unit mean of its passages' vectors, None without any."""

    id: int
    label: str
    title: str
    text: str
    updated: str
    vector: Vectors | None


@dataclass(frozen=True)
class Skip:
    """A file that was not indexed."""

    label: str
    reason: str


@dataclass(frozen=True)
class Inventory:
    """Everything that `readers` may know of."""

    states: tuple[SourceState, ...]
    pages: tuple[Page, ...]
    skipped: tuple[Skip, ...]


def take_inventory(
    engine: Engine, embedder: str, readers: Readers | None, access: Mapping[str, Access]
) -> Inventory:
    """What `readers` may know; None may know all.

    `access` are the rules of the configured sources by location: a file that could not be
    read has no readers of its own. Where no rules are known, nobody may know of it.
    """

    def may(labels: Readers) -> bool:
        return readers is None or not readers.isdisjoint(labels)

    with engine.connect() as connection:
        states, names = [], {}
        for row in connection.execute(select(sources).order_by(sources.c.id)):
            names[row.id] = (row.name, access.get(row.location, Access(frozenset())))
            states.append(row)
        columns = (documents.c.id, documents.c.source_id, documents.c.key, documents.c.title)
        statement = select(
            *columns, documents.c.text, documents.c.updated, documents.c.readers
        ).order_by(documents.c.source_id, documents.c.key)
        rows = [
            row for row in connection.execute(statement) if may(frozenset(json.loads(row.readers)))
        ]
        means = _means(engine, embedder, [row.id for row in rows])
        left_out = connection.execute(select(skips).order_by(skips.c.source_id, skips.c.key)).all()
    doubles = {key for key, count in Counter(row.key for row in rows).items() if count > 1}
    pages = tuple(
        Page(
            row.id,
            f"{names[row.source_id][0]}:{row.key}" if row.key in doubles else row.key,
            row.title,
            row.text,
            row.updated,
            means.get(row.id),
        )
        for row in rows
    )
    skipped = tuple(
        Skip(row.key, row.reason)
        for row in left_out
        if may(names[row.source_id][1].readers_of(row.key))
    )
    return Inventory(_states(engine, states), pages, skipped)


def _states(engine: Engine, rows: Sequence[Any]) -> tuple[SourceState, ...]:
    with engine.connect() as connection:
        counts = count_per_source(connection)
    return tuple(
        SourceState(
            row.name,
            row.kind,
            *counts.get(row.id, (0, 0)),
            row.indexed_at,
            row.failed_at,
            row.failure,
            bool(row.paused),
        )
        for row in rows
    )


def _means(engine: Engine, embedder: str, ids: list[int]) -> dict[int, Vectors]:
    found: dict[int, list[Vectors]] = {}
    statement = select(passages.c.document_id, vectors.c.vector).join(
        vectors, (vectors.c.hash == passages.c.vector_hash) & (vectors.c.embedder == embedder)
    )
    with engine.connect() as connection:
        for start in range(0, len(ids), _CHUNK):
            chunk = passages.c.document_id.in_(ids[start : start + _CHUNK])
            for row in connection.execute(statement.where(chunk)):
                vector = np.frombuffer(row.vector, np.float32)
                found.setdefault(row.document_id, []).append(vector)
    return {key: _unit_mean(parts) for key, parts in found.items()}


def _unit_mean(parts: Sequence[Vectors]) -> Vectors:
    mean: Vectors = np.stack(parts).mean(axis=0)
    unit: Vectors = mean / max(float(np.linalg.norm(mean)), 1e-9)
    return unit
