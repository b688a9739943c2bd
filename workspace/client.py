"""A small synchronous client: acts as the team's people and holds the owner's control.

For tests and the demo. Standard library only; it talks to a loopback address directly,
whatever proxies the environment names.
"""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlencode

Json = dict[str, Any]
Found = TypeVar("Found")

EVERY = 0.05


class WorkspaceRefused(Exception):
    """The workspace said no; the message is its error code."""


class WorkspaceClient:
    """`url` without a path; the token only for the methods below "control"."""

    def __init__(self, url: str, control_token: str = ""):
        self.url = url
        self._token = control_token
        self._open = urllib.request.build_opener(urllib.request.ProxyHandler({})).open

    # People

    def post(self, user: str, channel: str, text: str, thread_ts: str | None = None) -> str:
        """Say something; returns its ts."""
        body = {"user": user, "channel": channel, "text": text, "thread_ts": thread_ts}
        return str(self._send("page/api/post", body)["ts"])

    def edit(self, user: str, channel: str, ts: str, text: str) -> None:
        """Change what was said."""
        self._send("page/api/edit", {"user": user, "channel": channel, "ts": ts, "text": text})

    def delete(self, user: str, channel: str, ts: str) -> None:
        """Remove what was said."""
        self._send("page/api/delete", {"user": user, "channel": channel, "ts": ts})

    def command(self, user: str, channel: str, command: str, text: str = "") -> None:
        """Use a slash command. Raises WorkspaceRefused operation_timeout without an ack."""
        body = {"user": user, "channel": channel, "command": command, "text": text}
        self._send("page/api/command", body)

    def click(
        self, user: str, channel: str, message_ts: str, action_id: str, value: str | None = None
    ) -> None:
        """Press a button in a message."""
        action = {"action_id": action_id} | ({} if value is None else {"value": value})
        body = {"user": user, "channel": channel, "message_ts": message_ts, "action": action}
        self._send("page/api/action", body)

    def click_view(self, user: str, view_id: str, action_id: str, value: str | None = None) -> None:
        """Press a button in a modal or in the app's Home."""
        action = {"action_id": action_id} | ({} if value is None else {"value": value})
        self._send("page/api/action", {"user": user, "view_id": view_id, "action": action})

    def choose_view(self, user: str, view_id: str, action_id: str, option: Json | None) -> None:
        """Choose from a menu in a modal or in the app's Home."""
        action = {"action_id": action_id, "selected_option": option}
        self._send("page/api/action", {"user": user, "view_id": view_id, "action": action})

    def shortcut(self, user: str, channel: str, message_ts: str, callback_id: str) -> None:
        """Use a message shortcut."""
        body = {"user": user, "channel": channel, "message_ts": message_ts}
        self._send("page/api/shortcut", body | {"callback_id": callback_id})

    def submit(self, user: str, view_id: str, values: Json) -> Json:
        """Submit a modal; `errors` in the reply if the app found some."""
        body = {"user": user, "view_id": view_id, "state": {"values": values}}
        return self._send("page/api/view_submit", body)

    def open_home(self, user: str, tab: str = "home") -> None:
        """Open the app's Home, or its messages."""
        self._send("page/api/open_home", {"user": user, "tab": tab})

    def home(self, user: str) -> Json | None:
        """The app's Home as this user has it."""
        view: Json | None = self._get("page/api/home", user=user)["view"]
        return view

    def stop(self, user: str, channel: str, thread_ts: str) -> None:
        """Press stop below a thread."""
        self._send("page/api/stop", {"user": user, "channel": channel, "thread_ts": thread_ts})

    def history(self, user: str, channel: str) -> list[Json]:
        """What the user sees in a channel, oldest first, without replies."""
        return list(self._get("page/api/history", user=user, channel=channel)["messages"])

    def replies(self, user: str, channel: str, thread_ts: str) -> list[Json]:
        """What the user sees below a message, oldest first, without the message itself."""
        found = self._get("page/api/history", user=user, channel=channel, thread_ts=thread_ts)
        return [message for message in found["messages"] if message["ts"] != thread_ts]

    def direct(self, user: str) -> str:
        """The channel id of the user's conversation with the bot."""
        start = self._get("page/api/bootstrap", user=user)
        bot = start["bot"]["user_id"]
        return next(
            str(channel["id"])
            for channel in start["channels"]
            if channel["is_im"] and channel["user"] == bot
        )

    def bot_user(self) -> str:
        """The user id of the app's bot, for mentions."""
        return str(self._get("page/api/bootstrap", user="U0EMMA")["bot"]["user_id"])

    def wait_for_reply(
        self,
        channel: str,
        ts: str,
        user: str,
        timeout: float = 90.0,
        matching: Callable[[Json], bool] = lambda _message: True,
    ) -> Json:
        """The bot's first final (not streaming) reply in the thread of `ts`, as `user` sees it.

        Ephemeral replies to the user count too, in the thread or, after `ts`, in the channel.
        Raises TimeoutError after that many seconds.
        """

        def found() -> Json | None:
            messages = self.replies(user, channel, ts)
            messages += [message for message in self.history(user, channel)
                         if message["ephemeral"] and message["ts"] > ts]  # fmt: skip
            for message in messages:
                if message.get("bot_id") and not message["streaming"] and matching(message):
                    return message
            return None

        return wait_until(found, timeout, f"a reply to {ts} in {channel}")

    def wait_for_message(
        self, channel: str, user: str, matching: Callable[[Json], bool], timeout: float = 90.0
    ) -> Json:
        """The first final message in a channel (no reply) that matches, as `user` sees it."""

        def found() -> Json | None:
            for message in self.history(user, channel):
                if not message["streaming"] and matching(message):
                    return message
            return None

        return wait_until(found, timeout, f"a message in {channel}")

    # Control

    def fault(self, method: str, kind: str, **how: Any) -> None:
        """The next calls of a method fail: see `workspace.faults.Fault`."""
        self.control("fault", method=method, kind=kind, **how)

    def behave(self) -> None:
        """No faults, no duplicates."""
        self.control("behave")

    def duplicate(self, times: int) -> None:
        """Deliver every event that often from now on."""
        self.control("duplicate", times=times)

    def drop_sockets(self, how: str = "close") -> None:
        """End the app's sockets: "announce", "close" or "cut"."""
        self.control("drop_sockets", how=how)

    def close_stream(self, channel: str, ts: str) -> None:
        """End a stream as Slack does after five minutes."""
        self.control("close_stream", channel=channel, ts=ts)

    def limits(self, on: bool | str) -> None:
        """Rate limits for all methods, none, or "streams"."""
        self.control("limits", on=on)

    def calls(self, method: str | None = None) -> list[Json]:
        """The app's Web API calls, oldest first."""
        query = {} if method is None else {"method": method}
        return list(self._get("control/calls", **query)["calls"])

    def deliveries(self) -> list[Json]:
        """Attempts to deliver to the app, with `latency_ms` where acknowledged."""
        return list(self._get("control/deliveries")["deliveries"])

    def state(self) -> Json:
        """Everything that was said, and how many sockets are open."""
        return self._get("control/state")

    def control(self, what: str, **body: Any) -> Json:
        """Any other control: see `workspace.control.Control`."""
        return self._send(f"control/{what}", body)

    def wait_for_socket(self, timeout: float = 90.0) -> None:
        """Until the app has a socket open."""
        wait_until(lambda: self.state()["sockets"] or None, timeout, "the app's socket")

    def _send(self, path: str, body: Json) -> Json:
        data = json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        return self._call(urllib.request.Request(f"{self.url}/{path}", data, headers))  # noqa: S310

    def _get(self, path: str, **query: str) -> Json:
        return self._call(urllib.request.Request(f"{self.url}/{path}?{urlencode(query)}"))  # noqa: S310

    def _call(self, request: urllib.request.Request) -> Json:
        if self._token:
            request.add_header("X-Workspace-Control", self._token)
        try:
            with self._open(request, timeout=60) as response:
                reply: Json = json.load(response)
        except urllib.error.HTTPError as error:
            with error:
                text = error.read().decode(errors="replace")
            try:
                reply = json.loads(text)
            except ValueError:
                raise WorkspaceRefused(f"{error.code} {text}") from None
        if not reply.get("ok"):
            raise WorkspaceRefused(reply.get("error", "unknown"))
        return reply


def wait_until(look: Callable[[], Found | None], timeout: float, what: str) -> Found:
    """What `look` finds, as soon as it finds something. Raises TimeoutError naming `what`."""
    deadline = time.monotonic() + timeout
    while True:
        found = look()
        if found is not None:
            return found
        if time.monotonic() > deadline:
            raise TimeoutError(f"Waited {timeout:g} s for {what} in vain.")
        time.sleep(EVERY)
