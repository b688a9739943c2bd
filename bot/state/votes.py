"""Thumbs up and down."""

import time

from sqlalchemy import Engine, delete, func, insert, select

from bot.state.tables import votes


class Votes:
    """The votes table: one vote per question and person, the last one counts."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def cast(self, question_id: str, user: str, vote: str) -> None:
        """Keep `vote` (`up` or `down`)."""
        with self._engine.begin() as connection:
            connection.execute(
                delete(votes).where(votes.c.question_id == question_id, votes.c.user == user)
            )
            connection.execute(
                insert(votes).values(
                    question_id=question_id, user=user, vote=vote, voted_at=time.time()
                )
            )

    def count(self) -> dict[str, int]:
        """How many votes of each kind."""
        statement = select(votes.c.vote, func.count()).group_by(votes.c.vote)
        with self._engine.connect() as connection:
            return {row.vote: int(row[1]) for row in connection.execute(statement)}
