"""What admins chose, and the record of who chose it."""

import time

from sqlalchemy import Engine, Insert, delete, insert, select

from bot.state.tables import audit, choices


class Choices:
    """The choices table and the audit table."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def model(self) -> str | None:
        """The model an admin switched to, if any did."""
        with self._engine.connect() as connection:
            return connection.scalar(select(choices.c.value).where(choices.c.key == "model"))

    def use_model(self, name: str, user: str) -> None:
        """Switch, effective with the next question, and note who did."""
        with self._engine.begin() as connection:
            connection.execute(delete(choices).where(choices.c.key == "model"))
            connection.execute(insert(choices).values(key="model", value=name))
            connection.execute(_note(user, "model use", name))

    def note(self, user: str, action: str, detail: str) -> None:
        """Add to the audit log."""
        with self._engine.begin() as connection:
            connection.execute(_note(user, action, detail))


def _note(user: str, action: str, detail: str) -> Insert:
    return insert(audit).values(at=time.time(), user=user, action=action, detail=detail)
