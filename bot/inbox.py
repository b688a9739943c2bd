"""From a Slack message to a durable job: record it, enqueue it, return.

This is all that happens before Slack's acknowledgement, so whatever was acknowledged will
be answered, even if the process dies in the next moment.
"""

from dbos import DBOSClient

from bot.state.questions import Asked, Questions

APPLICATION_VERSION = "1"
"""Fixed, so that a restarted worker takes over jobs of the version before it."""

ANSWERS = "answers"
INDEXING = "indexing"


class Inbox:
    """Enqueues jobs; each has an id that makes a redelivery harmless."""

    def __init__(self, questions: Questions, jobs_url: str) -> None:
        self._questions = questions
        self._client = DBOSClient(system_database_url=jobs_url)

    def ask(self, asked: Asked) -> None:
        """Have a question answered; the same one twice is answered once."""
        self._questions.record(asked)
        # Enqueued even when known: the first attempt may have died between the two writes.
        self._enqueue(ANSWERS, "answer", asked.id, asked.id)

    def reindex(self, job_id: str, user: str, response_url: str, source: str, full: bool) -> None:
        """Have `source` ("" for all) brought up to date."""
        self._enqueue(INDEXING, "reindex", job_id, user, response_url, source, full)

    def switch_model(self, job_id: str, user: str, response_url: str, name: str) -> None:
        """Have model `name` probed and used from then on."""
        self._enqueue(ANSWERS, "switch_model", job_id, user, response_url, name)

    def close(self) -> None:
        """Let go of the database."""
        self._client.destroy()

    def _enqueue(self, queue: str, workflow: str, job_id: str, *arguments: object) -> None:
        self._client.enqueue(
            {
                "queue_name": queue,
                "workflow_name": workflow,
                "workflow_id": job_id,
                "app_version": APPLICATION_VERSION,
            },
            *arguments,
        )
