"""The job behind /model use: try the model, then switch."""

from dataclasses import dataclass

from slack_sdk import WebClient

from answering.models import ModelRegistry
from bot.private import direct_message, respond
from bot.state.choices import Choices


@dataclass(frozen=True)
class SwitchJob:
    """Switches a workspace's or a channel's model after a health probe."""

    registry: ModelRegistry
    choices: Choices
    client: WebClient

    def run(self, user: str, response_url: str, name: str, channel: str = "") -> None:
        """Probe `name`; switch if it works, else say why everything stays as it was."""
        reason = self.registry.probe(name)
        if reason is None:
            self.choices.use_model(name, user, channel)
            where = f" in <#{channel}>" if channel else ""
            text = f"From the next question on, answers{where} come from `{name}`."
        else:
            text = f"`{name}` does not work, so nothing was switched: {reason}"
        if not respond(response_url, text, replace=True):
            direct_message(self.client, user, text)
