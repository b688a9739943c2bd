"""/model: list the models, switch between them, try them."""

import re
from collections.abc import Collection
from pathlib import Path
from typing import Any

from slack_bolt import Ack, App

from bot.arms_report import summary
from bot.inbox import Inbox
from bot.listeners.admins import is_admin
from bot.markup import shown
from bot.model_table import DEFAULT, ModelTable

USAGE = (
    "Usage: `/model [list | status | use NAME [#channel | here] | use default [#channel | here] | "
    "test QUESTION | compare NAME NAME QUESTION | report]`"
)

_CHANNEL = re.compile(r"<#(?P<id>[A-Z0-9]+)(?:\|[^>]*)?>")


class Models:
    """Answers at once from the configuration; what takes a model is a durable job."""

    def __init__(
        self, inbox: Inbox, table: ModelTable, admins: Collection[str], home: Path
    ) -> None:
        self._inbox = inbox
        self._table = table
        self._admins = admins
        self._home = home

    def register(self, app: App) -> None:
        """Listen for the command."""
        app.command("/model")(self.on_model)

    def on_model(self, ack: Ack, command: dict[str, Any]) -> None:
        """Do what the first word says."""
        action, _, rest = (command.get("text") or "list").strip().partition(" ")
        if action == "list":
            ack("\n".join(self._table.lines(command["channel_id"])))
        elif action == "status":
            ack(self._table.status(command["channel_id"]))
        elif action == "report":
            if is_admin(command, ack, self._admins):
                ack(summary(self._home))
        elif action not in ("use", "test", "compare"):
            ack(USAGE)
        elif is_admin(command, ack, self._admins):
            {"use": self._use, "test": self._test, "compare": self._compare}[action](
                ack, command, rest.strip()
            )

    def _use(self, ack: Ack, command: dict[str, Any], rest: str) -> None:
        name, _, place = rest.partition(" ")
        place = place.strip()
        named = _CHANNEL.fullmatch(place)
        if place and place != "here" and not named:
            ack(f"I do not know the channel {place!r}: pick it from the list, or say `here`.")
            return
        channel = named["id"] if named else command["channel_id"] if place else ""
        if name == DEFAULT or self._known(ack, name):
            # In the order of asking, the default too.
            self._inbox.switch_model(
                _job("model", command), command["user_id"], command["response_url"], name, channel
            )
            ack("Switching back …" if name == DEFAULT else f"Trying `{name}` before switching …")

    def _test(self, ack: Ack, command: dict[str, Any], question: str) -> None:
        self._try(ack, command, [self._table.in_use(command["channel_id"])], question)

    def _compare(self, ack: Ack, command: dict[str, Any], rest: str) -> None:
        first, _, rest = rest.partition(" ")
        second, _, question = rest.strip().partition(" ")
        if not question:
            ack(USAGE)
        elif self._known(ack, first) and self._known(ack, second):
            self._try(ack, command, [first, second], question)

    def _try(self, ack: Ack, command: dict[str, Any], names: list[str], question: str) -> None:
        question = shown(question)
        if not question:
            ack(USAGE)
            return
        self._inbox.try_models(
            _job("try", command), command["user_id"], command["response_url"], names, question
        )
        ack(f"Asking {' and '.join(f'`{name}`' for name in names)} …")

    def _known(self, ack: Ack, name: str) -> bool:
        problem = self._table.unknown(name)
        if problem:
            ack(problem)
        return not problem


def _job(kind: str, command: dict[str, Any]) -> str:
    return f"{kind}:{command['team_id']}:{command['trigger_id']}"
