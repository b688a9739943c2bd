"""Bring the index up to date with a source, at the cost of what changed.

What changed is read, cut and embedded beside the live index; then one transaction takes it
over. Killed at any moment, the old index stands, and the next run finds the work done so far.
"""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

from llama_index.core.schema import Document
from sqlalchemy import Connection, Engine, delete, func, insert, select, update

from indexing import history, writes
from indexing.access import Access
from indexing.changes import Changes, Stored
from indexing.document import Skipped, content_hash
from indexing.lock import source_lock
from indexing.parsing.formats import VERSION as PARSING
from indexing.rebuild import rebuild_if_outdated, settings_of
from indexing.schema import documents, passages, skips, sources
from indexing.sources.base import Source, SourceError, Unchanged
from indexing.staging import Stage, publish
from indexing.store import PassageStore
from indexing.vector_cache import forget_unused


@dataclass(frozen=True)
class Progress:
    """`done` of `total`, 0 when unknown; `what` says what is going on."""

    done: int
    total: int
    what: str


class CancelledError(Exception):
    """Somebody asked for this reindex to end; nothing has changed."""


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


@dataclass
class Run:
    """How a source is brought up to date.

    `full` embeds everything again; `scheduled` is a run that nobody asked for, which does
    not end the pause after a rollback; `kind` names the generation it makes.
    """

    full: bool = False
    scheduled: bool = False
    kind: str = "reindex"
    progress: Callable[[Progress], None] = field(default=_quiet)


def reindex(store: PassageStore, source: Source, run: Run | None = None) -> ReindexReport:
    """Index what changed in `source`.

    Raises SourceError when the source cannot be listed, BusyError when another process is
    at it, CancelledError when it was called off; in each case nothing has changed.
    """
    run = run or Run()
    began = time.perf_counter()
    engine = store.client
    rebuild_if_outdated(store, lambda done, total: run.progress(Progress(done, total, "embedding")))
    with _locked(engine, source):
        with engine.begin() as connection:
            owner = writes.source_id(
                connection, source.name, source.kind, source.location, _is_configured(source)
            )
            connection.execute(update(sources).where(sources.c.id == owner).values(cancelled=False))
        if source.access.local_only:
            _set_local_only(engine, owner, True)
        made_by = f"{settings_of(store.configured)} {_settings(source)}"
        stage = Stage(engine, store.configured, owner, made_by)
        try:
            changes = _compare(engine, owner, source, stage, run)
        except SourceError as error:
            _note_failure(engine, owner, str(error))
            raise
        stage.embed(
            run.full, lambda done, total: _step(engine, owner, run, done, total, "embedding")
        )
        report = _apply(engine, owner, changes, run)
        if _is_configured(source) and not source.access.local_only and run.kind == "reindex":
            # Not before: what was read elsewhere under this name has gone only here.
            _set_local_only(engine, owner, False)
    seconds = time.perf_counter() - began
    return ReindexReport(**{**report, "skipped": tuple(changes.skipped), "seconds": seconds})


def _is_configured(source: Source) -> bool:
    """Whether its name is that of a section of footnote.toml."""
    return bool(source.access.section) and source.access.section == source.name


def _set_local_only(engine: Engine, owner: int, local_only: bool) -> None:
    """Remember whether the texts of a source stay here, whatever becomes of its section."""
    with engine.begin() as connection:
        statement = update(sources).where(sources.c.id == owner)
        connection.execute(statement.values(local_only=local_only))


@contextmanager
def _locked(engine: Engine, source: Source) -> Iterator[None]:
    """Hold the lock of `source`, and of the place that a configured one has moved from."""
    place = (source.kind, source.location)
    statement = select(sources.c.kind, sources.c.location).where(sources.c.name == source.name)
    with ExitStack() as locks:
        locks.enter_context(source_lock(engine, *place))
        with engine.connect() as connection:
            former = connection.execute(statement).first()
        if former is not None and tuple(former) != place and _is_configured(source):
            locks.enter_context(source_lock(engine, *former))
        yield


def _settings(source: Source) -> str:
    """What documents carry of the configuration: with another, all is read again."""
    return f"{PARSING} {source.settings} {source.access.describe()}"


def _compare(engine: Engine, owner: int, source: Source, stage: Stage, run: Run) -> Changes:
    """Read the source, stage what differs from the index, and say what does."""
    stored = Stored.load(engine, owner)
    settings = _settings(source)
    left = stage.recover() if run.kind == "reindex" else {}
    trusted = stored.settings == settings and run.kind == "reindex" and not run.full
    if not trusted:
        left = {}
    # That there is a document counts without a version too: a source keeps what only fails now.
    # Of a source that has moved nothing has been read yet.
    there = dict.fromkeys(stored.documents, "") if stored.settings else {}
    known = there | (stored.versions() | left if trusted else {})
    changes = Changes(settings)
    for number, item in enumerate(source.items(known), 1):
        _step(engine, owner, run, number, 0, "reading")
        if isinstance(item, Unchanged):
            changes.keep(item.key, stored, item.key in left)
            if not trusted:
                _keep_for_now(changes, item.key, stored, source.access)
        elif isinstance(item, Skipped):
            changes.skip(item)
        elif changes.see(item):
            digest = content_hash(item)
            same = changes.same(item, digest, stored)
            if run.full or not same:
                stage.add(item, digest)
    stage.flush()
    changes.settle(stored, stage.hashes())
    return changes


def _keep_for_now(changes: Changes, key: str, stored: Stored, access: Access) -> None:
    """What should have been read again but could not is asked for again by the next run.

    Until then it has the readers of today, unless it named its own.
    """
    row = stored.documents.get(key)
    if row is None:
        return
    changes.versions[row.id] = ""
    readers = sorted(access.readers_of(key))
    if not row.declared and set(readers) != set(json.loads(row.readers)):
        fields = {"readers": readers, "declared": False, "url": row.url, "updated": row.updated}
        changes.moved[row.id] = Document(text="", metadata=fields)


def _step(engine: Engine, owner: int, run: Run, done: int, total: int, what: str) -> None:
    """Show progress, and stop if somebody asked for it."""
    run.progress(Progress(done, total, what))
    if what == "reading" and done % 20 != 1:
        return
    with engine.connect() as connection:
        if connection.scalar(select(sources.c.cancelled).where(sources.c.id == owner)):
            raise CancelledError("The reindex was cancelled; nothing has changed.")


def _apply(engine: Engine, owner: int, changes: Changes, run: Run) -> dict[str, Any]:
    """Everything at once: from here on the new state is what people find."""
    run.progress(Progress(0, 0, "saving"))
    with engine.begin() as connection:
        row = connection.execute(select(sources).where(sources.c.id == owner)).one()
        number = row.generation + 1
        unused = changes.drop_unneeded(connection, owner)
        if changes.any:
            history.retire(connection, owner, changes.retired, number)
            publish(connection, owner, number)
            raised = writes.raise_generation(connection)
            for document_id, document in changes.moved.items():
                writes.set_fields(connection, document_id, document, raised)
        forget_unused(connection, unused)
        for document_id, version in changes.versions.items():
            writes.set_version(connection, document_id, version)
        counts, held = _counted(connection, owner, changes)
        if changes.any:
            history.note(connection, owner, number, kind=run.kind, counts=counts)
        rolled_back = run.kind == "rollback"
        values: dict[str, Any] = {"paused": rolled_back or (row.paused and run.scheduled)}
        if not rolled_back:
            values |= {
                "indexed_at": time.time(),
                "settings": changes.settings,
                "failed_at": None,
                "failure": "",
            }
            _remember_skips(connection, owner, changes)
        connection.execute(update(sources).where(sources.c.id == owner).values(**values))
    unchanged = counts["documents"] - counts["added"] - counts["changed"]
    return {**counts, "passages": held, "unchanged": unchanged}


def _counted(connection: Connection, owner: int, changes: Changes) -> tuple[dict[str, int], int]:
    """What the report and the generation say of documents, and how many passages there are."""
    live = documents.c.source_id == owner
    held = select(func.count()).select_from(documents).where(live)
    cut = select(func.count()).select_from(passages.join(documents)).where(live)
    counts = {
        "documents": connection.scalar(held) or 0,
        "added": len(changes.added),
        "changed": len(changes.changed) + len(changes.moved),
        "removed": len(changes.removed),
    }
    return counts, connection.scalar(cut) or 0


def _remember_skips(connection: Connection, owner: int, changes: Changes) -> None:
    """Keep why documents were skipped, each once, instead of what the run before kept."""
    connection.execute(delete(skips).where(skips.c.source_id == owner))
    remembered = {
        skipped.source: {
            "source_id": owner,
            "key": skipped.source,
            "reason": skipped.reason,
            "version": skipped.version,
        }
        for skipped in changes.skipped
    }
    if remembered:
        connection.execute(insert(skips), list(remembered.values()))


def _note_failure(engine: Engine, owner: int, reason: str) -> None:
    """Remember that a source could not be listed; its documents stay as they were."""
    with engine.begin() as connection:
        connection.execute(
            update(sources)
            .where(sources.c.id == owner)
            .values(failed_at=time.time(), failure=reason)
        )


def cancel(engine: Engine, name: str) -> bool:
    """Ask a running reindex of the source to end; whether there is such a source."""
    statement = update(sources).where(sources.c.name == name).values(cancelled=True)
    with engine.begin() as connection:
        return bool(connection.execute(statement).rowcount)
