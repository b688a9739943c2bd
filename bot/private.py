"""Answers for one person's eyes: by the command's response URL, ephemerally, or in a DM.

What was posted privately cannot be read back, so each way is tried at most once.
"""

import logging
from collections.abc import Sequence
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from answering.answer import Answer
from bot.blocks import Block, answer_blocks, answer_text
from bot.state.deliveries import Deliveries
from bot.state.questions import Asked

log = logging.getLogger(__name__)


def answer_privately(
    asked: Asked, answer: Answer, preface: str, deliveries: Deliveries, client: WebClient
) -> None:
    """Send `answer` to the asker alone, at most once."""
    deliveries.begin(asked.id, asked.channel)
    if not deliveries.finished(asked.id):
        return
    blocks = answer_blocks(answer, asked.id)
    text = answer_text(answer)
    if preface:
        blocks.insert(0, {"type": "context", "elements": [{"type": "mrkdwn", "text": preface}]})
    tell(client, asked, text, blocks)


def tell(client: WebClient, asked: Asked, text: str, blocks: Sequence[Block] | None = None) -> None:
    """Say something to the asker alone: response URL or ephemeral message first, then a DM."""
    if respond(asked.response_url, text, blocks):
        return
    if not asked.response_url:
        try:
            client.chat_postEphemeral(
                channel=asked.channel,
                user=asked.user,
                text=text,
                blocks=list(blocks or []) or None,
                thread_ts=asked.thread_ts if asked.thread_ts != asked.ts else None,
            )
            return
        except SlackApiError as error:
            log.info("No ephemeral message for %s: %s", asked.id, error.response.get("error"))
    direct_message(client, asked.user, text, blocks)


def respond(
    response_url: str, text: str, blocks: Sequence[Block] | None = None, replace: bool = False
) -> bool:
    """Use a command's response URL; False when that did not work."""
    if not response_url:
        return False
    extra: dict[str, Any] = {"replace_original": True} if replace else {}
    try:
        response = WebhookClient(response_url).send(
            text=text, blocks=list(blocks or []) or None, response_type="ephemeral", **extra
        )
    except OSError as error:
        log.info("A response URL failed: %s", error)
        return False
    return response.status_code == 200


def direct_message(
    client: WebClient, user: str, text: str, blocks: Sequence[Block] | None = None
) -> tuple[str, str]:
    """Write to `user` in a DM; the channel and the ts of the message."""
    channel = str(client.conversations_open(users=user)["channel"]["id"])
    posted = client.chat_postMessage(
        channel=channel,
        text=text,
        blocks=list(blocks or []) or None,
        unfurl_links=False,
        unfurl_media=False,
    )
    return channel, str(posted["ts"])
