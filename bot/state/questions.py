"""Questions and their answers."""

import json
import time
from dataclasses import asdict, dataclass
from typing import Literal

from sqlalchemy import ColumnElement, Connection, Engine, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from answering.answer import Answer
from bot.state.tables import answers, corrections, deliveries, questions, votes

Kind = Literal["message", "private", "ask"]
"""`message`: answered in its thread; `ask`: to the asker alone, by the command's
response URL; `private`: to the asker alone, without one."""


@dataclass(frozen=True)
class Asked:
    """A message addressed to the bot. `ts` and `thread_ts` are Slack's; "" where none."""

    id: str
    kind: Kind
    team: str
    channel: str
    user: str
    ts: str
    thread_ts: str
    text: str
    files: int = 0
    response_url: str = ""
    shared: bool = False
    """Whether the channel is shared with another organisation."""


def record(connection: Connection, asked: Asked) -> bool:
    """Keep a question; False if it is known already: then only files are added to it."""
    made = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = made(questions).values(**asdict(asked), asked_at=time.time())
    if connection.execute(statement.on_conflict_do_nothing()).rowcount:
        return True
    # Of a mention with a file Slack sends two events, and only one of them names the file.
    known = (questions.c.id == asked.id) & (questions.c.files < asked.files)
    connection.execute(update(questions).where(known).values(files=asked.files))
    return False


class Questions:
    """The questions table and the answers table."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def get(self, question_id: str) -> Asked | None:
        """The question, unless retention has removed it."""
        columns = [questions.c[name] for name in Asked.__dataclass_fields__]
        with self._engine.connect() as connection:
            row = connection.execute(select(*columns).where(questions.c.id == question_id)).first()
        return Asked(**row._mapping) if row else None

    def knows_thread(self, channel: str, thread_ts: str) -> bool:
        """Whether the bot was asked something in this thread."""
        statement = select(questions.c.id).where(
            questions.c.thread_ts == thread_ts,
            questions.c.channel == channel,
            questions.c.kind == "message",
        )
        with self._engine.connect() as connection:
            return connection.execute(statement.limit(1)).first() is not None

    def cancel(self, channel: str, ts: str) -> None:
        """The message at `ts` is gone: it wants no answer; what follows it in a thread does."""
        self._cancel(questions.c.channel == channel, questions.c.ts == ts)

    def stop(self, channel: str, thread_ts: str) -> None:
        """No question of this thread, its first message included, wants an answer now."""
        self._cancel(questions.c.channel == channel, questions.c.thread_ts == thread_ts)

    def _cancel(self, *where: ColumnElement[bool]) -> None:
        with self._engine.begin() as connection:
            connection.execute(update(questions).where(*where).values(cancelled=True))

    def cancelled(self, question_id: str) -> bool:
        """Whether the question was deleted or stopped."""
        statement = select(questions.c.cancelled).where(questions.c.id == question_id)
        with self._engine.connect() as connection:
            return bool(connection.scalar(statement))

    def save_answer(self, question_id: str, answer: Answer, private: bool) -> None:
        """Keep the answer; a second one for the same question replaces the first."""
        with self._engine.begin() as connection:
            connection.execute(delete(answers).where(answers.c.question_id == question_id))
            connection.execute(
                insert(answers).values(
                    question_id=question_id,
                    answer=json.dumps(answer.to_json()),
                    model=answer.model,
                    status=answer.status,
                    seconds=answer.timings.seconds,
                    private=private,
                    answered_at=time.time(),
                )
            )

    def answer(self, question_id: str) -> tuple[Answer, bool] | None:
        """The answer and whether it is for the asker alone."""
        statement = select(answers.c.answer, answers.c.private)
        with self._engine.connect() as connection:
            row = connection.execute(statement.where(answers.c.question_id == question_id)).first()
        return (Answer.from_json(json.loads(row.answer)), row.private) if row else None

    def expire(self, days: float) -> list[str]:
        """Delete what is older than `days`, votes included; returns the ids of questions."""
        with self._engine.begin() as connection:
            limit = time.time() - days * 86400
            old = list(
                connection.scalars(select(questions.c.id).where(questions.c.asked_at < limit))
            )
            for start in range(0, len(old), 500):
                chunk = old[start : start + 500]
                for table in (answers, corrections, deliveries, votes):
                    connection.execute(delete(table).where(table.c.question_id.in_(chunk)))
                connection.execute(delete(questions).where(questions.c.id.in_(chunk)))
            # Of questions that were gone before somebody voted.
            connection.execute(delete(votes).where(votes.c.voted_at < limit))
        return old
