"""The thread a question stands in, as the turns that a follow-up leans on."""

import logging
import re
from collections import deque
from collections.abc import Iterator
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from answering.question import Turn
from bot.delivery import passes
from bot.listeners.messages import without_mention
from bot.markup import shown
from bot.slack import why
from bot.state.questions import Asked

log = logging.getLogger(__name__)

_TURNS = 12
_PAGE = 999
"""Messages that Slack gives at once; a thread comes oldest first, and its end is wanted."""
_DELETED = "tombstone"
"""What Slack leaves of the first message of a thread, with a text of its own."""
_MARKS = re.compile(r"\s*\[\d+\]")


def history(client: WebClient, asked: Asked) -> tuple[Turn, ...]:
    """The turns before `asked` in its thread, oldest first; none when it begins the thread."""
    if asked.kind != "message" or asked.thread_ts == asked.ts:
        return ()
    me = client.auth_test()["user_id"]
    turns: deque[Turn] = deque(maxlen=_TURNS)
    try:
        for message in _before(client, asked):
            turn = _turn(message, me)
            if turn is not None:
                turns.append(turn)
    except SlackApiError as error:
        # It may have been deleted meanwhile, or the app lacks a scope: what Slack refuses for
        # good is done without, and the question stands by itself.
        if passes(error):
            raise
        log.warning("The thread of %s cannot be read: %s", asked.id, why(error))
        return ()
    return tuple(turns)


def _before(client: WebClient, asked: Asked) -> Iterator[dict[str, Any]]:
    """The messages of the thread before the question, page by page."""
    cursor: str | None = None
    while cursor != "":
        page = client.conversations_replies(
            channel=asked.channel,
            ts=asked.thread_ts,
            latest=asked.ts,
            limit=_PAGE,
            cursor=cursor,
        )
        for message in page["messages"]:
            if float(message["ts"]) < float(asked.ts):
                yield message
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""


def _turn(message: dict[str, Any], me: str) -> Turn | None:
    """What a message says in the conversation; None for other bots and for files alone."""
    if message.get("user") == me:
        return Turn("assistant", _MARKS.sub("", shown(message.get("text") or "")))
    if message.get("bot_id") or not message.get("text") or message.get("subtype") == _DELETED:
        return None
    return Turn("user", without_mention(message["text"], me))
