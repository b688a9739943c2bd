"""Stop buttons, shortcuts and the end of an installation."""

import logging
from typing import Any

from slack_bolt import Ack, App, BoltContext

from bot.inbox import Inbox
from bot.listeners.messages import without_mention
from bot.state.questions import Asked, Questions

log = logging.getLogger(__name__)


class Lifecycle:
    """Events that begin or end work other than by a message."""

    def __init__(self, inbox: Inbox, questions: Questions) -> None:
        self._inbox = inbox
        self._questions = questions

    def register(self, app: App) -> None:
        """Listen for the stop button, the message shortcut and uninstallation."""
        app.event("agent_session_stopped")(self.on_stopped)
        app.event("app_uninstalled")(self.on_uninstalled)
        app.event("tokens_revoked")(self.on_uninstalled)
        app.shortcut("ask_about_message")(self.on_shortcut)

    def on_stopped(self, event: dict[str, Any]) -> None:
        """Stop answering in that thread."""
        session = event.get("session") or event
        channel = event.get("channel") or event.get("channel_id") or session.get("channel_id", "")
        thread = event.get("thread_ts") or session.get("thread_ts", "")
        if thread:
            self._questions.stop(channel, thread)

    def on_uninstalled(self, body: dict[str, Any]) -> None:
        """Say it in the log: nothing can be posted any more."""
        log.error("Slack says %s: the bot cannot answer there.", body["event"]["type"])

    def on_shortcut(self, ack: Ack, shortcut: dict[str, Any], context: BoltContext) -> None:
        """Answer a colleague's message privately for whoever used the shortcut."""
        message = shortcut["message"]
        self._inbox.ask(
            Asked(
                id=f"shortcut:{shortcut['team']['id']}:{shortcut['trigger_id']}",
                kind="ask",
                team=shortcut["team"]["id"],
                channel=shortcut["channel"]["id"],
                user=shortcut["user"]["id"],
                ts="",
                thread_ts="",
                text=without_mention(message.get("text") or "", context.bot_user_id or ""),
                files=len(message.get("files") or ()),
                response_url=shortcut.get("response_url", ""),
            )
        )
        ack()
