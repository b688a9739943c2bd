"""Socket Mode: the app connects to us, and payloads travel down one of its sockets."""

import asyncio
import itertools
import json
import secrets
import uuid
from dataclasses import dataclass, field
from typing import Literal

from aiohttp import WSMsgType, web

from workspace.delivery import Ack, Attempt, Envelope, acked, sent
from workspace.errors import ApiError
from workspace.model import Json

MOST_SOCKETS = 10
Drop = Literal["announce", "close", "cut"]


@dataclass
class Pending:
    """A payload on its way: the attempt it belongs to and the acknowledgement to come."""

    attempt: Attempt
    ack: asyncio.Future[Ack | None]


@dataclass(eq=False)
class Socket:
    """One connection of the app."""

    request: web.Request
    response: web.WebSocketResponse
    pending: dict[str, Pending] = field(default_factory=dict)


class SocketMode:
    """The sockets of the app, as a transport."""

    def __init__(self, app_id: str):
        self._app_id = app_id
        self._tickets: set[str] = set()
        self._sockets: list[Socket] = []
        self._turn = itertools.count()
        self._arrival = asyncio.Event()

    @property
    def connections(self) -> int:
        """How many sockets are open."""
        return len(self._sockets)

    def ticket(self) -> str:
        """A ticket for one connection. Raises ApiError too_many_websockets."""
        if len(self._sockets) >= MOST_SOCKETS:
            raise ApiError("too_many_websockets")
        ticket = secrets.token_urlsafe(16)
        self._tickets.add(ticket)
        return ticket

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """`GET /link?ticket=…`: serve one socket until it closes."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            raise web.HTTPForbidden(text="This ticket is unknown or used.")
        self._tickets.remove(ticket)
        response = web.WebSocketResponse(heartbeat=30.0)
        await response.prepare(request)
        socket = Socket(request, response)
        # Before hello, so that nobody who was greeted misses a payload.
        self._sockets.append(socket)
        try:
            await response.send_json(self._hello())
            self._arrival.set()
            async for message in response:
                if message.type == WSMsgType.TEXT:
                    self._receive(socket, message.data)
        except ConnectionResetError:
            pass  # The app went away between two messages; it will be back.
        finally:
            self._forget(socket)
        return response

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": self.connections,
            "connection_info": {"app_id": self._app_id},
            "debug_info": {"host": "workspace", "approximate_connection_time": 3600},
        }

    def _receive(self, socket: Socket, text: str) -> None:
        try:
            message = json.loads(text)
        except ValueError:
            return  # Not an acknowledgement, so the payload stays unacknowledged.
        if not isinstance(message, dict):
            return
        pending = socket.pending.pop(str(message.get("envelope_id", "")), None)
        if pending is None:
            return
        acked(pending.attempt)
        if not pending.ack.done():
            payload = message.get("payload")
            pending.ack.set_result(Ack(payload if isinstance(payload, dict) else {}))

    def _forget(self, socket: Socket) -> None:
        self._sockets.remove(socket)
        if not self._sockets:
            self._arrival.clear()
        for pending in socket.pending.values():
            if not pending.ack.done():
                pending.ack.set_result(None)

    async def send(self, envelope: Envelope, seconds: float) -> Ack | None:
        """Down one socket, in turn; with none open, wait for one as long as for an ack."""
        try:
            async with asyncio.timeout(seconds):
                while not self._sockets:
                    await self._arrival.wait()
        except TimeoutError:
            return None
        socket = self._sockets[next(self._turn) % len(self._sockets)]
        envelope_id = str(uuid.uuid4())
        pending = Pending(envelope.attempt, asyncio.get_running_loop().create_future())
        socket.pending[envelope_id] = pending
        sent(envelope.attempt)
        try:
            await socket.response.send_json(_frame(envelope, envelope_id))
            return await asyncio.wait_for(asyncio.shield(pending.ack), seconds)
        except (TimeoutError, ConnectionResetError):
            return None

    async def drop(self, how: Drop = "close") -> None:
        """End every socket: announced as before a refresh, closed, or cut without a word."""
        for socket in list(self._sockets):
            if how == "announce":
                await socket.response.send_json(
                    {"type": "disconnect", "reason": "refresh_requested", "debug_info": {}}
                )
            elif how == "close":
                await socket.response.close()
            elif socket.request.transport is not None:
                socket.request.transport.abort()


def _frame(envelope: Envelope, envelope_id: str) -> Json:
    frame: Json = {
        "envelope_id": envelope_id,
        "type": envelope.kind,
        "payload": envelope.payload,
        "accepts_response_payload": envelope.kind != "events_api",
    }
    if envelope.kind == "events_api":
        frame["retry_attempt"] = envelope.attempt.retry_attempt
        frame["retry_reason"] = envelope.retry_reason
    return frame
