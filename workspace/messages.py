"""Posting, replacing and deleting messages: the one place where pages and the app hear of it."""

from workspace.errors import ApiError
from workspace.events import Events
from workspace.model import Json, Message
from workspace.page_sockets import PageSockets
from workspace.state import State


class Messages:
    """What happens to messages, whoever caused it."""

    def __init__(self, state: State, pages: PageSockets, events: Events):
        self._state = state
        self._pages = pages
        self._events = events

    def post(self, message: Message) -> Message:
        """Keep a new message, show it, and tell the app. Raises ApiError thread_not_found."""
        self.check_thread(message.channel, message.thread_ts)
        self._state.add(message)
        self._pages.message(message)
        if message.is_reply:
            self._show_root(message)
        self._events.posted(message)
        return message

    def check_thread(self, channel_id: str, thread_ts: str) -> None:
        """A thread starts at a message that is there and is itself no reply."""
        if not thread_ts:
            return
        root = self._state.messages.get(channel_id, {}).get(thread_ts)
        if root is None or root.ephemeral_to:
            raise ApiError("thread_not_found")
        if root.is_reply:
            raise ApiError("cannot_reply_to_message")

    def replace(self, message: Message, editor: str, **changes: object) -> None:
        """Give a message new content: `text`, `blocks`, `metadata`, `streaming`."""
        previous = self._state.shown(message)
        for name, value in changes.items():
            setattr(message, name, value)
        if editor:
            message.edited = {"user": editor, "ts": self._state.next_ts()}
        self._pages.message(message)
        self._events.changed(message, previous)

    def delete(self, message: Message) -> None:
        """Remove a message. A root with replies stays as a tombstone, as in Slack."""
        if not message.is_reply and self._state.replies(message.channel, message.ts):
            self._events.deleted(message)
            message.text, message.blocks = "This message was deleted.", []
            message.subtype, message.user, message.bot_id = "tombstone", "USLACKBOT", ""
            message.metadata, message.streaming = None, False
            self._pages.message(message)
            return
        self._state.remove(message)
        self._pages.removed(message)
        if message.is_reply:
            self._show_root(message)
        self._events.deleted(message)

    def _show_root(self, reply: Message) -> None:
        root = self._state.messages[reply.channel].get(reply.thread_ts)
        if root is not None:
            self._pages.message(root)


def bot_message(state: State, channel_id: str, text: str, blocks: list[Json]) -> Message:
    """A message of the app's bot, not yet posted."""
    return Message(
        channel=channel_id,
        ts=state.next_ts(),
        user=state.app.bot_user_id,
        bot_id=state.app.bot_id,
        app_id=state.app.id,
        team=state.team.id,
        text=text,
        blocks=blocks,
    )
