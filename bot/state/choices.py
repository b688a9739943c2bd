"""What admins chose, and the record of who chose it."""

import time

from sqlalchemy import Engine, Insert, delete, insert, select

from bot.state.tables import audit, choices


class Choices:
    """The choices table and the audit table."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def models(self, channel: str = "") -> list[str]:
        """The models that admins switched to, as far as they did: `channel`, then the workspace."""
        keys = [_key(channel), _key("")] if channel else [_key("")]
        statement = select(choices.c.key, choices.c.value).where(choices.c.key.in_(keys))
        with self._engine.connect() as connection:
            found = {row.key: row.value for row in connection.execute(statement)}
        return [found[key] for key in keys if key in found]

    def models_of_channels(self) -> dict[str, str]:
        """Channel -> model, where they have one of their own."""
        statement = select(choices.c.key, choices.c.value).where(choices.c.key.like("model:%"))
        with self._engine.connect() as connection:
            rows = connection.execute(statement)
            return {row.key.removeprefix("model:"): row.value for row in rows}

    def use_model(self, name: str, user: str, channel: str = "") -> None:
        """Switch `channel`, or the workspace, effective with the next question; note who did."""
        key, where = _key(channel), f" in {channel}" if channel else ""
        with self._engine.begin() as connection:
            connection.execute(delete(choices).where(choices.c.key == key))
            connection.execute(insert(choices).values(key=key, value=name))
            connection.execute(_note(user, "model use", f"{name}{where}"))

    def forget_model(self, user: str, channel: str = "") -> None:
        """Let `channel` use the workspace's model again, or the workspace the configured one."""
        with self._engine.begin() as connection:
            connection.execute(delete(choices).where(choices.c.key == _key(channel)))
            followed = f"the workspace's in {channel}" if channel else "the configured one"
            connection.execute(_note(user, "model use", followed))

    def note(self, user: str, action: str, detail: str) -> None:
        """Add to the audit log."""
        with self._engine.begin() as connection:
            connection.execute(_note(user, action, detail))


def _key(channel: str) -> str:
    return f"model:{channel}" if channel else "model"


def _note(user: str, action: str, detail: str) -> Insert:
    return insert(audit).values(at=time.time(), user=user, action=action, detail=detail)
