"""Moves accepted jobs from the outbox into DBOS's queues."""

import json
import logging
import threading

from dbos import DBOS, SetWorkflowID
from sqlalchemy import Engine, delete, select

from bot.state.tables import outbox

log = logging.getLogger(__name__)

_EVERY = 0.05
"""Seconds between looks; the part of a second that a question waits for it."""
_AT_ONCE = 50


class Dispatcher:
    """Several workers may dispatch at once: a job's id lets it be enqueued only once."""

    def __init__(self, state: Engine, workflows: dict[str, object]) -> None:
        self._state = state
        self._workflows = workflows
        self._stopping = threading.Event()

    def start(self) -> None:
        """Dispatch until stopped."""
        threading.Thread(target=self._run, name="dispatch", daemon=True).start()

    def stop(self) -> None:
        """Leave what comes to the next worker."""
        self._stopping.set()

    def _run(self) -> None:
        while not self._stopping.wait(_EVERY):
            try:
                while self._some():
                    pass
            except Exception:
                log.exception("Dispatching failed; it is tried again")
                self._stopping.wait(1.0)

    def _some(self) -> bool:
        with self._state.connect() as connection:
            # What a later version has accepted waits for a worker of that version.
            known = select(outbox).where(outbox.c.workflow.in_(self._workflows))
            rows = connection.execute(known.order_by(outbox.c.id).limit(_AT_ONCE)).all()
        for row in rows:
            with SetWorkflowID(row.job_id):
                DBOS.enqueue_workflow(
                    row.queue,
                    self._workflows[row.workflow],  # type: ignore[arg-type]
                    *json.loads(row.arguments),
                )
            # Only now: whoever dies in between has enqueued the same id twice, which is once.
            with self._state.begin() as connection:
                connection.execute(delete(outbox).where(outbox.c.id == row.id))
        return bool(rows)
