"""What the page's scripts call: reading, writing and acting as one of the demo's people.

Whoever sits at this machine may act as anybody; that is the point of a demo. What each of
them can *see* is kept apart as in Slack.
"""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from aiohttp import web

from workspace.compose import composed
from workspace.errors import ApiError
from workspace.house import House
from workspace.model import Channel, Json, Message
from workspace.page_sockets import page_message
from workspace.state import SLACKBOT

PAGE = Path(__file__).parent / "page"


class PageApi:
    """Handlers under `/page/api/`."""

    def __init__(self, house: House):
        self._house = house
        self._state = house.state

    def routes(self) -> list[web.RouteDef]:
        """Everything under `/page/api/` and the page's socket."""
        posts: dict[str, Callable[[Json], Awaitable[Json]]] = {
            "post": self.post,
            "edit": self.edit,
            "delete": self.delete,
            "command": self.command,
            "action": self.action,
            "shortcut": self.shortcut,
            "view_submit": self.view_submit,
            "view_close": self.view_close,
            "open_home": self.open_home,
            "stop": self.stop,
        }
        gets: dict[str, Callable[[Json], Json]] = {
            "bootstrap": self.bootstrap,
            "history": self.history,
            "home": self.home,
        }
        return [
            *(web.post(f"/page/api/{name}", _writes(handler)) for name, handler in posts.items()),
            *(web.get(f"/page/api/{name}", _reads(handler)) for name, handler in gets.items()),
            web.get("/page/ws", self._house.pages.handle),
        ]

    def bootstrap(self, query: Json) -> Json:
        """Everything a page needs to start as one user."""
        state, app = self._state, self._state.app
        me = state.user(query.get("user", "")).id
        people = [
            {
                "id": user.id,
                "name": user.real_name,
                "title": user.title,
                "is_bot": user.is_bot,
                "color": f"#{user.color}",
                "is_admin": user.is_admin,
                "is_guest": user.is_restricted,
            }
            for user in state.users.values()
        ]
        direct = state.direct(me, app.bot_user_id)
        prompts = self._house.sessions.prompts.get(direct.id, {}).get("prompts") or [
            {"title": title, "message": message} for title, message in app.suggested_prompts
        ]
        return {
            "team": {"id": state.team.id, "name": state.team.name},
            "users": people,
            "me": me,
            "channels": [self._shown_channel(channel, me) for channel in state.channels.values()
                         if state.can_see(channel, me)],
            "commands": [
                {
                    "command": each.command,
                    "description": each.description,
                    "usage_hint": each.usage_hint,
                }
                for each in app.commands
            ],
            "shortcuts": [{"name": each.name, "callback_id": each.callback_id}
                          for each in app.shortcuts],
            "bot": {
                "user_id": app.bot_user_id, "name": app.name, "description": app.description,
            },
            "suggested_prompts": prompts,
        }  # fmt: skip

    def history(self, query: Json) -> Json:
        """What one user sees of a channel, or of one thread in it; oldest first."""
        state = self._state
        user = state.user(query.get("user", "")).id
        channel = state.channel(query.get("channel", ""), user)
        thread_ts = query.get("thread_ts")
        shown = [
            page_message(state, message)
            for message in state.visible(channel.id, user)
            if (thread_ts in (message.ts, message.thread_ts) if thread_ts
                else not message.is_reply)
        ]  # fmt: skip
        return {"messages": shown}

    def home(self, query: Json) -> Json:
        """The app's Home as this user has it, if it was ever published."""
        return {"view": self._house.views.homes.get(query.get("user", ""))}

    async def post(self, body: Json) -> Json:
        """A person says something."""
        user, channel = self._member(body)
        text = composed(self._state, str(body.get("text") or "").strip())
        if not text:
            raise ApiError("no_text")
        message = self._house.messages.post(
            Message(
                channel=channel.id,
                ts=self._state.next_ts(),
                user=user,
                text=text,
                team=self._state.team.id,
                thread_ts=body.get("thread_ts") or "",
                client_msg_id=self._state.next_id("msg-"),
            )
        )
        self._warn_if_bot_is_absent(channel, message)
        return {"ts": message.ts}

    async def edit(self, body: Json) -> Json:
        """A person changes what they said."""
        user, message = self._own(body)
        text = composed(self._state, str(body.get("text") or "").strip())
        if not text:
            raise ApiError("no_text")
        self._house.messages.replace(message, user, text=text)
        return {}

    async def delete(self, body: Json) -> Json:
        """A person removes what they said."""
        _, message = self._own(body)
        self._house.messages.delete(message)
        return {}

    async def command(self, body: Json) -> Json:
        """A slash command; waits for the app's acknowledgement."""
        user, channel = self._member(body)
        command, text = str(body.get("command", "")), str(body.get("text") or "").strip()
        await self._house.interactions.command(user, channel, command, text)
        return {}

    async def action(self, body: Json) -> Json:
        """A press on a button, in a message or a view; waits for the acknowledgement."""
        user = self._state.user(str(body.get("user", ""))).id
        action = body.get("action") or {}
        view_id = body.get("view_id") or (body.get("container") or {}).get("view_id")
        view, message = None, None
        if view_id:
            view = self._view(user, str(view_id))
        else:
            message = self._visible(user, body)
        blocks = view["blocks"] if view else message.blocks if message else []
        await self._house.interactions.action(user, pressed(blocks, action), message, view)
        return {}

    async def shortcut(self, body: Json) -> Json:
        """A message shortcut."""
        user = self._state.user(str(body.get("user", ""))).id
        message = self._visible(user, body)
        await self._house.interactions.shortcut(user, message, str(body.get("callback_id", "")))
        return {}

    async def view_submit(self, body: Json) -> Json:
        """A modal is submitted; `errors` by block_id if the app finds some."""
        state: Json = body.get("state") or {}
        values: Json = state.get("values", state)
        view_id = str(body.get("view_id", ""))
        return await self._house.interactions.submit(str(body.get("user", "")), view_id, values)

    async def view_close(self, body: Json) -> Json:
        """A modal is dismissed."""
        self._house.views.close(str(body.get("user", "")))
        return {}

    async def open_home(self, body: Json) -> Json:
        """A person opens the app's Home or its messages."""
        state = self._state
        user = state.user(str(body.get("user", ""))).id
        tab = "messages" if body.get("tab") == "messages" else "home"
        direct = state.direct(user, state.app.bot_user_id)
        event: Json = {
            "type": "app_home_opened",
            "user": user,
            "channel": direct.id,
            "tab": tab,
            "event_ts": state.next_ts(),
        }
        if tab == "home" and user in self._house.views.homes:
            event["view"] = self._house.views.homes[user]
        self._house.events.emit(event, direct.id)
        return {}

    async def stop(self, body: Json) -> Json:
        """A person presses stop below a thread."""
        user, channel = self._member(body)
        self._house.sessions.stop(user, channel.id, str(body.get("thread_ts", "")))
        return {}

    def _shown_channel(self, channel: Channel, me: str) -> Json:
        shown: Json = {
            "id": channel.id,
            "name": channel.name,
            "is_private": channel.is_private,
            "is_im": channel.is_im,
            "is_member": me in channel.members,
            "topic": channel.topic,
            "members": list(channel.members),
        }
        if channel.is_im:
            shown["user"] = next((each for each in channel.members if each != me), me)
        return shown

    def _member(self, body: Json) -> tuple[str, Channel]:
        user = self._state.user(str(body.get("user", ""))).id
        return user, self._state.joined(str(body.get("channel", "")), user)

    def _own(self, body: Json) -> tuple[str, Message]:
        user, channel = self._member(body)
        message = self._state.message(channel.id, str(body.get("ts", "")))
        if message.user != user or message.bot_id:
            raise ApiError("cant_update_message")
        return user, message

    def _visible(self, user: str, body: Json) -> Message:
        channel = self._state.channel(str(body.get("channel", "")), user)
        ts = body.get("message_ts") or (body.get("container") or {}).get("message_ts")
        message = self._state.message(channel.id, str(ts))
        if message.ephemeral_to not in ("", user):
            raise ApiError("message_not_found")
        return message

    def _view(self, user: str, view_id: str) -> Json:
        home = self._house.views.homes.get(user)
        if home is not None and home["id"] == view_id:
            return home
        owner, view = self._house.views.find(view_id)
        if owner != user:
            raise ApiError("not_found")
        return view

    def _warn_if_bot_is_absent(self, channel: Channel, message: Message) -> None:
        app = self._state.app
        if app.bot_user_id in channel.members or f"<@{app.bot_user_id}>" not in message.text:
            return
        note = f"<@{app.bot_user_id}> is not in this channel, so it cannot read or answer this."
        self._house.messages.post(
            Message(
                channel=channel.id,
                ts=self._state.next_ts(),
                user=SLACKBOT.id,
                text=note,
                thread_ts=message.thread_ts,
                ephemeral_to=message.user,
            )
        )


def pressed(blocks: list[Json], action: Json) -> Json:
    """What a press on the element with the action's `action_id` reports.

    What the element itself says counts more than what the page sent with it. Raises ApiError
    action_not_found.
    """
    for block in blocks:
        elements = [*(block.get("elements") or []), block.get("accessory"), block.get("element")]
        for element in elements:
            if (
                not isinstance(element, dict)
                or not element.get("action_id")
                or element["action_id"] != action.get("action_id")
            ):
                continue
            if element["type"] == "feedback_buttons":
                both = (element["positive_button"], element["negative_button"])
                told = [button for button in both if button["value"] == action.get("value")]
            else:
                told = [element]
            if told:
                own = {key: told[0][key] for key in ("text", "value") if key in told[0]}
                of = {"type": element["type"], "action_id": element["action_id"]}
                return {**action, **of, **own, "block_id": block["block_id"]}
    raise ApiError("action_not_found")


def _reads(handler: Callable[[Json], Json]) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handle(request: web.Request) -> web.Response:
        try:
            return web.json_response({"ok": True, **handler(dict(request.query))})
        except ApiError as error:
            return web.json_response(error.reply(), status=404)

    return handle


def _writes(
    handler: Callable[[Json], Awaitable[Json]],
) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handle(request: web.Request) -> web.Response:
        try:
            body: Any = await request.json()
        except ValueError:
            body = None
        if not isinstance(body, dict):
            return web.json_response({"ok": False, "error": "invalid_json"}, status=400)
        try:
            return web.json_response({"ok": True, **await handler(body)})
        except ApiError as error:
            return web.json_response(error.reply())

    return handle
