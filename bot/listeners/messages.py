"""Messages: which are meant for the bot, and who may read what it answers."""

import re
from typing import Any

from slack_bolt import App, BoltContext

from bot.inbox import Inbox
from bot.markup import shown
from bot.state.questions import Asked, Questions

_CALL = re.compile(r"<!(?:subteam\^|here\b|channel\b|everyone\b)")
"""To a group of people, or to all: not to the bot."""
_MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>")
_PLAIN_SUBTYPES = {None, "file_share", "thread_broadcast"}


class Messages:
    """`app_mention` and `message` events. A mention arrives as both; the id makes it one."""

    def __init__(self, inbox: Inbox, questions: Questions) -> None:
        self._inbox = inbox
        self._questions = questions

    def register(self, app: App) -> None:
        """Listen for mentions, direct messages, follow-ups, edits and deletions."""
        app.event("app_mention")(self.on_message)
        app.event("message")(self.on_message)

    def on_message(self, event: dict[str, Any], body: dict[str, Any], context: BoltContext) -> None:
        """Enqueue the message if it is addressed to the bot."""
        subtype = event.get("subtype")
        if deleted := _deleted(event):
            self._questions.cancel(event["channel"], deleted)
            return
        if subtype not in _PLAIN_SUBTYPES or event.get("bot_id") or not event.get("user"):
            return
        bot = context.bot_user_id or ""
        if event["user"] == bot or not self._addressed(event, bot):
            return
        team = event.get("team") or body.get("team_id") or context.team_id or ""
        channel, ts = event["channel"], event["ts"]
        self._inbox.ask(
            Asked(
                id=f"answer:{context.team_id or team}:{channel}:{ts}",
                kind="message",
                team=team,
                channel=channel,
                user=event["user"],
                ts=ts,
                thread_ts=event.get("thread_ts") or ts,
                text=without_mention(event.get("text") or "", bot),
                files=len(event.get("files") or ()),
                shared=bool(body.get("is_ext_shared_channel")),
            )
        )

    def _addressed(self, event: dict[str, Any], bot: str) -> bool:
        if event["type"] == "app_mention" or event.get("channel_type") == "im":
            return True
        mentioned = _MENTION.findall(event.get("text") or "")
        if mentioned:
            # In a thread with the bot, a message to a colleague is not for the bot.
            return bot in mentioned
        if _CALL.search(event.get("text") or ""):
            return False
        thread = event.get("thread_ts")
        return thread is not None and self._questions.knows_thread(event["channel"], thread)


def _deleted(event: dict[str, Any]) -> str:
    """The ts of the message that was deleted, if one was; one with replies leaves a tombstone."""
    if event.get("subtype") == "message_deleted":
        return str(event.get("deleted_ts", ""))
    changed = event.get("message") or {}
    if event.get("subtype") == "message_changed" and changed.get("subtype") == "tombstone":
        return str(changed.get("ts", ""))
    return ""


def without_mention(text: str, bot: str) -> str:
    """The text as people see it, without the bot's own name."""
    return shown(re.sub(rf"<@{re.escape(bot)}(?:\|[^>]*)?>[\s,:]*", "", text).strip())
