"""Rate limits, per method and by Slack's tiers."""

import time
from collections import defaultdict, deque
from collections.abc import Callable
from typing import Literal

from workspace.errors import RateLimited

Strictness = Literal["off", "streams", "all"]

WINDOW = 60.0
# Calls a minute. Methods that are not named here have tier 3.
PER_MINUTE = {
    "chat.startStream": 20,
    "chat.stopStream": 20,
    "chat.appendStream": 100,
    "chat.update": 50,
    "chat.postEphemeral": 100,
    "apps.connections.open": 20,
    "auth.test": 1000,
    "api.test": 1000,
    "users.info": 100,
    "views.open": 100,
    "views.publish": 100,
    "conversations.list": 20,
    "users.list": 20,
}
TIER_3 = 50
STREAMS = {"chat.startStream", "chat.stopStream", "chat.appendStream"}
# chat.postMessage: about one a second in a channel, with room for a short burst.
POSTS_A_SECOND, BURST = 1.0, 5.0


class Limits:
    """Counts calls. Off: everything passes; streams: only the streaming methods are counted."""

    def __init__(self, strictness: Strictness, clock: Callable[[], float] = time.monotonic):
        self.strictness = strictness
        self._clock = clock
        self._calls: dict[str, deque[float]] = defaultdict(deque)
        self._room: dict[str, tuple[float, float]] = {}

    def check(self, method: str, channel: str) -> None:
        """Count one call. Raises RateLimited."""
        if self.strictness == "off" or (self.strictness == "streams" and method not in STREAMS):
            return
        if method == "chat.postMessage":
            self._check_burst(channel)
            return
        now, calls = self._clock(), self._calls[method]
        while calls and calls[0] <= now - WINDOW:
            calls.popleft()
        if len(calls) >= PER_MINUTE.get(method, TIER_3):
            raise RateLimited(max(1, int(calls[0] + WINDOW - now) + 1))
        calls.append(now)

    def _check_burst(self, channel: str) -> None:
        now = self._clock()
        room, then = self._room.get(channel, (BURST, now))
        room = min(BURST, room + (now - then) * POSTS_A_SECOND)
        if room < 1:
            raise RateLimited(1)
        self._room[channel] = (room - 1, now)
