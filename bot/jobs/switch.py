"""Switching models: try the one that was chosen, then switch."""

from dataclasses import dataclass

from slack_sdk import WebClient

from answering.models import ModelRegistry
from bot.home import HomeTab
from bot.model_table import DEFAULT, ModelTable, slack_channel
from bot.private import direct_message, respond
from bot.state.choices import Choices


def switch(
    registry: ModelRegistry, choices: Choices, user: str, name: str, channel: str = ""
) -> str | None:
    """Probe `name` and use it, in `channel` or everywhere; else why nothing was switched."""
    reason = registry.probe(name)
    voice = "" if reason else registry.settings(name).voice
    # An answer is never lost for its voice; but who chooses a voice that is dumb wants to know.
    if voice and (silent := registry.probe(voice)):
        reason = f"its voice {voice}: {silent}"
    if reason is None:
        choices.use_model(name, user, channel)
    return reason


def switched(name: str, reason: str | None, where: str = "") -> str:
    """What became of it, in one sentence; `where`: a place to name, "" for the workspace."""
    if reason is not None:
        return f"`{name}` does not work, so nothing was switched: {reason}"
    there = f" in {where}" if where else ""
    return f"From the next question on, answers{there} come from `{name}`."


@dataclass(frozen=True)
class SwitchJob:
    """Switches for an admin in Slack, by /model use or in the App Home."""

    registry: ModelRegistry
    table: ModelTable
    client: WebClient
    home: HomeTab

    def run(self, user: str, response_url: str, name: str, channel: str = "") -> None:
        """Switch, tell the admin, and show it in the admin's Home."""
        if name == DEFAULT:
            text = self.table.forget(user, channel)
        else:
            reason = switch(self.registry, self.table.choices, user, name, channel)
            text = switched(name, reason, slack_channel(channel) if channel else "")
        if not respond(response_url, text, replace=True):
            direct_message(self.client, user, text)
        self.home.publish(self.client, user, text)
