"""The table of models as people see it: what there is, and what answers where. Loads none."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from answering.model_settings import ModelSettings
from bot.settings import Settings
from bot.state.choices import Choices
from bot.state.spending import Spending, Used
from bot.state.tables import open_state

DEFAULT = "default"
"""A channel that is switched to it follows the workspace again, the workspace footnote.toml."""


def slack_channel(channel: str) -> str:
    """A channel's id as Slack shows its name."""
    return f"<#{channel}>"


@dataclass(frozen=True)
class ModelTable:
    """The registry's entries, what admins chose of them, and what they have used."""

    models: Mapping[str, ModelSettings]
    default: str
    choices: Choices
    spending: Spending

    def in_use(self, channel: str = "") -> str:
        """The model that answers in `channel`, or where no channel has one of its own."""
        chosen = self.choices.models(channel)
        return next((name for name in chosen if name in self.models), self.default)

    def gone(self, channel: str = "") -> str:
        """What was chosen for `channel` and is not there, in one sentence; nothing if it is."""
        chosen = self.choices.models(channel)[:1]
        if not chosen or chosen[0] in self.models:
            return ""
        return f"`{chosen[0]}` was chosen, which footnote.toml no longer has."

    def forget(
        self, user: str, channel: str = "", place: Callable[[str], str] = slack_channel
    ) -> str:
        """Undo what was chosen for `channel`, or for the workspace; what became of it."""
        self.choices.forget_model(user, channel)
        if channel:
            return f"In {place(channel)} answers come from the workspace's model again."
        return f"From the next question on, answers come from `{self.default}`, as configured."

    def unknown(self, name: str) -> str:
        """Why there is no using `name`, in one sentence; nothing if there is."""
        if name in self.models:
            return ""
        known = ", ".join(f"`{known}`" for known in self.models)
        return f"There is no model `{name}`; the models are: {known}."

    def answering(self) -> list[str]:
        """The models to choose from: all but those that have only learned to be a voice."""
        voices = {model.voice for model in self.models.values()}
        return [
            name
            for name, model in self.models.items()
            if name not in voices or not (model.tone or model.adapter)
        ]

    def lines(self, channel: str = "") -> list[str]:
        """Each model with what it is; an arrow marks the one that answers in `channel`."""
        here = self.in_use(channel)
        voices = {model.voice for model in self.models.values()}
        return [
            f"{'➤' if name == here else '•'} `{name}` – {model.describe()}"
            f"{'; a voice for others' if name in voices else ''}"
            for name, model in self.models.items()
        ]

    def status(self, channel: str = "", place: Callable[[str], str] = slack_channel) -> str:
        """What answers in `channel`, what it has used today, and where others answer."""
        name = self.in_use(channel)
        model, used = self.models[name], self.spending.used(name)
        lines = [f"Answers come from `{name}`: {model.describe()}."]
        if gone := self.gone(channel):
            lines.append(gone)
        if used.calls or used.failures:
            lines.append(_today(model, used))
        if model.voice:
            said, kept = self.spending.voiced_today(model.voice)
            counted = f"; {kept} of {said} sentences kept plain today" if said else ""
            lines.append(f"`{model.voice}` says them in its tone{counted}.")
        if model.fallback:
            lines.append(f"If it fails, `{model.fallback}` stands in.")
        own = self.elsewhere(place)
        return "\n".join([*lines, own] if own else lines)

    def elsewhere(self, place: Callable[[str], str] = slack_channel) -> str:
        """The channels with a model of their own, as one line; nothing if there are none."""
        own = self.choices.models_of_channels()
        shown = ", ".join(f"{place(channel)} `{name}`" for channel, name in own.items())
        return f"Channels with a model of their own: {shown}" if own else ""


def build_table(settings: Settings) -> ModelTable:
    """The table of this installation; SettingsError names a database that cannot be used."""
    state = open_state(settings.database("state"))
    return ModelTable(settings.models, settings.file.answers.model, Choices(state), Spending(state))


def _today(model: ModelSettings, used: Used) -> str:
    budget = f" of {model.daily_tokens:,}" if model.daily_tokens else ""
    cost = f", ${used.cost:.4f}" if used.cost else ""
    return (
        f"Today: {used.calls} calls, {used.tokens:,}{budget} tokens{cost}, "
        f"{used.failures} failures."
    )
