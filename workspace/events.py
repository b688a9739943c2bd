"""Events for the app: only those it subscribed to, only from places its bot is in."""

import time

from workspace.delivery import Deliverer
from workspace.model import Json, Message
from workspace.state import State

SUBSCRIPTION = {"channel": "message.channels", "group": "message.groups", "im": "message.im"}


class Events:
    """Turns what happens into event payloads and hands them over for delivery."""

    def __init__(self, state: State, deliverer: Deliverer):
        self._state = state
        self._deliverer = deliverer

    def emit(self, event: Json, channel_id: str = "") -> None:
        """Wrap an event as Slack does and deliver it, if the app subscribed to its type."""
        if event["type"] != "message" and event["type"] not in self._state.app.events:
            return
        app, team = self._state.app, self._state.team
        channel = self._state.channels.get(channel_id)
        self._deliverer.event({
            "token": app.verification_token,
            "team_id": team.id,
            "api_app_id": app.id,
            "event": event,
            "type": "event_callback",
            "event_id": self._state.next_id("Ev"),
            "event_time": int(time.time()),
            "authorizations": [{
                "enterprise_id": None,
                "team_id": team.id,
                "user_id": app.bot_user_id,
                "is_bot": True,
                "is_enterprise_install": False,
            }],
            "is_ext_shared_channel": bool(channel and channel.is_ext_shared),
            "event_context": f"4-{event['type']}-{app.id}",
        })  # fmt: skip

    def posted(self, message: Message) -> None:
        """A message was posted. A mention arrives twice, as two events with their own ids."""
        if not self._hears(message):
            return
        app = self._state.app
        channel = self._state.channels[message.channel]
        event = self._message_event(message)
        if f"<@{app.bot_user_id}" in message.text and not channel.is_im and not message.bot_id:
            mention = {key: event[key] for key in event if key not in ("channel_type", "files")}
            self.emit({**mention, "type": "app_mention"}, channel.id)
        self._emit_message(event, channel.id)

    def changed(self, message: Message, previous: Json) -> None:
        """A message was edited."""
        if self._hears(message):
            self._emit_message(
                {
                    "type": "message",
                    "subtype": "message_changed",
                    "message": self._state.shown(message),
                    "previous_message": previous,
                    "hidden": True,
                    **self._place(message, self._state.next_ts()),
                },
                message.channel,
            )

    def deleted(self, message: Message) -> None:
        """A message was deleted."""
        if self._hears(message):
            self._emit_message(
                {
                    "type": "message",
                    "subtype": "message_deleted",
                    "previous_message": self._state.shown(message),
                    "deleted_ts": message.ts,
                    "hidden": True,
                    **self._place(message, self._state.next_ts()),
                },
                message.channel,
            )

    def _message_event(self, message: Message) -> Json:
        return {**self._state.shown(message), **self._place(message, message.ts)}

    def _place(self, message: Message, ts: str) -> Json:
        channel = self._state.channels[message.channel]
        return {
            "channel": channel.id,
            "ts": ts,
            "event_ts": ts,
            "channel_type": channel.type,
        }

    def _emit_message(self, event: Json, channel_id: str) -> None:
        subscription = SUBSCRIPTION[self._state.channels[channel_id].type]
        if subscription in self._state.app.events:
            self.emit(event, channel_id)

    def _hears(self, message: Message) -> bool:
        members = self._state.channels[message.channel].members
        return not message.ephemeral_to and self._state.app.bot_user_id in members
