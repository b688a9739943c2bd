"""The thread a question stands in, as the turns that a follow-up leans on."""

import re

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from answering.question import Turn
from bot.listeners.messages import without_mention
from bot.markup import shown
from bot.state.questions import Asked

_TURNS = 12
_MARKS = re.compile(r"\s*\[\d+\]")


def history(client: WebClient, asked: Asked) -> tuple[Turn, ...]:
    """The turns before `asked` in its thread, oldest first; none when it begins the thread."""
    if asked.kind != "message" or asked.thread_ts == asked.ts:
        return ()
    try:
        response = client.conversations_replies(
            channel=asked.channel, ts=asked.thread_ts, latest=asked.ts, limit=200
        )
    except SlackApiError as error:
        # The thread may have been deleted meanwhile; the question stands by itself then.
        if error.response.get("error") in ("thread_not_found", "message_not_found"):
            return ()
        raise
    me = client.auth_test()["user_id"]
    turns = []
    for message in response["messages"]:
        if float(message["ts"]) >= float(asked.ts):
            continue
        if message.get("user") == me:
            turns.append(Turn("assistant", _MARKS.sub("", shown(message.get("text") or ""))))
        elif not message.get("bot_id") and message.get("text"):
            turns.append(Turn("user", without_mention(message["text"], me)))
    return tuple(turns[-_TURNS:])
