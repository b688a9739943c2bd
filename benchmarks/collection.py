"""Indexes of any size: real passages first, then made-up ones that are spread like them.

A made-up vector lies around that of a real passage, at a cosine of 0.6 to 0.8; a made-up text
is words drawn from all real ones, so frequent words stay frequent.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from sqlalchemy import Engine, insert, select, text

from indexing.embedder import Embedder, Vectors
from indexing.meta import set_meta
from indexing.readers import EVERYONE
from indexing.rebuild import settings_of
from indexing.reindex import reindex
from indexing.schema import documents, open_engine, passages, sources, vectors
from indexing.sources.base import Source
from indexing.store import PassageStore
from indexing.vector_cache import vector_hash
from indexing.writes import raise_generation, source_id

_CHUNK = 10_000
_WORDS = 130
_NEAR, _FAR = 0.8, 0.6
_PER_DOCUMENT = 10


@dataclass(frozen=True)
class Row:
    """A passage with its vector, whose key is `hash`."""

    title: str
    heading: str
    text: str
    hash: str
    vector: Vectors


def real_passages(index: Path, found: Sequence[Source], embedder: Embedder) -> list[Row]:
    """The passages of these sources, indexed at `index` as Footnote does it."""
    store = PassageStore(f"sqlite:///{index}", embedder)
    for source in found:
        reindex(store, source)
    statement = (
        select(
            documents.c.title,
            passages.c.heading,
            passages.c.text,
            passages.c.vector_hash,
            vectors.c.vector,
        )
        .join_from(passages, documents)
        .join(sources)
        .join(vectors, vectors.c.hash == passages.c.vector_hash)
        .where(
            vectors.c.embedder == embedder.name,
            # An index that is kept may hold other sources too.
            sources.c.location.in_([source.location for source in found]),
        )
        .order_by(passages.c.id)
    )
    with store.client.connect() as connection:
        rows = connection.execute(statement).all()
    return [
        Row(r.title, r.heading, r.text, r.vector_hash, np.frombuffer(r.vector, np.float32))
        for r in rows
    ]


def fill(index: Path, real: Sequence[Row], size: int, embedder: Embedder) -> Engine:
    """A new index of `size` passages at `index`, straight into its tables."""
    engine = open_engine(f"sqlite:///{index}")
    with engine.connect() as connection:
        # The default is 2 MB, and hashes come in no order.
        connection.execute(text("PRAGMA cache_size=-500000"))
        owner = source_id(connection, "benchmark", "benchmark", "benchmark")
        raise_generation(connection)
        set_meta(connection, "settings", settings_of(embedder))
        set_meta(connection, "embedder", embedder.name)
        rows, done, known = rows_of(real, size), 0, set[str]()
        while chunk := list(islice(rows, _CHUNK)):
            starts = range(0, len(chunk), _PER_DOCUMENT)
            numbers = range(done // _PER_DOCUMENT + 1, done // _PER_DOCUMENT + 1 + len(starts))
            connection.execute(
                insert(documents),
                [
                    _document(number, owner, chunk[start])
                    for number, start in zip(numbers, starts, strict=True)
                ],
            )
            connection.execute(
                insert(passages),
                [
                    {
                        "id": done + place + 1,
                        "document_id": (done + place) // _PER_DOCUMENT + 1,
                        "heading": row.heading,
                        "text": row.text,
                        "readers": json.dumps([EVERYONE]),
                        "vector_hash": row.hash,
                    }
                    for place, row in enumerate(chunk)
                ],
            )
            fresh = {row.hash: row.vector.tobytes() for row in chunk if row.hash not in known}
            # Only real passages can be doubles.
            known |= fresh.keys() if done < len(real) else set()
            if fresh:
                connection.execute(
                    insert(vectors),
                    [
                        {"hash": key, "embedder": embedder.name, "vector": value}
                        for key, value in fresh.items()
                    ],
                )
            done += len(chunk)
            connection.commit()
    return engine


def _document(number: int, owner: int, first: Row) -> dict[str, object]:
    return {
        "id": number,
        "source_id": owner,
        "key": str(number),
        "title": first.title,
        "url": "",
        "readers": json.dumps([EVERYONE]),
        "updated": "",
        "text": "",
        "content_hash": "",
    }


def rows_of(real: Sequence[Row], size: int) -> Iterator[Row]:
    """`size` rows, the same ones each time: the real ones, then made-up ones."""
    yield from real[:size]
    if size <= len(real):
        return
    rng = np.random.default_rng(0)
    centres = np.stack([row.vector for row in real])
    words = " ".join(row.text for row in real).split()
    for start in range(len(real), size, _CHUNK):
        count = min(_CHUNK, size - start)
        parents = rng.integers(len(real), size=count)
        made = _around(centres[parents], rng)
        drawn = rng.integers(len(words), size=(count, _WORDS)).tolist()
        for place, parent in enumerate(parents):
            title = real[int(parent)].title
            said = " ".join([words[word] for word in drawn[place]])
            # Hashed, as real keys are: keys in a row would be found faster.
            yield Row(title, "", said, vector_hash(f"made up {start + place}"), made[place])


def _around(centres: Vectors, rng: np.random.Generator) -> Vectors:
    """(n, dimension) unit vectors, each at its own cosine to its centre."""
    count, dimension = centres.shape
    cosines = rng.uniform(_FAR, _NEAR, size=(count, 1))
    noise = rng.standard_normal((count, dimension)) / np.sqrt(dimension)
    made = centres + noise * np.sqrt(1 / cosines**2 - 1)
    unit: Vectors = (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)
    return unit
