"""Thumbs up and down, and what would have been right."""

import time

from sqlalchemy import Connection, Engine, delete, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.state.corrections import Correction
from bot.state.tables import corrections, questions, votes


class Votes:
    """The votes table and the corrections that follow a thumb down.

    One of each per question and person; the last one counts.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def cast(self, question_id: str, user: str, vote: str) -> bool:
        """Keep `vote` (`up` or `down`); False if retention has removed the question."""
        with self._engine.begin() as connection:
            if not _known(connection, question_id):
                return False
            made = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
            new = {"vote": vote, "voted_at": time.time()}
            statement = made(votes).values(question_id=question_id, user=user, **new)
            connection.execute(
                statement.on_conflict_do_update(
                    index_elements=[votes.c.question_id, votes.c.user], set_=new
                )
            )
        return True

    def correct(self, question_id: str, user: str, correction: Correction) -> bool:
        """Keep `correction`; False if retention has removed the question meanwhile."""
        with self._engine.begin() as connection:
            if not _known(connection, question_id):
                return False
            connection.execute(
                delete(corrections).where(
                    corrections.c.question_id == question_id, corrections.c.user == user
                )
            )
            connection.execute(
                insert(corrections).values(
                    question_id=question_id,
                    user=user,
                    right=correction.right,
                    source=correction.source,
                    silent=correction.silent,
                    at=time.time(),
                )
            )
        return True

    def count(self) -> dict[str, int]:
        """How many votes of each kind."""
        statement = select(votes.c.vote, func.count()).group_by(votes.c.vote)
        with self._engine.connect() as connection:
            return {row.vote: int(row[1]) for row in connection.execute(statement)}


def _known(connection: Connection, question_id: str) -> bool:
    statement = select(questions.c.id).where(questions.c.id == question_id)
    return connection.scalar(statement) is not None
