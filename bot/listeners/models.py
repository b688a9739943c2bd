"""/model: list the models, switch between them, try them."""

import html
import re
from collections.abc import Collection, Mapping
from typing import Any

from slack_bolt import Ack, App

from answering.model_settings import ModelSettings
from bot.inbox import Inbox
from bot.listeners.admins import is_admin
from bot.state.choices import Choices
from bot.state.spending import Spending

USAGE = (
    "Usage: `/model [list | status | use NAME [#channel | here] | use default [#channel | here] | "
    "test QUESTION | compare NAME NAME QUESTION]`"
)
DEFAULT = "default"
"""What a channel is switched to that shall follow the workspace again."""

_CHANNEL = re.compile(r"<#(?P<id>[A-Z0-9]+)(?:\|[^>]*)?>")


class Models:
    """Answers at once from the configuration; what takes a model is a durable job."""

    def __init__(
        self,
        inbox: Inbox,
        choices: Choices,
        spending: Spending,
        admins: Collection[str],
        models: Mapping[str, ModelSettings],
        default_model: str,
    ) -> None:
        self._inbox = inbox
        self._choices = choices
        self._spending = spending
        self._admins = admins
        self._models = models
        self._default_model = default_model

    def register(self, app: App) -> None:
        """Listen for the command."""
        app.command("/model")(self.on_model)

    def on_model(self, ack: Ack, command: dict[str, Any]) -> None:
        """Do what the first word says."""
        action, _, rest = (command.get("text") or "list").strip().partition(" ")
        if action == "list":
            ack(self._list(command["channel_id"]))
        elif action == "status":
            ack(self._status(command["channel_id"]))
        elif action not in ("use", "test", "compare"):
            ack(USAGE)
        elif is_admin(command, ack, self._admins):
            {"use": self._use, "test": self._test, "compare": self._compare}[action](
                ack, command, rest.strip()
            )

    def _list(self, channel: str) -> str:
        here = self._in_use(channel)
        return "\n".join(
            f"{'➤' if name == here else '•'} `{name}` – {model.describe()}"
            for name, model in self._models.items()
        )

    def _status(self, channel: str) -> str:
        name = self._in_use(channel)
        if name not in self._models:
            return f"Answers come from `{name}`, which footnote.toml no longer has."
        model, used = self._models[name], self._spending.used(name)
        lines = [f"Answers come from `{name}`: {model.describe()}."]
        if used.calls or used.failures:
            budget = f" of {model.daily_tokens:,}" if model.daily_tokens else ""
            cost = f", ${used.cost:.4f}" if used.cost else ""
            lines.append(
                f"Today: {used.calls} answers, {used.tokens:,}{budget} tokens{cost}, "
                f"{used.failures} failures."
            )
        if model.fallback:
            lines.append(f"If it fails, `{model.fallback}` stands in.")
        own = self._choices.models_of_channels()
        if own:
            lines.append(
                "Channels with a model of their own: "
                + ", ".join(f"<#{channel}> `{used_there}`" for channel, used_there in own.items())
            )
        return "\n".join(lines)

    def _use(self, ack: Ack, command: dict[str, Any], rest: str) -> None:
        name, _, place = rest.partition(" ")
        place = place.strip()
        named = _CHANNEL.fullmatch(place)
        if place and place != "here" and not named:
            ack(f"I do not know the channel {place!r}: pick it from the list, or say `here`.")
            return
        channel = named["id"] if named else command["channel_id"] if place else ""
        if name == DEFAULT and channel:
            self._choices.forget_model(command["user_id"], channel)
            ack(f"In <#{channel}> answers come from the workspace's model again.")
        elif self._known(ack, name):
            self._inbox.switch_model(
                _job("model", command), command["user_id"], command["response_url"], name, channel
            )
            ack(f"Trying `{name}` before switching …")

    def _test(self, ack: Ack, command: dict[str, Any], question: str) -> None:
        if not question:
            ack(USAGE)
            return
        self._try(ack, command, [self._in_use(command["channel_id"])], question)

    def _compare(self, ack: Ack, command: dict[str, Any], rest: str) -> None:
        first, _, rest = rest.partition(" ")
        second, _, question = rest.strip().partition(" ")
        if not question.strip():
            ack(USAGE)
        elif self._known(ack, first) and self._known(ack, second):
            self._try(ack, command, [first, second], question.strip())

    def _try(self, ack: Ack, command: dict[str, Any], names: list[str], question: str) -> None:
        # Slack escapes these three in commands that name channels.
        question = html.unescape(question)
        self._inbox.try_models(
            _job("try", command), command["user_id"], command["response_url"], names, question
        )
        ack(f"Asking {' and '.join(f'`{name}`' for name in names)} …")

    def _in_use(self, channel: str) -> str:
        return self._choices.model(channel) or self._default_model

    def _known(self, ack: Ack, name: str) -> bool:
        if name not in self._models:
            known = ", ".join(f"`{known}`" for known in self._models)
            ack(f"There is no model `{name}`. The models are: {known}.")
        return name in self._models


def _job(kind: str, command: dict[str, Any]) -> str:
    return f"{kind}:{command['team_id']}:{command['trigger_id']}"
