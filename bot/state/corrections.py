"""What people said would have been right, with the questions that it belongs to."""

import json
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, Row, and_, select

from answering.answer import Answer
from answering.question import Turn
from bot.state.tables import answers, corrections, questions, votes


@dataclass(frozen=True)
class Correction:
    """`right` and `source` as typed, "" where left out; `silent`: the documents do not say."""

    right: str = ""
    source: str = ""
    silent: bool = False

    def __bool__(self) -> bool:
        """Whether anything was said."""
        return bool(self.right or self.source or self.silent)


@dataclass(frozen=True)
class Corrected:
    """A question that was answered badly, the turns before it, and the last word on it."""

    question_id: str
    question: str
    history: tuple[Turn, ...]
    correction: Correction


class Corrections:
    """The corrections table, read together with what was asked."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def usable(self, include_private: bool = False) -> tuple[list[Corrected], int]:
        """Corrections that say what is right, by question; and how many private ones are left out.

        Only of people whose thumb still points down; of several, the last one counts.
        """
        statement = (
            select(questions, corrections.c.right, corrections.c.source, corrections.c.silent)
            .join(corrections, corrections.c.question_id == questions.c.id)
            .join(
                votes,
                and_(
                    votes.c.question_id == corrections.c.question_id,
                    votes.c.user == corrections.c.user,
                    votes.c.vote == "down",
                ),
            )
            .order_by(corrections.c.at)
        )
        found: dict[str, Corrected] = {}
        hidden: set[str] = set()
        with self._engine.connect() as connection:
            for row in connection.execute(statement):
                if not (row.right or row.silent):
                    continue
                if _private(row) and not include_private:
                    hidden.add(row.id)
                    continue
                said = Correction(row.right, row.source, row.silent)
                turns = _before(connection, row)
                found.pop(row.id, None)
                found[row.id] = Corrected(row.id, row.text, turns, said)
        return list(found.values()), len(hidden)


def _private(question: Row[tuple[object, ...]]) -> bool:
    """Whether few people saw it: by /ask, in a direct message or in a group of a few."""
    return question.kind != "message" or not question.channel.startswith("C")


def _before(connection: Connection, question: Row[tuple[object, ...]]) -> tuple[Turn, ...]:
    """What was asked and answered earlier in the same thread, as far as it is kept."""
    if question.kind != "message" or not question.thread_ts:
        return ()
    statement = (
        select(questions.c.text, answers.c.answer)
        .outerjoin(
            answers, and_(answers.c.question_id == questions.c.id, answers.c.private.is_(False))
        )
        .where(
            questions.c.channel == question.channel,
            questions.c.thread_ts == question.thread_ts,
            questions.c.kind == "message",
            questions.c.ts < question.ts,
        )
        .order_by(questions.c.ts)
    )
    turns: list[Turn] = []
    for row in connection.execute(statement):
        turns.append(Turn("user", row.text))
        if row.answer:
            turns.append(Turn("assistant", Answer.from_json(json.loads(row.answer)).text))
    return tuple(turns)
