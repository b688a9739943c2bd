"""The thumbs below an answer."""

import logging
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.blocks import FEEDBACK
from bot.state.votes import Votes

log = logging.getLogger(__name__)

_THANKS = {
    "up": "Thanks! Good to know that this helped.",
    "down": "Thanks for telling us. The sources above show what the answer is based on.",
}


class Feedback:
    """Stores votes and thanks for them privately."""

    def __init__(self, votes: Votes) -> None:
        self._votes = votes

    def register(self, app: App) -> None:
        """Listen for the feedback buttons."""
        app.action(FEEDBACK)(self.on_vote)

    def on_vote(self, ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        """Keep the vote; the value of the button is `up:QUESTION` or `down:QUESTION`."""
        vote, _, question_id = str(body["actions"][0].get("value", "")).partition(":")
        if vote not in _THANKS or not question_id:
            ack()
            return
        user = body["user"]["id"]
        self._votes.cast(question_id, user, vote)
        ack()
        channel = (body.get("channel") or {}).get("id")
        if not channel:
            return
        message = body.get("message") or {}
        try:
            client.chat_postEphemeral(
                channel=channel,
                user=user,
                text=_THANKS[vote],
                **({"thread_ts": message["thread_ts"]} if message.get("thread_ts") else {}),
            )
        except SlackApiError as error:
            log.warning("Could not thank for a vote: %s", error.response.get("error"))
