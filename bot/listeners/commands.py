"""Slash commands: /ask for everyone, /reindex for admins."""

import json
from collections.abc import Collection
from typing import Any

from slack_bolt import Ack, App

from bot.inbox import Inbox
from bot.index_blocks import CANCEL, ROLLBACK
from bot.listeners.admins import is_admin
from bot.markup import shown
from bot.state.questions import Asked


class Commands:
    """Each command is acknowledged at once; its work is a durable job."""

    def __init__(
        self,
        inbox: Inbox,
        admins: Collection[str],
        sources: Collection[str],
    ) -> None:
        self._inbox = inbox
        self._admins = admins
        self._sources = sources

    def register(self, app: App) -> None:
        """Listen for both commands, and for the buttons under a reindex."""
        app.command("/ask")(self.on_ask)
        app.command("/reindex")(self.on_reindex)
        app.action(ROLLBACK)(self.on_rollback)
        app.action(CANCEL)(self.on_cancel)

    def on_ask(self, ack: Ack, command: dict[str, Any]) -> None:
        """Answer privately, from what the asker may read."""
        text = shown(command.get("text") or "")
        if not text:
            ack("Type your question after the command, for example: `/ask How do I book a room?`")
            return
        self._inbox.ask(
            Asked(
                id=f"ask:{command['team_id']}:{command['trigger_id']}",
                kind="ask",
                team=command["team_id"],
                channel=command["channel_id"],
                user=command["user_id"],
                ts="",
                thread_ts="",
                text=text,
                response_url=command["response_url"],
            )
        )
        ack()

    def on_reindex(self, ack: Ack, command: dict[str, Any]) -> None:
        """Bring one source or all of them up to date."""
        if not is_admin(command, ack, self._admins):
            return
        words = (command.get("text") or "").split()
        full = "--full" in words
        names = [word for word in words if word != "--full"]
        unknown = [name for name in names if name not in self._sources]
        if len(names) > 1 or unknown:
            known = ", ".join(f"`{name}`" for name in self._sources) or "none is configured yet"
            ack(f"Usage: `/reindex [source] [--full]`. The sources are: {known}.")
            return
        source = names[0] if names else ""
        self._inbox.reindex(
            f"reindex:{command['team_id']}:{command['trigger_id']}",
            command["user_id"],
            command["response_url"],
            source,
            full,
        )
        what = f"{source or 'all sources'}{' in full' if full else ''}"
        ack(f"Reindexing {what} … I show the progress in our direct messages.")

    def on_rollback(self, ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        """Bring a source back to where it was before a reindex."""
        user, wanted = body["user"]["id"], json.loads(action["value"])
        if user in self._admins:
            job_id = f"rollback:{body['team']['id']}:{body['trigger_id']}"
            self._inbox.roll_back(job_id, user, wanted["source"], int(wanted["generation"]))
        ack()

    def on_cancel(self, ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        """Call off a running reindex."""
        user = body["user"]["id"]
        if user in self._admins:
            job_id = f"cancel:{body['team']['id']}:{body['trigger_id']}"
            self._inbox.cancel_reindex(job_id, user, json.loads(action["value"]))
        ack()
