"""Bring the index up to date with a source, at the cost of what changed.

Everything is read, cut and embedded first; then one transaction applies additions, changes
and removals. Killed at any moment, the old index stands, and the vectors made so far are
found again by the next run.
"""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from llama_index.core.schema import Document
from sqlalchemy import Engine, func, select

from indexing import writes
from indexing.document import Skipped, content_hash
from indexing.embedder import Embedder
from indexing.lock import source_lock
from indexing.passages import VERSION, PassageParser, embedded_text
from indexing.schema import documents, passages
from indexing.sources.base import Source
from indexing.store import PassageStore, vector_hash

_BATCH = 256
"""Passages embedded and saved at a time."""


@dataclass(frozen=True)
class Progress:
    """`done` of `total` passages are embedded; `what` says what is going on."""

    done: int
    total: int
    what: str


@dataclass(frozen=True)
class ReindexReport:
    """What the source holds now, and what this run changed (in documents)."""

    documents: int = 0
    passages: int = 0
    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    skipped: tuple[Skipped, ...] = ()
    seconds: float = 0.0

    def as_json(self) -> dict[str, Any]:
        """The report in the form that `footnote reindex --json` prints."""
        return {
            "documents": self.documents,
            "passages": self.passages,
            "added": self.added,
            "changed": self.changed,
            "removed": self.removed,
            "unchanged": self.unchanged,
            "skipped": [{"source": s.source, "reason": s.reason} for s in self.skipped],
            "seconds": round(self.seconds, 3),
        }

    def __add__(self, other: "ReindexReport") -> "ReindexReport":
        return ReindexReport(
            self.documents + other.documents,
            self.passages + other.passages,
            self.added + other.added,
            self.changed + other.changed,
            self.removed + other.removed,
            self.unchanged + other.unchanged,
            self.skipped + other.skipped,
            self.seconds + other.seconds,
        )


def _quiet(_progress: Progress) -> None:
    pass


def reindex(
    store: PassageStore,
    source: Source,
    *,
    full: bool = False,
    progress: Callable[[Progress], None] = _quiet,
) -> ReindexReport:
    """Index what changed in `source`; with `full`, embed everything again.

    Raises SourceError when the source cannot be listed, and BusyError when another process
    is at it; either way nothing has changed.
    """
    began = time.perf_counter()
    engine = store.client
    with source_lock(engine, source.kind, source.location):
        progress(Progress(0, 0, "reading"))
        listed = list(source.documents())
        skipped = tuple(item for item in listed if isinstance(item, Skipped))
        current = {str(d.metadata["key"]): d for d in listed if isinstance(d, Document)}
        with engine.begin() as connection:
            owner = writes.source_id(connection, source.name, source.kind, source.location)
        stored = _stored(engine, owner)
        settings = f"{VERSION} {store.embedder.name}"
        digests = {key: content_hash(document, settings) for key, document in current.items()}
        fresh = [
            key
            for key in current
            if full or key not in stored or stored[key].content_hash != digests[key]
        ]
        removed = [row.id for key, row in stored.items() if key not in current]
        moved = [
            key
            for key in current
            if key in stored and key not in fresh and _fields(stored[key]) != _fields(current[key])
        ]
        pieces = _embed(engine, store.embedder, [current[key] for key in fresh], full, progress)
        with engine.begin() as connection:
            for key, made in zip(fresh, pieces, strict=True):
                writes.put_document(connection, owner, current[key], digests[key], made)
            for key in moved:
                writes.set_fields(connection, stored[key].id, current[key])
            writes.remove_documents(connection, removed)
            writes.stamp(connection, owner)
            if fresh or moved or removed:
                writes.remove_orphan_vectors(connection)
                writes.raise_generation(connection)
            of_source = documents.c.source_id == owner
            total = connection.scalar(
                select(func.count()).select_from(passages.join(documents)).where(of_source)
            )
    changed = [key for key in {*fresh, *moved} if key in stored]
    return ReindexReport(
        documents=len(current),
        passages=int(total or 0),
        added=sum(key not in stored for key in fresh),
        changed=len(changed),
        removed=len(removed),
        unchanged=len(current) - len({*fresh, *moved}),
        skipped=skipped,
        seconds=time.perf_counter() - began,
    )


def _stored(engine: Engine, owner: int) -> dict[str, Any]:
    columns = [documents.c[name] for name in ("id", "key", "content_hash", "readers", "url")]
    statement = select(*columns, documents.c.updated).where(documents.c.source_id == owner)
    with engine.connect() as connection:
        return {row.key: row for row in connection.execute(statement)}


def _fields(item: Any) -> tuple[str, str, str]:
    """What may change without touching a passage: readers, address, date."""
    if isinstance(item, Document):
        found = item.metadata
        return json.dumps(found["readers"]), found["url"], found["updated"]
    return item.readers, item.url, item.updated


def _embed(
    engine: Engine,
    embedder: Embedder,
    changed: Sequence[Document],
    full: bool,
    progress: Callable[[Progress], None],
) -> list[list[writes.Piece]]:
    """Cut and embed the `changed` documents; vectors are saved as they are made."""
    if not changed:
        return []
    parser = PassageParser(embedder)
    texts: dict[str, str] = {}
    pieces: list[list[writes.Piece]] = []
    for number, document in enumerate(changed):
        made = []
        for node in parser.passages(document):
            title, heading = str(node.metadata["title"]), str(node.metadata["heading"])
            embedded = embedded_text(title, heading, node.text, embedder.count)
            digest = vector_hash(embedded)
            texts[digest] = embedded
            made.append(writes.Piece(heading, node.text, digest))
        pieces.append(made)
        progress(Progress(number + 1, len(changed), "cutting into passages"))
    known = set() if full else writes.known_vectors(engine, list(texts), embedder.name)
    # Longest first: batches of like length waste no padding.
    missing = sorted((key for key in texts if key not in known), key=lambda key: -len(texts[key]))
    for start in range(0, len(missing), _BATCH):
        batch = missing[start : start + _BATCH]
        vectors = embedder.embed_texts([texts[key] for key in batch])
        writes.put_vectors(engine, dict(zip(batch, vectors, strict=True)), embedder.name)
        progress(Progress(start + len(batch), len(missing), "embedding"))
    return pieces
