"""From a Slack message to a durable job: record it and return.

This is all that happens before Slack's acknowledgement, so whatever was acknowledged will be
done, even if the process dies in the next moment. Workers move the jobs into DBOS's queues.
"""

import json
from collections.abc import Sequence

from sqlalchemy import Engine, Insert, insert

from bot.state.questions import Asked, record
from bot.state.tables import outbox

ANSWERS = "answers"
INDEXING = "indexing"
SWITCHING = "switching"
"""Apart from the answers: a switch waits for no question, and the last one asked for wins."""


class Inbox:
    """Accepts jobs; each has an id that makes a redelivery harmless."""

    def __init__(self, state: Engine) -> None:
        self._state = state

    def ask(self, asked: Asked) -> None:
        """Have a question answered; the same one twice is answered once."""
        with self._state.begin() as connection:
            if record(connection, asked):
                connection.execute(_job(ANSWERS, "answer", asked.id, asked.id))

    def reindex(self, job_id: str, user: str, response_url: str, source: str, full: bool) -> None:
        """Have `source` ("" for all) brought up to date."""
        job = _job(INDEXING, "reindex", job_id, user, response_url, source, full)
        with self._state.begin() as connection:
            connection.execute(job)

    def roll_back(self, job_id: str, user: str, source: str, generation: int) -> None:
        """Have `source` brought back to an earlier generation."""
        job = _job(INDEXING, "roll_back", job_id, user, source, generation)
        with self._state.begin() as connection:
            connection.execute(job)

    def cancel_reindex(self, job_id: str, user: str, sources: Sequence[str]) -> None:
        """Have the running reindex of `sources` called off."""
        # Not behind the reindex that it is to end.
        job = _job(ANSWERS, "cancel_reindex", job_id, user, list(sources))
        with self._state.begin() as connection:
            connection.execute(job)

    def switch_model(
        self, job_id: str, user: str, response_url: str, name: str, channel: str = ""
    ) -> None:
        """Have model `name` probed and used from then on, in `channel` or everywhere.

        The name "default" undoes what was chosen there.
        """
        job = _job(SWITCHING, "switch_model", job_id, user, response_url, name, channel)
        with self._state.begin() as connection:
            connection.execute(job)

    def try_models(
        self, job_id: str, user: str, response_url: str, names: Sequence[str], question: str
    ) -> None:
        """Have `question` answered by each of the models, for the eyes of `user` alone."""
        job = _job(ANSWERS, "try_models", job_id, user, response_url, list(names), question)
        with self._state.begin() as connection:
            connection.execute(job)


def _job(queue: str, workflow: str, job_id: str, *arguments: object) -> Insert:
    return insert(outbox).values(
        job_id=job_id, queue=queue, workflow=workflow, arguments=json.dumps(arguments)
    )
