"""Response URLs: five replies to whoever used a command or a button, within 30 minutes."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web

from workspace.blocks import check_blocks
from workspace.errors import ApiError
from workspace.messages import Messages, bot_message
from workspace.model import Json, Message
from workspace.state import State

LIFETIME = 30 * 60.0
USES = 5


@dataclass
class ResponseUrl:
    """One URL. `message` is what `replace_original` replaces: the origin, or the last reply."""

    user: str
    channel: str
    thread_ts: str
    message: Message | None
    given: float
    left: int = USES


class ResponseUrls:
    """The URLs that were handed out."""

    def __init__(
        self, state: State, messages: Messages, clock: Callable[[], float] = time.monotonic
    ):
        self.base = ""
        self._state = state
        self._messages = messages
        self._clock = clock
        self._given: dict[str, ResponseUrl] = {}

    def give(
        self, user: str, channel: str, message: Message | None = None, thread_ts: str = ""
    ) -> str:
        """A new URL for an action of this user in this channel, on this message if on any."""
        key = secrets.token_urlsafe(16)
        self._given[key] = ResponseUrl(user, channel, thread_ts, message, self._clock())
        return f"{self.base}/response/{key}"

    async def handle(self, request: web.Request) -> web.Response:
        """`POST /response/KEY`."""
        try:
            body = await request.json()
        except ValueError:
            body = None
        if not isinstance(body, dict):
            return web.json_response({"ok": False, "error": "invalid_payload"}, status=400)
        try:
            url = self.find(request.match_info["key"])
            url.left -= 1
            self.respond(url, body)
        except ApiError as error:
            return web.json_response(error.reply(), status=404)
        return web.Response(text="ok")

    def find(self, key: str) -> ResponseUrl:
        """A URL that still works. Raises ApiError expired_url, used_url."""
        url = self._given.get(key)
        if url is None or self._clock() - url.given > LIFETIME:
            raise ApiError("expired_url")
        if url.left <= 0:
            raise ApiError("used_url")
        return url

    def answer(self, user: str, channel: str, body: Json, thread_ts: str = "") -> None:
        """What came in the acknowledgement itself counts as a first reply."""
        if body.get("text") or body.get("blocks"):
            self.respond(ResponseUrl(user, channel, thread_ts, None, self._clock()), body)

    def respond(self, url: ResponseUrl, body: Json) -> None:
        """Post, replace or delete. Raises ApiError no_text, invalid_blocks, …"""
        origin = url.message
        alive = origin is not None and origin.ts in self._state.messages.get(url.channel, {})
        if body.get("delete_original"):
            if origin is not None and alive:
                self._messages.delete(origin)
            return
        blocks = check_blocks(body.get("blocks") or [])
        text = str(body.get("text") or "")
        if not text and not blocks:
            raise ApiError("no_text")
        if body.get("replace_original") and origin is not None and alive:
            # An ephemeral message has no trace of having been edited.
            editor = "" if origin.ephemeral_to else origin.user
            self._messages.replace(origin, editor, text=text, blocks=blocks, streaming=False)
            return
        message = bot_message(self._state, url.channel, text, blocks)
        message.thread_ts = str(body.get("thread_ts") or url.thread_ts)
        if body.get("response_type") != "in_channel":
            message.ephemeral_to = url.user
        self._messages.post(message)
        # A later replace_original means this one, unless the URL came from a message.
        if origin is None:
            url.message = message
