"""What people do on the page: say things, press things, use commands.

Whoever sits at this machine may act as anybody; that is the point of a demo. What each of
them can *see* is kept apart as in Slack.
"""

from workspace.api.reactions import react
from workspace.compose import composed
from workspace.errors import ApiError
from workspace.house import House
from workspace.model import Channel, Json, Message
from workspace.pressed import pressed
from workspace.state import SLACKBOT


class PageActing:
    """Acts; each takes the JSON body and gives a JSON reply."""

    def __init__(self, house: House):
        self._house = house
        self._state = house.state

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

    async def react(self, body: Json) -> Json:
        """`{user, channel, ts, name, adding}`: a reaction, added or taken back."""
        user, channel = self._member(body)
        message = self._visible(user, {"channel": channel.id, "message_ts": body.get("ts")})
        react(self._house, user, message, str(body.get("name", "")), bool(body.get("adding", True)))
        return {}

    async def stop(self, body: Json) -> Json:
        """A person presses stop below a thread."""
        user, channel = self._member(body)
        self._house.sessions.stop(user, channel.id, str(body.get("thread_ts", "")))
        return {}

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
