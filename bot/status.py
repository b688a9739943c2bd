"""The line under a thread that says the bot is at work, with its stop button."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.slack import why
from bot.state.questions import Asked

log = logging.getLogger(__name__)


@contextmanager
def working(client: WebClient, asked: Asked) -> Iterator[None]:
    """Show the status while the answer is made; a failing status never fails the answer."""
    _set(client, asked, "is searching the documents …")
    try:
        yield
    finally:
        _set(client, asked, "")


def _set(client: WebClient, asked: Asked, status: str) -> None:
    if asked.kind != "message":
        return
    try:
        client.assistant_threads_setStatus(
            channel_id=asked.channel, thread_ts=asked.thread_ts, status=status
        )
    except (SlackApiError, OSError) as error:
        log.debug("No status for %s: %s", asked.id, why(error))
