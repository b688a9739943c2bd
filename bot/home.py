"""The App Home: what the bot is, which model answers, and for admins the others to choose from."""

import logging
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

import prompts
from bot.blocks import DISCLAIMER, Block, safe
from bot.model_table import ModelTable

log = logging.getLogger(__name__)

CHOOSE_MODEL = "home_model"

_OPTIONS = 100
_OPTION_TEXT = 75
_SECTION = 2900
"""Characters; Slack takes 3,000."""


@dataclass(frozen=True)
class HomeTab:
    """Publishes the Home, to each person as that one may see it."""

    table: ModelTable
    admins: Collection[str]

    def publish(self, client: WebClient, user: str, said: str = "", instead_of: str = "") -> None:
        """Show `user` the Home as it is now, with `said` below the choice of models.

        With `instead_of`, the hash of a view, only where that is still what is shown. A Home that
        Slack does not take is logged: nothing else depends on it.
        """
        expected = {"hash": instead_of} if instead_of else {}
        try:
            client.views_publish(user_id=user, view=self.view(user, said), **expected)
        except SlackApiError as error:
            if error.response.get("error") != "hash_conflict":
                log.warning("App Home: %s", error.response.get("error"))

    def view(self, user: str, said: str = "") -> Block:
        """The view for `user`."""
        model = self._choice() if user in self.admins else [_section(self._in_use())]
        return {
            "type": "home",
            "blocks": [
                {"type": "header", "text": {"type": "plain_text", "text": "Footnote"}},
                _section(prompts.load("help")),
                {"type": "divider"},
                *model,
                *([_context(said)] if said else []),
                {"type": "divider"},
                _context(DISCLAIMER),
            ],
        }

    def _in_use(self) -> str:
        said = f"Answers come from `{safe(self.table.in_use())}`."
        return f"{said} {safe(self.table.gone())}".strip()

    def _choice(self) -> list[Block]:
        options = {name: self._option(name) for name in _fitting(self.table.answering())}
        select: Block = {
            "type": "static_select",
            "action_id": CHOOSE_MODEL,
            "placeholder": {"type": "plain_text", "text": "Choose a model"},
            "options": list(options.values()),
        }
        if self.table.in_use() in options:
            select["initial_option"] = options[self.table.in_use()]
        choice = {
            **_section(self._in_use()),
            # Under an id that it knows, Slack goes on showing what was chosen there, even if
            # that model failed and nothing was switched.
            "block_id": f"models-{secrets.token_hex(4)}",
            "accessory": select,
        }
        elsewhere = self.table.elsewhere()
        if len(elsewhere) > _SECTION:
            elsewhere = "Channels with a model of their own: see `/model status`."
        return [
            choice,
            _section(_whole_lines([safe(line) for line in self.table.lines()])),
            *([_context(elsewhere)] if elsewhere else []),
        ]

    def _option(self, name: str) -> Block:
        described = _cut(self.table.models[name].describe())
        return {
            "text": {"type": "plain_text", "text": name},
            "value": name,
            "description": {"type": "plain_text", "text": described},
        }


def _fitting(names: Sequence[str]) -> list[str]:
    """Those that Slack's menus take; `/model use` takes all."""
    return [name for name in names if len(name) <= _OPTION_TEXT][:_OPTIONS]


def _cut(text: str) -> str:
    return text if len(text) <= _OPTION_TEXT else f"{text[: _OPTION_TEXT - 2]} …"


def _whole_lines(lines: Sequence[str]) -> str:
    """As many of `lines` as a section holds, and how many more there are."""
    shown: list[str] = []
    room = _SECTION
    for line in lines:
        room -= len(line) + 1
        if room < 0:
            shown.append(f"… and {len(lines) - len(shown)} more: `/model list`")
            break
        shown.append(line)
    return "\n".join(shown)


def _section(text: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def _context(text: str) -> Block:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": text}]}
