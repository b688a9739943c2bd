"""Who will read an answer, as the labels that a document's readers are checked against.

A public reply uses what every member of the place may read; a private one what the asker
may. Guests and channels shared with other organisations are outsiders.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.slack import why
from bot.state.questions import Asked
from indexing.readers import PUBLIC, Readers

log = logging.getLogger(__name__)

_FRESH = 60.0
"""Seconds for which a membership is believed."""

_MAY_NOT_SEE = "missing_scope"
_NO_GROUPS = {"paid_teams_only", "plan_upgrade_required", _MAY_NOT_SEE}
"""Slack's words for workspaces without user groups, or apps that may not see them."""


class Audience:
    """Asks Slack who people are and where they belong. Safe to share by threads."""

    def __init__(self, client: WebClient) -> None:
        self._client = client
        self._lock = threading.Lock()
        self._known: dict[tuple[str, str], tuple[float, Any]] = {}
        self._groupless = False

    def public(self, channel: str) -> Readers:
        """Labels of a reply that every member of `channel` reads."""
        return PUBLIC | {f"channel:{channel}"}

    def personal(self, user: str) -> Readers:
        """Labels of a reply that `user` alone reads."""
        groups = self._remembered("groups", "", self._groups)
        channels = self._remembered("channels", user, lambda: self._channels(user))
        return (
            PUBLIC
            | {f"user:{user}"}
            | {f"group:{group}" for group, members in groups.items() if user in members}
            | {f"channel:{channel}" for channel in channels}
        )

    def of(self, asked: Asked) -> Readers:
        """Labels for the reply to `asked`."""
        if asked.kind != "message" or self.is_direct(asked.channel):
            return self.personal(asked.user)
        return self.public(asked.channel)

    def is_direct(self, channel: str) -> bool:
        """Whether `channel` is a conversation with one person."""
        return channel.startswith("D")

    def is_outside(self, asked: Asked) -> bool:
        """Whether the asker is a guest or the channel reaches another organisation."""
        user = self._remembered("user", asked.user, lambda: self._user(asked.user))
        guest = any(
            user.get(key) for key in ("is_restricted", "is_ultra_restricted", "is_stranger")
        )
        return asked.shared or guest or self._is_shared(asked.channel)

    def _is_shared(self, channel: str) -> bool:
        if self.is_direct(channel):
            return False
        info = self._remembered("channel", channel, lambda: self._channel(channel))
        return bool(info.get("is_ext_shared"))

    def _remembered(self, kind: str, key: str, fetch: Callable[[], Any]) -> Any:
        with self._lock:
            at, value = self._known.get((kind, key), (0.0, None))
        if time.monotonic() - at > _FRESH or value is None:
            value = fetch()
            with self._lock:
                self._known[(kind, key)] = (time.monotonic(), value)
        return value

    def _groups(self) -> dict[str, set[str]]:
        """The members of each user group; none where Slack shows none: nobody reads more then."""
        try:
            response = self._client.usergroups_list(include_users=True)
        except SlackApiError as error:
            if error.response.get("error") not in _NO_GROUPS:
                raise
            self._miss_groups(why(error))
            return {}
        return {group["id"]: set(group.get("users") or ()) for group in response["usergroups"]}

    def _miss_groups(self, reason: str) -> None:
        if not self._groupless:
            log.warning("No user groups (%s): what only `group:` labels open stays shut", reason)
        self._groupless = True

    def _channels(self, user: str) -> set[str]:
        """The channels that both `user` and the bot are in; none if the app may not see them."""
        try:
            return set(self._joined(user))
        except SlackApiError as error:
            if error.response.get("error") != _MAY_NOT_SEE:
                raise
            log.warning("No channels of %s (%s): what only they open stays shut", user, why(error))
            return set()

    def _joined(self, user: str) -> Iterator[str]:
        cursor = None
        while cursor != "":
            response = self._client.users_conversations(
                user=user, types="public_channel,private_channel", limit=200, cursor=cursor
            )
            yield from (channel["id"] for channel in response["channels"])
            cursor = (response.get("response_metadata") or {}).get("next_cursor") or ""

    def _user(self, user: str) -> dict[str, Any]:
        found: dict[str, Any] = self._client.users_info(user=user)["user"]
        return found

    def _channel(self, channel: str) -> dict[str, Any]:
        try:
            found: dict[str, Any] = self._client.conversations_info(channel=channel)["channel"]
        except SlackApiError as error:
            # /ask works in channels that the bot is not in; it then reads only for the asker.
            if error.response.get("error") in ("channel_not_found", "not_in_channel"):
                return {}
            raise
        return found
