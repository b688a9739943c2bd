"""Deliveries to the app: one payload, some attempts, an acknowledgement within three seconds.

Events are delivered again when no acknowledgement came: at once, after one and after five
minutes. Commands and interactions are not; whoever used them is told that nothing happened.
Which way a payload takes (socket or HTTP) is the transport's matter.
"""

import asyncio
import time
from dataclasses import asdict, dataclass, field
from typing import Literal, Protocol

from workspace.background import Background
from workspace.model import Json

Kind = Literal["events_api", "slash_commands", "interactive"]


@dataclass(frozen=True)
class Patience:
    """How long to wait, in seconds. Tests shorten it."""

    ack: float = 3.0
    retries: tuple[float, ...] = (0.0, 60.0, 300.0)


@dataclass
class Attempt:
    """One attempt to deliver one payload. Times are Unix seconds."""

    kind: Kind
    event_id: str
    type: str
    channel: str
    ts: str
    retry_attempt: int
    sent_at: float | None = None
    acked_at: float | None = None

    def as_json(self) -> Json:
        """For the owner's control: adds the latency in milliseconds."""
        sent, acked = self.sent_at, self.acked_at
        latency = None if sent is None or acked is None else round((acked - sent) * 1000, 2)
        return {**asdict(self), "latency_ms": latency}


@dataclass(frozen=True)
class Envelope:
    """What a transport carries."""

    kind: Kind
    payload: Json
    attempt: Attempt
    retry_reason: str = ""


@dataclass(frozen=True)
class Ack:
    """The app received it; `payload` is its answer in the same breath, if any."""

    payload: Json = field(default_factory=dict)


class Transport(Protocol):
    """A way to the app."""

    async def send(self, envelope: Envelope, seconds: float) -> Ack | None:
        """Deliver and wait that long at most; None: not acknowledged."""


class Deliverer:
    """Sends payloads to the app and remembers how that went."""

    def __init__(self, transport: Transport, background: Background, patience: Patience):
        self.transport = transport
        self.patience = patience
        self.attempts: list[Attempt] = []
        self.copies = 1
        self._background = background

    def event(self, payload: Json) -> None:
        """Deliver an event, and again until it is acknowledged or patience ends."""
        for copy in range(self.copies):
            self._background.spawn(self._event(payload, first_attempt=copy))

    async def _event(self, payload: Json, first_attempt: int) -> None:
        reason = "timeout" if first_attempt else ""
        for number, delay in enumerate((0.0, *self.patience.retries), start=first_attempt):
            await asyncio.sleep(delay)
            if await self._attempt("events_api", payload, number, reason):
                return
            reason = "timeout"

    async def interaction(self, kind: Kind, payload: Json) -> Ack | None:
        """Deliver a command or an interaction, once."""
        return await self._attempt(kind, payload, 0, "")

    async def _attempt(self, kind: Kind, payload: Json, number: int, reason: str) -> Ack | None:
        inner = payload.get("event", payload)
        attempt = Attempt(
            kind=kind,
            event_id=payload.get("event_id", ""),
            type=str(inner.get("type") or inner.get("command", "")),
            channel=str(inner.get("channel_id") or inner.get("channel", "")),
            ts=str(inner.get("ts", "")),
            retry_attempt=number,
        )
        self.attempts.append(attempt)
        envelope = Envelope(kind, payload, attempt, reason)
        return await self.transport.send(envelope, self.patience.ack)


def sent(attempt: Attempt) -> None:
    """Note that an attempt left now."""
    attempt.sent_at = time.time()


def acked(attempt: Attempt) -> None:
    """Note that an attempt was acknowledged now, in time or late."""
    attempt.acked_at = time.time()
