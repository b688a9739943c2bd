"""What models have used, and what that cost."""

import time
from dataclasses import dataclass

from sqlalchemy import Engine, func, insert, select

from answering.spending import Spent
from bot.state.tables import spending, voiced

_DAY = 24 * 3600


@dataclass(frozen=True)
class Used:
    """Calls, failures, tokens in and out, and dollars."""

    calls: int
    failures: int
    tokens: int
    cost: float


class Spending:
    """The spending table: a Meter that all processes share."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def today(self, model: str) -> int:
        """Tokens that `model` has used today (UTC)."""
        return self.used(model).tokens

    def add(self, model: str, spent: Spent, cost: float, failed: bool = False) -> None:
        """Count one call, at `cost` dollars."""
        with self._engine.begin() as connection:
            connection.execute(
                insert(spending).values(
                    at=time.time(),
                    model=model,
                    tokens_in=spent.tokens_in,
                    tokens_out=spent.tokens_out,
                    cost=cost,
                    failed=failed,
                )
            )

    def voiced(self, model: str, sentences: int, kept_plain: int) -> None:
        """Count the sentences of an answer that `model` said in a tone, and those rejected."""
        with self._engine.begin() as connection:
            connection.execute(
                insert(voiced).values(
                    at=time.time(), model=model, sentences=sentences, kept=kept_plain
                )
            )

    def voiced_today(self, model: str) -> tuple[int, int]:
        """Sentences that `model` said in a tone today (UTC), and those that were kept plain."""
        statement = select(func.sum(voiced.c.sentences), func.sum(voiced.c.kept)).where(
            voiced.c.model == model, voiced.c.at >= _midnight()
        )
        with self._engine.connect() as connection:
            sentences, kept = connection.execute(statement).one()
        return sentences or 0, kept or 0

    def used(self, model: str, days: int = 1) -> Used:
        """By `model` in the last `days` (UTC), the one that is not over included."""
        since = _midnight() - (days - 1) * _DAY
        statement = select(
            func.count(),
            func.sum(spending.c.tokens_in + spending.c.tokens_out),
            func.sum(spending.c.cost),
        ).where(spending.c.model == model, spending.c.at >= since)
        with self._engine.connect() as connection:
            calls, tokens, cost = connection.execute(statement).one()
            failures = connection.scalar(
                statement.with_only_columns(func.count()).where(spending.c.failed)
            )
        return Used(calls - (failures or 0), failures or 0, tokens or 0, cost or 0.0)


def _midnight() -> int:
    """When today (UTC) began."""
    return int(time.time()) // _DAY * _DAY
