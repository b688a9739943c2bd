"""The open pages: each is told, at once, what its user may see."""

import asyncio

from aiohttp import WSMsgType, web

from workspace.model import Channel, Json, Message
from workspace.state import State


class PageSockets:
    """Web sockets of the page, by user."""

    def __init__(self, state: State):
        self._state = state
        self._queues: list[tuple[str, asyncio.Queue[Json]]] = []
        self._open: list[web.WebSocketResponse] = []

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """`GET /page/ws?user=…`: push until the page goes away."""
        user = request.query.get("user", "")
        if user not in self._state.users:
            raise web.HTTPNotFound(text=f"There is no user {user!r}.")
        response = web.WebSocketResponse(heartbeat=20.0)
        await response.prepare(request)
        # A queue keeps the order and lets synchronous code send.
        queue: asyncio.Queue[Json] = asyncio.Queue()
        entry = (user, queue)
        self._queues.append(entry)
        self._open.append(response)
        sender = asyncio.create_task(_send_all(response, queue))
        try:
            async for message in response:
                if message.type == WSMsgType.ERROR:
                    break
        finally:
            self._queues.remove(entry)
            self._open.remove(response)
            sender.cancel()
        return response

    async def close(self) -> None:
        """The server stops."""
        for response in list(self._open):
            await response.close()

    def to_user(self, user: str, event: Json) -> None:
        """Tell the pages of one user."""
        for owner, queue in self._queues:
            if owner == user:
                queue.put_nowait(event)

    def to_channel(self, channel: Channel, event: Json) -> None:
        """Tell the pages of everyone who can see the channel."""
        for owner, queue in self._queues:
            if self._state.can_see(channel, owner):
                queue.put_nowait(event)

    def message(self, message: Message) -> None:
        """A new message, or the new state of one with the same ts."""
        event = {
            "type": "message",
            "channel": message.channel,
            "message": page_message(self._state, message),
        }
        if message.ephemeral_to:
            self.to_user(message.ephemeral_to, event)
            return
        self.to_channel(self._state.channels[message.channel], event)

    def removed(self, message: Message) -> None:
        """A message is gone."""
        event = {"type": "message_deleted", "channel": message.channel, "ts": message.ts}
        if message.ephemeral_to:
            self.to_user(message.ephemeral_to, event)
            return
        self.to_channel(self._state.channels[message.channel], event)


def page_message(state: State, message: Message) -> Json:
    """A message as the page gets it: Slack's shape and two flags of its own."""
    shown = state.shown(message)
    shown["streaming"] = message.streaming
    shown["ephemeral"] = bool(message.ephemeral_to)
    return shown


async def _send_all(response: web.WebSocketResponse, queue: asyncio.Queue[Json]) -> None:
    while True:
        event = await queue.get()
        try:
            await response.send_json(event)
        except ConnectionResetError:
            return
