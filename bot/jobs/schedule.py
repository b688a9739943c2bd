"""When sources are reindexed without anybody asking: by the clock, or when a folder changes."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from croniter import croniter
from dbos import DBOS
from sqlalchemy import Engine, select
from watchfiles import watch

from indexing.schema import sources
from indexing.sources.folder import is_seen

log = logging.getLogger(__name__)

_QUIET = 2000
"""Milliseconds without a change before a watched folder is read: an editor saves in steps."""
_LONGEST = 60_000
"""Milliseconds after which a folder is read that is never quiet."""
_PAUSE = 30.0
"""Seconds before a folder that could not be watched is tried again."""


@dataclass(frozen=True)
class Planned:
    """A source and when it is due: `cron` in local time, and `folder` to be watched."""

    name: str
    kind: str
    location: str
    cron: str = ""
    folder: str = ""


def waits(prefix: str) -> bool:
    """Whether a job whose id begins with `prefix` is queued and has not begun."""
    queued = DBOS.list_workflows(
        workflow_id_prefix=prefix, status="ENQUEUED", limit=1, load_input=False
    )
    return bool(queued)


class Schedule:
    """`enqueue(job id, source)` starts a reindex; the same id starts it once, in however many
    workers. `waiting` is as `waits`. A source that was rolled back rests until somebody
    reindexes it."""

    def __init__(
        self,
        planned: Sequence[Planned],
        index: Engine,
        enqueue: Callable[[str, str], None],
        waiting: Callable[[str], bool] = waits,
    ) -> None:
        self._planned = planned
        self._index = index
        self._enqueue = enqueue
        self._waiting = waiting
        self._asked: dict[str, float] = {}
        self._stopping = threading.Event()

    def start(self) -> None:
        """Watch folders until stopped."""
        for each in self._planned:
            if each.folder:
                threading.Thread(
                    target=self._watch, args=(each,), name=f"watch {each.name}", daemon=True
                ).start()

    def stop(self) -> None:
        """Let go of the folders."""
        self._stopping.set()

    def tick(self) -> None:
        """Start what has become due, also what became due while no worker was running."""
        for each in self._planned:
            if not each.cron:
                continue
            try:
                self._start_due(each)
            except Exception:
                log.exception("The schedule of %s failed; it is tried again", each.name)

    def _start_due(self, each: Planned) -> None:
        due = croniter(each.cron, datetime.now().astimezone()).get_prev(float)
        paused, indexed_at = self._state(each)
        if paused or (indexed_at or 0.0) >= due or self._asked.get(each.name) == due:
            return
        # One that has not begun brings all up to date that has changed until then.
        if not self._waiting(f"cron:{each.name}:"):
            self._enqueue(f"cron:{each.name}:{due:.0f}", each.name)
            self._asked[each.name] = due

    def _watch(self, each: Planned) -> None:
        missed = False
        while not self._stopping.is_set():
            try:
                # What changed during the pause is seen by nobody.
                if missed and Path(each.folder).is_dir():
                    self._start_changed(each)
                missed = False
                for _ in watch(
                    each.folder,
                    watch_filter=lambda _, path: is_seen(Path(path), Path(each.folder)),
                    stop_event=self._stopping,
                    step=_QUIET,
                    debounce=_LONGEST,
                ):
                    self._start_changed(each)
            except Exception:
                log.exception("%s cannot be watched; it is tried again soon", each.folder)
                missed = True
                self._stopping.wait(_PAUSE)

    def _start_changed(self, each: Planned) -> None:
        mine = f"watch:{each.name}:"
        # A job that has not begun will read this change too.
        if not self._state(each)[0] and not self._waiting(mine):
            self._enqueue(f"{mine}{time.time():.0f}", each.name)

    def _state(self, each: Planned) -> tuple[bool, float | None]:
        """Whether the source rests, and when it was indexed last."""
        statement = select(sources.c.paused, sources.c.indexed_at).where(
            sources.c.kind == each.kind, sources.c.location == each.location
        )
        with self._index.connect() as connection:
            row = connection.execute(statement).first()
        return (bool(row.paused), row.indexed_at) if row else (False, None)
