"""Everything the workspace knows, in memory, and who may see what of it.

Only the server's own event loop changes it, so no locks are needed; `ts` values are unique
and grow through the whole workspace.
"""

import itertools
import time
from collections.abc import Iterator

from workspace.errors import ApiError
from workspace.model import Channel, Json, Message, Seed, User, UserGroup

# Speaks for the workspace itself: notes to one person, tombstones.
SLACKBOT = User("USLACKBOT", "slackbot", "Workspace", is_bot=True)


class State:
    """The team's people, places and messages."""

    def __init__(self, seed: Seed):
        self.team = seed.team
        self.app = seed.app
        self.users: dict[str, User] = {user.id: user for user in (*seed.users, SLACKBOT)}
        self.channels: dict[str, Channel] = {channel.id: channel for channel in seed.channels}
        self.usergroups: dict[str, UserGroup] = {group.id: group for group in seed.usergroups}
        self.messages: dict[str, dict[str, Message]] = {}
        self._threads: dict[tuple[str, str], list[Message]] = {}
        self.files: dict[str, Json] = {}
        self._last_ts = 0
        self._ids = itertools.count(1)

    def next_ts(self) -> str:
        """A new time stamp, later than any before: seconds with six decimals."""
        now = time.time_ns() // 1000
        self._last_ts = max(self._last_ts + 1, now)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def next_id(self, prefix: str) -> str:
        """A new identifier such as `Ev0000001A`; opaque to whoever receives it."""
        return f"{prefix}0{next(self._ids):08X}"

    def user(self, user_id: str) -> User:
        """Raises ApiError user_not_found."""
        if user_id not in self.users:
            raise ApiError("user_not_found")
        return self.users[user_id]

    def channel(self, channel_id: str, reader: str) -> Channel:
        """A channel that the reader may know of; a private one does not exist for outsiders.

        A user id stands for the direct conversation with that user, as in Slack.
        Raises ApiError channel_not_found.
        """
        if channel_id in self.users:
            channel_id = self.direct(channel_id, reader).id
        channel = self.channels.get(channel_id)
        if channel is None or not self.can_see(channel, reader):
            raise ApiError("channel_not_found")
        return channel

    def joined(self, channel_id: str, reader: str) -> Channel:
        """A channel the reader is in. Raises ApiError channel_not_found, not_in_channel."""
        channel = self.channel(channel_id, reader)
        if reader not in channel.members:
            raise ApiError("not_in_channel")
        return channel

    def direct(self, one: str, other: str) -> Channel:
        """The direct conversation of two users, opened if need be."""
        for channel in self.channels.values():
            if channel.is_im and set(channel.members) == {one, other}:
                return channel
        channel = Channel(self.next_id("D"), "", [one, other], is_im=True)
        self.channels[channel.id] = channel
        return channel

    def can_see(self, channel: Channel, reader: str) -> bool:
        """Members see their places; public channels are open to all but guests."""
        if reader in channel.members:
            return True
        user = self.users.get(reader)
        outsider = user is None or user.is_restricted or user.is_stranger
        return not outsider and not channel.is_private and not channel.is_im

    def add(self, message: Message) -> None:
        """Keep a new message."""
        self.messages.setdefault(message.channel, {})[message.ts] = message
        if message.is_reply:
            self._threads.setdefault((message.channel, message.thread_ts), []).append(message)

    def remove(self, message: Message) -> None:
        """Forget a message."""
        del self.messages[message.channel][message.ts]
        if message.is_reply:
            self._threads[message.channel, message.thread_ts].remove(message)

    def message(self, channel_id: str, ts: str) -> Message:
        """Raises ApiError message_not_found."""
        message = self.messages.get(channel_id, {}).get(ts)
        if message is None:
            raise ApiError("message_not_found")
        return message

    def visible(self, channel_id: str, reader: str) -> Iterator[Message]:
        """A channel's messages in time order; ephemeral ones only for their addressee."""
        for message in self.messages.get(channel_id, {}).values():
            if message.ephemeral_to in ("", reader):
                yield message

    def replies(self, channel_id: str, thread_ts: str) -> list[Message]:
        """What stands below a root message and everyone in the channel can read."""
        return [
            message
            for message in self._threads.get((channel_id, thread_ts), [])
            if not message.ephemeral_to
        ]

    def shown(self, message: Message) -> Json:
        """A message with what its thread adds: a root knows its replies."""
        shown = message.as_slack()
        replies = [] if message.is_reply else self.replies(message.channel, message.ts)
        if replies:
            shown |= {
                "thread_ts": message.ts,
                "reply_count": len(replies),
                "reply_users": list(dict.fromkeys(reply.user for reply in replies)),
                "reply_users_count": len({reply.user for reply in replies}),
                "latest_reply": replies[-1].ts,
            }
        elif message.is_reply and (root := self.messages[message.channel].get(message.thread_ts)):
            shown["parent_user_id"] = root.user
        return shown
