"""DBOS, set up: the queues, the workflows, recovery, retention."""

import logging
import threading
import time
import uuid
from datetime import UTC, datetime, timedelta

from dbos import DBOS, DBOSConfig, StepOptions
from slack_sdk.errors import SlackApiError
from sqlalchemy import Engine, delete, insert, select, update

from bot.delivery import passes
from bot.inbox import ANSWERS, INDEXING, SWITCHING
from bot.jobs.answer import AnswerJob
from bot.jobs.dispatch import Dispatcher
from bot.jobs.reindex import ReindexJob
from bot.jobs.schedule import Schedule
from bot.jobs.switch import SwitchJob
from bot.jobs.trial import TrialJob
from bot.state.starts import Starts
from bot.state.tables import DEAD_AFTER, workers

log = logging.getLogger(__name__)

APPLICATION_VERSION = "1"
"""Fixed, so that a restarted worker takes over jobs of the version before it."""

_AT_ONCE = 4
"""Answers made at the same time by one worker; more would only share the same cores."""
_POLL = 0.1


_AGAIN: StepOptions = {
    "retries_allowed": True,
    "interval_seconds": 5.0,
    "backoff_rate": 2.0,
    "max_attempts": 6,
    "should_retry": passes,
}
"""For two minutes and a half, where what was made did not get through: Slack or a disk is away."""
_STARTS = 5
"""Times that a question is begun: what ended the worker each time may be the question itself."""
_HEARTBEAT = 5.0
_CLEAN_EVERY = 3600.0
_DELETED_AT_ONCE = 500
"""DBOS names each in one statement, and databases take 32,766 values at most."""
_ENDED = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]


class Jobs:
    """The durable jobs of one worker process."""

    def __init__(
        self,
        url: str,
        state: Engine,
        answer: AnswerJob,
        reindex: ReindexJob,
        switch: SwitchJob,
        trial: TrialJob,
        schedule: Schedule,
        retention_days: int,
    ) -> None:
        self._state = state
        self._answer = answer
        self._reindex = reindex
        self._schedule = schedule
        self._retention_days = retention_days
        self._shared = not url.startswith("sqlite")
        # On one machine the next worker is this one again; among many, each has its own name.
        self.executor_id = f"worker-{uuid.uuid4().hex[:8]}" if self._shared else "local"
        self._stopping = threading.Event()
        config: DBOSConfig = {
            "name": "footnote",
            "system_database_url": url,
            "executor_id": self.executor_id,
            "application_version": APPLICATION_VERSION,
            "log_level": "WARNING",
        }
        DBOS(config=config)
        self._dispatcher = Dispatcher(
            state, _register(Starts(state), answer, reindex, switch, trial)
        )

    def start(self) -> None:
        """Take up what an earlier process left, then what comes."""
        DBOS.launch()
        DBOS.register_queue(ANSWERS, worker_concurrency=_AT_ONCE, polling_interval_sec=_POLL)
        DBOS.register_queue(SWITCHING, global_concurrency=1, polling_interval_sec=0.2)
        DBOS.register_queue(INDEXING, global_concurrency=1, polling_interval_sec=0.5)
        self._dispatcher.start()
        self._schedule.start()
        threading.Thread(target=self._tend, name="tending", daemon=True).start()

    def warm(self) -> None:
        """Load the embedder now; the first question should not wait for it."""
        self._answer.answerer.warm()

    def stop(self) -> None:
        """Stop taking jobs; running ones are recovered by the next start.

        A reindex is ended at once, and its thread waits for the end of this process.
        """
        self._stopping.set()
        self._reindex.children.end()
        self._schedule.stop()
        self._dispatcher.stop()
        DBOS.destroy(workflow_completion_timeout_sec=5)

    def _tend(self) -> None:
        """Heartbeat, recovery of dead workers' jobs, schedules, retention."""
        cleaned = 0.0
        while True:
            try:
                if self._shared:
                    self._beat()
                    self._adopt()
                self._schedule.tick()
                if time.monotonic() - cleaned > _CLEAN_EVERY or not cleaned:
                    self._clean()
                    cleaned = time.monotonic()
            except Exception:
                log.exception("Tending failed; it is tried again")
            if self._stopping.wait(_HEARTBEAT):
                return

    def _beat(self) -> None:
        mine = workers.c.executor_id == self.executor_id
        with self._state.begin() as connection:
            seen = connection.execute(update(workers).where(mine).values(seen_at=time.time()))
            if not seen.rowcount:
                connection.execute(
                    insert(workers).values(executor_id=self.executor_id, seen_at=time.time())
                )

    def _adopt(self) -> None:
        """Resume what workers were doing whose heartbeat has stopped."""
        with self._state.begin() as connection:
            limit = time.time() - DEAD_AFTER
            dead = list(
                connection.scalars(select(workers.c.executor_id).where(workers.c.seen_at < limit))
            )
            for executor in dead:
                # Whoever deletes the row adopts the jobs, so no two workers do.
                gone = connection.execute(delete(workers).where(workers.c.executor_id == executor))
                if gone.rowcount:
                    self._resume(executor)

    def _resume(self, executor: str) -> None:
        for workflow in DBOS.list_workflows(status="PENDING", executor_id=executor):
            log.warning("Taking over %s from %s", workflow.workflow_id, executor)
            DBOS.resume_workflow(workflow.workflow_id)

    def _clean(self) -> None:
        expired = self._answer.questions.expire(self._retention_days)
        if expired:
            log.info("%d questions were older than %d days", len(expired), self._retention_days)
        limit = datetime.now(UTC) - timedelta(days=self._retention_days)
        old = DBOS.list_workflows(end_time=limit.isoformat(), status=_ENDED, load_input=False)
        for start in range(0, len(old), _DELETED_AT_ONCE):
            chunk = old[start : start + _DELETED_AT_ONCE]
            DBOS.delete_workflows([workflow.workflow_id for workflow in chunk])


def _register(
    starts: Starts, answer: AnswerJob, reindex: ReindexJob, switch: SwitchJob, trial: TrialJob
) -> dict[str, object]:
    """The workflows by name. Each is safe to run again from its start."""

    @DBOS.workflow(name="answer")
    def run_answer(question_id: str) -> None:
        times = starts.begun(question_id)

        def one_try() -> None:
            if times > _STARTS:
                log.error("%s ended %d workers; it is given up", question_id, times - 1)
                answer.apologise(question_id)
            else:
                attempt(answer, question_id, _is_last_try())

        DBOS.run_step({"name": "answer"} | _AGAIN, one_try)
        starts.ended(question_id)

    @DBOS.workflow(name="reindex")
    def run_reindex(user: str, response_url: str, source: str, full: bool) -> None:
        DBOS.run_step({"name": "reindex"}, reindex.run, user, response_url, source, full)

    @DBOS.workflow(name="roll_back")
    def run_roll_back(user: str, source: str, generation: int) -> None:
        DBOS.run_step({"name": "roll back"}, reindex.roll_back, user, source, generation)

    @DBOS.workflow(name="cancel_reindex")
    def run_cancel(user: str, sources: list[str]) -> None:
        DBOS.run_step({"name": "cancel"}, reindex.cancel, user, sources)

    @DBOS.workflow(name="switch_model")
    def run_switch(user: str, response_url: str, name: str, channel: str = "") -> None:
        DBOS.run_step({"name": "switch"}, switch.run, user, response_url, name, channel)

    @DBOS.workflow(name="try_models")
    def run_trial(user: str, response_url: str, names: list[str], question: str) -> None:
        DBOS.run_step({"name": "try"}, trial.run, user, response_url, names, question)

    return {
        "answer": run_answer,
        "cancel_reindex": run_cancel,
        "reindex": run_reindex,
        "roll_back": run_roll_back,
        "switch_model": run_switch,
        "try_models": run_trial,
    }


def attempt(answer: AnswerJob, question_id: str, is_last: bool) -> None:
    """Answer, or say that it went wrong. Raises what another try may get through.

    An answer that is kept is worth waiting for Slack: the apology comes at the last try.
    """
    try:
        answer.run(question_id)
    except Exception as error:
        log.exception("%s failed", question_id)
        undelivered = isinstance(error, (SlackApiError, OSError)) and passes(error)
        if undelivered and not is_last and answer.questions.answer(question_id):
            raise
        answer.apologise(question_id)


def _is_last_try() -> bool:
    status = DBOS.step_status
    if status is None or status.current_attempt is None or status.max_attempts is None:
        return True
    return status.current_attempt + 1 >= status.max_attempts
