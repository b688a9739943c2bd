"""Which message answers which question: what keeps a recovered job from posting twice."""

from dataclasses import dataclass

from sqlalchemy import Engine, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.state.tables import deliveries


@dataclass(frozen=True)
class Delivery:
    """`ts` is "" while no message is known to exist; `final` once the answer is whole."""

    channel: str
    ts: str
    final: bool


class Deliveries:
    """The deliveries table."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def begin(self, question_id: str, channel: str) -> Delivery | None:
        """Note that a message is about to be posted; returns what an earlier run noted."""
        try:
            with self._engine.begin() as connection:
                connection.execute(
                    insert(deliveries).values(question_id=question_id, channel=channel)
                )
        except IntegrityError:
            return self.get(question_id)
        return None

    def get(self, question_id: str) -> Delivery | None:
        """What is known of the message that answers this question."""
        statement = select(deliveries.c.channel, deliveries.c.ts, deliveries.c.final)
        with self._engine.connect() as connection:
            row = connection.execute(
                statement.where(deliveries.c.question_id == question_id)
            ).first()
        return Delivery(row.channel, row.ts, row.final) if row else None

    def posted(self, question_id: str, ts: str) -> None:
        """The message exists now."""
        self._set(question_id, ts=ts)

    def finished(self, question_id: str) -> bool:
        """Claim the final state; False if it was claimed before."""
        return self._set(question_id, final=True)

    def _set(self, question_id: str, **values: object) -> bool:
        where = deliveries.c.question_id == question_id
        if "final" in values:
            where &= deliveries.c.final.is_(False)
        with self._engine.begin() as connection:
            done = connection.execute(update(deliveries).where(where).values(**values))
        return bool(done.rowcount)

    def claimed(self, channel: str, ts: str) -> bool:
        """Whether the message at `ts` answers some question already."""
        statement = select(deliveries.c.question_id).where(
            deliveries.c.channel == channel, deliveries.c.ts == ts
        )
        with self._engine.connect() as connection:
            return connection.execute(statement).first() is not None
