"""What people do with the app: commands, buttons, shortcuts, modals.

Each reaches the app once and must be acknowledged within three seconds.
"""

import re
from typing import Any

from workspace.delivery import Ack, Deliverer
from workspace.errors import ApiError
from workspace.model import Channel, Json, Message
from workspace.response_urls import ResponseUrls
from workspace.state import State
from workspace.triggers import Triggers
from workspace.views import Views


class Interactions:
    """Builds Slack's payloads and handles what the app answers at once."""

    def __init__(
        self,
        state: State,
        deliverer: Deliverer,
        triggers: Triggers,
        response_urls: ResponseUrls,
        views: Views,
    ):
        self._state = state
        self._deliverer = deliverer
        self._triggers = triggers
        self._response_urls = response_urls
        self._views = views

    async def command(self, user: str, channel: Channel, command: str, text: str) -> None:
        """A slash command. Raises ApiError invalid_command, operation_timeout."""
        app = self._state.app
        known = next((each for each in app.commands if each.command == command), None)
        if known is None:
            raise ApiError("invalid_command")
        ack = await self._deliverer.interaction("slash_commands", {
            "token": app.verification_token,
            "team_id": self._state.team.id,
            "team_domain": self._state.team.domain,
            "channel_id": channel.id,
            "channel_name": _place_name(channel),
            "user_id": user,
            "user_name": self._state.user(user).name,
            "command": command,
            "text": self.escaped(text) if known.should_escape else self.unescaped(text),
            "api_app_id": app.id,
            "is_enterprise_install": "false",
            "response_url": self._response_urls.give(user, channel.id),
            "trigger_id": self._triggers.give(user),
        })  # fmt: skip
        if ack is None:
            raise ApiError("operation_timeout")
        self._response_urls.answer(user, channel.id, ack.payload)

    async def action(
        self, user: str, action: Json, message: Message | None, view: Json | None
    ) -> None:
        """A press on a button or a choice from a menu. Raises ApiError operation_timeout."""
        payload = self._interaction("block_actions", user)
        payload["actions"] = [{**action, "action_ts": self._state.next_ts()}]
        payload["state"] = (view or {}).get("state", {"values": {}})
        if message is not None:
            payload |= self._of_message(user, message)
            payload["container"] = {
                "type": "message",
                "message_ts": message.ts,
                "channel_id": message.channel,
                "is_ephemeral": bool(message.ephemeral_to),
                **({"thread_ts": message.thread_ts} if message.thread_ts else {}),
            }
        elif view is not None:
            payload |= {"view": view, "container": {"type": "view", "view_id": view["id"]}}
        await self._send(payload)

    async def shortcut(self, user: str, message: Message, callback_id: str) -> None:
        """A message shortcut. Raises ApiError invalid_shortcut, operation_timeout."""
        if callback_id not in {each.callback_id for each in self._state.app.shortcuts}:
            raise ApiError("invalid_shortcut")
        payload = self._interaction("message_action", user) | self._of_message(user, message)
        payload |= {"callback_id": callback_id, "message_ts": message.ts}
        await self._send(payload)

    async def submit(self, user: str, view_id: str, values: Json) -> Json:
        """A modal is submitted; `errors` by block_id if the app found some.

        Raises ApiError operation_timeout, unknown_block where an error belongs to no input.
        """
        _, view = self._views.find(view_id)
        payload = self._interaction("view_submission", user)
        payload |= {"view": {**view, "state": {"values": values}}, "response_urls": []}
        answer = (await self._send(payload)).payload
        match answer.get("response_action"):
            case "errors":
                return {"errors": _errors(answer.get("errors"), view)}
            case "update":
                self._views.update(answer.get("view"), view_id, "", "")
            case "push":
                self._views.open(user, answer.get("view"), push=True)
            case "clear":
                self._views.close(user, everything=True)
            case _:
                self._views.close(user)
        return {}

    def escaped(self, text: str) -> str:
        """Mentions as `<@U…|name>` and `<#C…|name>`, as `should_escape` asks for."""
        for user in sorted(self._state.users.values(), key=lambda each: -len(each.real_name)):
            link = f"<@{user.id}|{user.name}>"
            text = re.sub(rf"@(?:{re.escape(user.real_name)}|{user.name})\b", link, text)
            text = text.replace(f"<@{user.id}>", link)
        for channel in self._state.channels.values():
            if channel.name:
                text = re.sub(rf"(?<![\w<])#{channel.name}\b", f"<#{channel.id}|{channel.name}>",
                              text)  # fmt: skip
        return text

    def unescaped(self, text: str) -> str:
        """Mentions as people typed them: `@name`, `#name`."""
        for user in self._state.users.values():
            text = re.sub(rf"<@{user.id}(\|[^>]*)?>", f"@{user.name}", text)
        for channel in self._state.channels.values():
            text = re.sub(rf"<#{channel.id}(\|[^>]*)?>", f"#{channel.name}", text)
        return text

    async def _send(self, payload: Json) -> Ack:
        ack = await self._deliverer.interaction("interactive", payload)
        if ack is None:
            raise ApiError("operation_timeout")
        return ack

    def _interaction(self, kind: str, user: str) -> dict[str, Any]:
        team, person = self._state.team, self._state.user(user)
        return {
            "type": kind,
            "team": {"id": team.id, "domain": team.domain},
            "user": {
                "id": user, "username": person.name, "name": person.name, "team_id": team.id,
            },
            "api_app_id": self._state.app.id,
            "token": self._state.app.verification_token,
            "trigger_id": self._triggers.give(user),
            "enterprise": None,
            "is_enterprise_install": False,
        }  # fmt: skip

    def _of_message(self, user: str, message: Message) -> Json:
        channel = self._state.channels[message.channel]
        shown = self._state.shown(message)
        thread_ts = message.thread_ts if message.is_reply else ""
        return {
            "channel": {"id": channel.id, "name": _place_name(channel)},
            # An ephemeral message is not given away; its place is in the container.
            **({} if message.ephemeral_to else {"message": shown}),
            "response_url": self._response_urls.give(user, channel.id, message, thread_ts),
        }


def _errors(errors: Any, view: Json) -> Json:
    inputs = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not errors.keys() <= inputs:
        raise ApiError("unknown_block")
    return errors


def _place_name(channel: Channel) -> str:
    if channel.is_im:
        return "directmessage"
    return "privategroup" if channel.is_private else channel.name
