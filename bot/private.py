"""Answers for one person's eyes: by the command's response URL, ephemerally, or in a DM.

What was posted privately cannot be read back, so each way is tried at most once; only when none
of them worked may all be tried again. `client` is one that repeats no call.
"""

import logging
from collections.abc import Sequence
from http.client import HTTPException
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from answering.answer import Answer
from bot.blocks import Block, answer_blocks, answer_text
from bot.slack import why
from bot.state.deliveries import Deliveries
from bot.state.questions import Asked

log = logging.getLogger(__name__)


def answer_privately(
    asked: Asked, answer: Answer, preface: str, deliveries: Deliveries, client: WebClient
) -> None:
    """Send `answer` to the asker alone, at most once. Raises what `tell_once` raises."""
    blocks = answer_blocks(answer, asked.id)
    if preface:
        blocks.insert(0, {"type": "context", "elements": [{"type": "mrkdwn", "text": preface}]})
    tell_once(asked, answer_text(answer), blocks, deliveries, client)


def tell_once(
    asked: Asked,
    text: str,
    blocks: Sequence[Block] | None,
    deliveries: Deliveries,
    client: WebClient,
) -> None:
    """What ends the question, to the asker alone, unless something has ended it before.

    Raises SlackApiError or OSError where it reached nobody; then it may be tried again.
    """
    deliveries.begin(asked.id, asked.channel)
    if not deliveries.finished(asked.id):
        return
    try:
        tell(client, asked, text, blocks)
    except (SlackApiError, OSError):
        deliveries.reopen(asked.id)
        raise


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
        except (SlackApiError, OSError) as error:
            log.info("No ephemeral message for %s: %s", asked.id, why(error))
    direct_message(client, asked.user, text, blocks)


def respond(
    response_url: str, text: str, blocks: Sequence[Block] | None = None, replace: bool = False
) -> bool:
    """Use a command's response URL; False when that did not work."""
    if not response_url:
        return False
    extra: dict[str, Any] = {"replace_original": True} if replace else {}
    try:
        # The SDK's own handlers repeat what was lost on the way, carried out or not.
        response = WebhookClient(response_url, retry_handlers=[]).send(
            text=text, blocks=list(blocks or []) or None, response_type="ephemeral", **extra
        )
    except (OSError, HTTPException) as error:
        log.info("A response URL failed: %r", error)
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
