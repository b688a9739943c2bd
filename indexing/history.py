"""Earlier generations of a source: listed, compared, brought back.

A rollback brings back content, never access: readers are today's.
"""

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from llama_index.core.schema import Document
from sqlalchemy import Connection, Engine, Row, delete, insert, literal, select, update

from indexing import writes
from indexing.access import Access
from indexing.document import Skipped, make_document
from indexing.lock import source_lock
from indexing.readers import Readers
from indexing.schema import (
    DOCUMENT,
    documents,
    generations,
    passages,
    past_documents,
    past_vectors,
    skips,
    sources,
    staged_documents,
    staged_passages,
)
from indexing.sources.base import Item, SourceError, Versions
from indexing.vector_cache import forget_unused

KEPT = 3
"""Generations of a source that can be had, the live one included."""

_CHUNK = 500

ChangeKind = Literal["added", "changed", "removed"]


@dataclass(frozen=True)
class Change:
    """A document that differs between two generations, and who may know of it today."""

    kind: ChangeKind
    key: str
    title: str
    readers: Readers


@dataclass(frozen=True)
class Generation:
    """One state of a source; `made_at` in seconds since 1970."""

    source: str
    number: int
    made_at: float
    kind: str
    documents: int
    added: int
    changed: int
    removed: int
    live: bool


class NoGenerationError(Exception):
    """There is no such source or generation; one sentence that says which there are."""


def retire(connection: Connection, owner: int, ids: Sequence[int], died: int) -> None:
    """Move live documents into the past: they are no part of generation `died`."""
    raised = writes.raise_generation(connection)
    columns = [documents.c[name] for name in DOCUMENT]
    for start in range(0, len(ids), _CHUNK):
        chunk = documents.c.id.in_(ids[start : start + _CHUNK])
        moved = select(*columns, documents.c.born, literal(died)).where(chunk)
        connection.execute(insert(past_documents).from_select([*DOCUMENT, "born", "died"], moved))
        hashes = (
            select(past_documents.c.id, passages.c.vector_hash)
            .select_from(passages)
            .join(documents)
            .join(
                past_documents,
                (past_documents.c.source_id == owner)
                & (past_documents.c.key == documents.c.key)
                & (past_documents.c.died == died),
            )
            .where(chunk)
        )
        connection.execute(insert(past_vectors).from_select(["document_id", "vector_hash"], hashes))
    writes.remove_documents(connection, ids, raised)


def note(
    connection: Connection,
    owner: int,
    number: int,
    *,
    kind: str,
    counts: dict[str, int],
) -> None:
    """Record generation `number` as the live one and forget what is too old."""
    connection.execute(
        insert(generations).values(
            source_id=owner, number=number, made_at=time.time(), kind=kind, **counts
        )
    )
    connection.execute(update(sources).where(sources.c.id == owner).values(generation=number))
    expired = generations.c.number <= number - KEPT
    connection.execute(delete(generations).where(generations.c.source_id == owner, expired))
    _forget(
        connection,
        (past_documents.c.source_id == owner) & (past_documents.c.died <= number - KEPT + 1),
    )


def _forget(connection: Connection, which: object) -> None:
    """Remove past documents and the vectors that only they used."""
    chosen = select(past_documents.c.id).where(which)  # type: ignore[arg-type]
    hashes = list(
        connection.scalars(
            select(past_vectors.c.vector_hash)
            .where(past_vectors.c.document_id.in_(chosen))
            .distinct()
        )
    )
    connection.execute(delete(past_documents).where(which))  # type: ignore[arg-type]
    forget_unused(connection, hashes)


def erase(engine: Engine, owner: int, key: str) -> int:
    """Remove every version of a document, live, past and staged, for good; how many there were.

    Raises BusyError while its source is being reindexed: that run could make it live again.
    """
    statement = select(sources.c.kind, sources.c.location).where(sources.c.id == owner)
    with engine.connect() as connection:
        kind, location = connection.execute(statement).one()
    with source_lock(engine, kind, location), engine.begin() as connection:
        return _erase(connection, owner, key)


def _erase(connection: Connection, owner: int, key: str) -> int:
    live, staged, past = (
        select(table.c.id).where(table.c.source_id == owner, table.c.key == key)
        for table in (documents, staged_documents, past_documents)
    )
    ids = list(connection.scalars(live))
    made = (
        select(passages.c.vector_hash).where(passages.c.document_id.in_(live)),
        select(staged_passages.c.vector_hash).where(staged_passages.c.document_id.in_(staged)),
    )
    hashes = [found for statement in made for found in connection.scalars(statement)]
    gone = len(ids) + sum(len(connection.execute(each).all()) for each in (staged, past))
    writes.remove_documents(connection, ids, writes.raise_generation(connection))
    connection.execute(delete(staged_documents).where(staged_documents.c.id.in_(staged)))
    forget_unused(connection, hashes)
    _forget(connection, past_documents.c.id.in_(past))
    return gone


def list_generations(engine: Engine, source: str = "") -> list[Generation]:
    """The generations that can be had, newest first, of one source or all."""
    statement = (
        select(sources.c.name, sources.c.generation, generations)
        .join(generations)
        .order_by(sources.c.id, generations.c.number.desc())
    )
    with engine.connect() as connection:
        rows = connection.execute(statement).all()
    return [
        Generation(
            row.name,
            row.number,
            row.made_at,
            row.kind,
            row.documents,
            row.added,
            row.changed,
            row.removed,
            row.number == row.generation,
        )
        for row in rows
        if not source or row.name == source
    ]


def live_generation(engine: Engine, source: str) -> int:
    """The number of the generation that people ask now."""
    with engine.connect() as connection:
        return int(_owner(connection, source).generation)


def live_generations(engine: Engine) -> dict[str, int]:
    """name -> number of the live generation, of every source."""
    with engine.connect() as connection:
        rows = connection.execute(select(sources.c.name, sources.c.generation))
        return {row.name: row.generation for row in rows}


def diff(engine: Engine, source: str, older: int, newer: int) -> list[Change]:
    """What came, changed and went from one generation of a source to another."""
    with engine.connect() as connection:
        owner = _owner(connection, source)
        before, after = (_content(connection, owner, number) for number in (older, newer))
    found = [
        Change(
            "removed" if key not in after else "added" if key not in before else "changed",
            key,
            row.title,
            frozenset(json.loads(row.readers)),
        )
        for key, row in sorted({**before, **after}.items())
        if key not in before
        or key not in after
        or before[key].content_hash != after[key].content_hash
    ]
    order: list[ChangeKind] = ["added", "changed", "removed"]
    return sorted(found, key=lambda change: order.index(change.kind))


def _owner(connection: Connection, source: str) -> Row[tuple[object, ...]]:
    row = connection.execute(select(sources).where(sources.c.name == source)).first()
    if row is None:
        known = ", ".join(connection.scalars(select(sources.c.name))) or "none"
        raise NoGenerationError(f"There is no source {source!r} in the index; it has: {known}.")
    return row


def _content(
    connection: Connection, owner: Row[tuple[object, ...]], number: int
) -> dict[str, Row[tuple[object, ...]]]:
    """key -> document as it was in generation `number`."""
    kept = list(
        connection.scalars(
            select(generations.c.number)
            .where(generations.c.source_id == owner.id)
            .order_by(generations.c.number)
        )
    )
    # Before the first there was nothing, which is a state to compare with too.
    if number not in kept and (number != 0 or (kept and kept[0] > 1)):
        have = ", ".join(map(str, kept)) or "none"
        raise NoGenerationError(
            f"{owner.name} has no generation {number}; the ones that are kept are: {have}."
        )
    live = select(documents).where(documents.c.source_id == owner.id, documents.c.born <= number)
    past = select(past_documents).where(
        past_documents.c.source_id == owner.id,
        past_documents.c.born <= number,
        past_documents.c.died > number,
    )
    rows = [*connection.execute(live), *connection.execute(past)]
    return {row.key: row for row in rows}


class PastSource:
    """A source as it was in generation `number`; reindexing it is the rollback."""

    def __init__(
        self, engine: Engine, source: str, number: int, access: Access | None = None
    ) -> None:
        self._engine = engine
        self._number = number
        with engine.connect() as connection:
            self._row = _owner(connection, source)
            if number < 1:
                raise NoGenerationError(f"{source} has no generation before {number + 1}.")
            _content(connection, self._row, number)
        self.name = str(self._row.name)
        self.kind = str(self._row.kind)
        self.location = str(self._row.location)
        self.settings = str(self._row.settings)
        self._configured = access
        self.access = access or Access()

    def items(self, known: Versions) -> Iterator[Item]:
        """The documents of then, with the readers of now.

        What is skipped today stays out: who may read it now cannot be told.
        """
        del known
        with self._engine.connect() as connection:
            try:
                then = _content(connection, self._row, self._number)
            except NoGenerationError as error:
                raise SourceError(str(error)) from error
            today, kept_out = self._today(connection), self._kept_out(connection)
        for key, row in then.items():
            if key in kept_out:
                yield Skipped(key, f"stays out, as it is skipped today: {kept_out[key]}")
            else:
                yield self._document(row, today[key])

    def _today(self, connection: Connection) -> dict[str, Row[tuple[object, ...]]]:
        """key -> the newest version known of each document."""
        old = select(past_documents).where(past_documents.c.source_id == self._row.id)
        now = select(documents).where(documents.c.source_id == self._row.id)
        newest = {row.key: row for row in connection.execute(old.order_by(past_documents.c.died))}
        return newest | {row.key: row for row in connection.execute(now)}

    def _kept_out(self, connection: Connection) -> dict[str, str]:
        """key -> why it is skipped, of what is not live either."""
        live = select(documents.c.key).where(documents.c.source_id == self._row.id)
        found = select(skips.c.key, skips.c.reason).where(
            skips.c.source_id == self._row.id, skips.c.key.not_in(live)
        )
        return {row.key: row.reason for row in connection.execute(found)}

    def _document(self, row: Row[tuple[object, ...]], today: Row[tuple[object, ...]]) -> Document:
        readers = frozenset(json.loads(today.readers))
        if self._configured and not today.declared:
            readers = self._configured.readers_of(str(row.key))
        return make_document(
            self.name,
            str(row.key),
            str(row.text),
            title=str(row.title),
            url=str(row.url),
            readers=readers,
            updated=str(row.updated),
            version=str(row.version),
            declared=bool(today.declared),
        )
