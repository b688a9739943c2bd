"""The thumbs below an answer, and the question what would have been right."""

import logging
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.blocks import FEEDBACK
from bot.private import respond
from bot.slack import why
from bot.state.corrections import Correction
from bot.state.votes import Votes

log = logging.getLogger(__name__)

CORRECTION = "correction"

_THANKS = {
    "up": "Thanks! Good to know that this helped.",
    "down": "Thanks for telling us. The sources above show what the answer is based on.",
}
_KEPT = "Thanks. What you wrote is kept with the question, so that the answer can be tested."
_GONE = "That question has been deleted meanwhile, so there is nothing left to correct."
_TOO_LATE = "That question has been deleted meanwhile, so your vote was not kept."
_LONGEST_ANSWER, _LONGEST_SOURCE = 3000, 500
"""Characters; 3,000 is the most that Slack's inputs take."""


class Feedback:
    """Stores votes and thanks for them privately; asks those who vote down for a correction."""

    def __init__(self, votes: Votes) -> None:
        self._votes = votes

    def register(self, app: App) -> None:
        """Listen for the feedback buttons and the modal that follows."""
        app.action(FEEDBACK)(self.on_vote)
        app.view(CORRECTION)(self.on_correction)

    def on_vote(self, ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        """Keep the vote; the value of the button is `up:QUESTION` or `down:QUESTION`."""
        vote, _, question_id = str(body["actions"][0].get("value", "")).partition(":")
        if vote not in _THANKS or not question_id:
            ack()
            return
        # Whatever becomes of the modal, the vote is kept.
        kept = self._votes.cast(question_id, body["user"]["id"], vote)
        ack()
        if not kept:
            _thank(client, body, _TOO_LATE)
        elif not (vote == "down" and _asked(client, body, question_id)):
            _thank(client, body, _THANKS[vote])

    def on_correction(self, ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        """Keep what would have been right; a modal sent empty only closes."""
        correction = _correction(view["state"]["values"])
        if not correction:
            ack()
            return
        user, question_id = body["user"]["id"], view["private_metadata"]
        kept = self._votes.correct(question_id, user, correction)
        ack(response_action="update", view=_said(_KEPT if kept else _GONE))


def _asked(client: WebClient, body: dict[str, Any], question_id: str) -> bool:
    """Open the modal; False where Slack does not: the trigger lives for three seconds."""
    try:
        client.views_open(trigger_id=body["trigger_id"], view=correction_view(question_id))
    except (SlackApiError, OSError) as error:
        log.warning("Could not ask for a correction: %s", why(error))
        return False
    return True


def _thank(client: WebClient, body: dict[str, Any], text: str) -> None:
    channel = (body.get("channel") or {}).get("id")
    if not channel:
        return
    # An answer for the asker's eyes alone is no message that Slack tells of: its container is.
    thread = (body.get("message") or body.get("container") or {}).get("thread_ts")
    try:
        client.chat_postEphemeral(
            channel=channel,
            user=body["user"]["id"],
            text=text,
            thread_ts=thread,
        )
    except (SlackApiError, OSError) as error:
        # Where the bot is no member, the button's own way is open.
        if not respond(body.get("response_url", ""), text):
            log.warning("Could not thank for a vote: %s", why(error))


def correction_view(question_id: str) -> dict[str, Any]:
    """The modal; it carries the question's id and nothing that was said."""
    option = {"text": _plain("The documents do not say"), "value": "silent"}
    return {
        "type": "modal",
        "callback_id": CORRECTION,
        "private_metadata": question_id,
        "title": _plain("What would be right?"),
        "submit": _plain("Send"),
        "close": _plain("Skip"),
        "blocks": [
            _input("right", "What would have been right?", _LONGEST_ANSWER, multiline=True),
            _input("source", "Where does it stand? A link or a document's name", _LONGEST_SOURCE),
            {
                "type": "input",
                "block_id": "documents",
                "optional": True,
                "label": _plain("Or should there have been no answer?"),
                "element": {"type": "checkboxes", "action_id": "documents", "options": [option]},
            },
        ],
    }


def _input(name: str, label: str, longest: int, multiline: bool = False) -> dict[str, Any]:
    return {
        "type": "input",
        "block_id": name,
        "optional": True,
        "label": _plain(label),
        "element": {
            "type": "plain_text_input",
            "action_id": name,
            "multiline": multiline,
            "max_length": longest,
        },
    }


def _correction(values: dict[str, Any]) -> Correction:
    """What was typed and ticked; a field that was left alone has no value."""

    def text(name: str) -> str:
        field = values.get(name, {}).get(name) or {}
        return str(field.get("value") or "").strip()

    ticked = (values.get("documents", {}).get("documents") or {}).get("selected_options")
    return Correction(text("right"), text("source"), bool(ticked))


def _said(text: str) -> dict[str, Any]:
    return {
        "type": "modal",
        "title": _plain("Thank you"),
        "close": _plain("Close"),
        "blocks": [{"type": "section", "text": _plain(text)}],
    }


def _plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}
