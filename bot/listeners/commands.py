"""Slash commands: /ask for everyone, /reindex and /model for admins."""

import json
from collections.abc import Collection, Mapping
from typing import Any

from slack_bolt import Ack, App

from answering.model_settings import ModelSettings
from bot.inbox import Inbox
from bot.index_blocks import CANCEL, ROLLBACK
from bot.state.choices import Choices
from bot.state.questions import Asked

FOR_ADMINS = (
    "This is for admins only. Ask one of them, or have your user id ({user}) added to "
    "FOOTNOTE_ADMINS."
)


class Commands:
    """Each command is acknowledged at once; its work is a durable job."""

    def __init__(
        self,
        inbox: Inbox,
        choices: Choices,
        admins: Collection[str],
        models: Mapping[str, ModelSettings],
        default_model: str,
        sources: Collection[str],
    ) -> None:
        self._inbox = inbox
        self._choices = choices
        self._admins = admins
        self._models = models
        self._default_model = default_model
        self._sources = sources

    def register(self, app: App) -> None:
        """Listen for the three commands."""
        app.command("/ask")(self.on_ask)
        app.command("/reindex")(self.on_reindex)
        app.command("/model")(self.on_model)
        app.action(ROLLBACK)(self.on_rollback)
        app.action(CANCEL)(self.on_cancel)

    def on_ask(self, ack: Ack, command: dict[str, Any]) -> None:
        """Answer privately, from what the asker may read."""
        text = (command.get("text") or "").strip()
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
        if not self._admin(command, ack):
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

    def on_model(self, ack: Ack, command: dict[str, Any]) -> None:
        """List models, show the one in use, or switch."""
        action, _, name = (command.get("text") or "list").strip().partition(" ")
        in_use = self._choices.model() or self._default_model
        if action == "status":
            described = self._models[in_use].describe() if in_use in self._models else "unknown"
            ack(f"Answers come from `{in_use}`: {described}.")
        elif action == "use" and self._admin(command, ack):
            self._use(ack, command, name.strip())
        elif action == "list" or not action:
            lines = [
                f"{'➤' if known == in_use else '•'} `{known}` – {model.describe()}"
                for known, model in self._models.items()
            ]
            ack("\n".join(lines))
        elif action != "use":
            ack("Usage: `/model [list | use NAME | status]`")

    def _use(self, ack: Ack, command: dict[str, Any], name: str) -> None:
        if name not in self._models:
            known = ", ".join(f"`{known}`" for known in self._models)
            ack(f"There is no model `{name}`. The models are: {known}.")
            return
        self._inbox.switch_model(
            f"model:{command['team_id']}:{command['trigger_id']}",
            command["user_id"],
            command["response_url"],
            name,
        )
        ack(f"Trying `{name}` before switching …")

    def _admin(self, command: dict[str, Any], ack: Ack) -> bool:
        allowed = command["user_id"] in self._admins
        if not allowed:
            ack(FOR_ADMINS.format(user=command["user_id"]))
        return allowed
