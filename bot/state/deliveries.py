"""Which message answers which question: what keeps a recovered job from posting twice."""

from dataclasses import dataclass

from sqlalchemy import Engine, exists, insert, select, update
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

    def posted(self, question_id: str, channel: str, ts: str) -> bool:
        """Claim the message at `ts`; False if it answers another question already."""
        own = deliveries.c.question_id == question_id
        other = deliveries.alias()
        taken = exists().where(
            other.c.channel == channel, other.c.ts == ts, other.c.question_id != question_id
        )
        rivals = (
            select(deliveries.c.question_id)
            .where(deliveries.c.channel == channel, deliveries.c.final.is_(False))
            .order_by(deliveries.c.question_id)
        )
        with self._engine.begin() as connection:
            # Postgres lets two transactions claim at once; these locks put them one behind the
            # other. SQLite has one writer, and knows no such locks.
            connection.execute(rivals.with_for_update()).all()
            done = connection.execute(update(deliveries).where(own, ~taken).values(ts=ts))
        return bool(done.rowcount)

    def finished(self, question_id: str) -> bool:
        """Claim the final state; False if it was claimed before."""
        return self._set_final(question_id, True)

    def reopen(self, question_id: str) -> None:
        """What was claimed as final reached nobody; another try may claim it."""
        self._set_final(question_id, False)

    def _set_final(self, question_id: str, final: bool) -> bool:
        where = (deliveries.c.question_id == question_id) & deliveries.c.final.is_(not final)
        with self._engine.begin() as connection:
            done = connection.execute(update(deliveries).where(where).values(final=final))
        return bool(done.rowcount)
