"""Trigger ids: leave to open one modal, for three seconds."""

import secrets
import time
from collections.abc import Callable

from workspace.errors import ApiError

LIFETIME = 3.0


class Triggers:
    """Trigger ids that were handed out, with the user they stand for."""

    def __init__(self, clock: Callable[[], float] = time.monotonic):
        self._clock = clock
        self._given: dict[str, tuple[str, float]] = {}
        self._used: set[str] = set()

    def give(self, user: str) -> str:
        """A new trigger id for an action of this user."""
        trigger = f"{secrets.randbelow(10**9)}.{secrets.token_hex(8)}"
        self._given[trigger] = (user, self._clock())
        return trigger

    def use(self, trigger: str) -> str:
        """The user; once. Raises ApiError invalid_trigger_id, exchanged_…, trigger_expired."""
        if trigger in self._used:
            raise ApiError("exchanged_trigger_id")
        if trigger not in self._given:
            raise ApiError("invalid_trigger_id")
        user, given = self._given.pop(trigger)
        self._used.add(trigger)
        if self._clock() - given > LIFETIME:
            raise ApiError("trigger_expired")
        return user
