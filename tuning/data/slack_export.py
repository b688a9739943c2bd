"""Slack's official export, a zip or its folder -> questions with the replies that were accepted.

Only channels that everyone may join; bots and what Slack itself says are left out.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from indexing.sources.slack.thread import Message, Names, decoded
from tuning.data.accepted import accepted
from tuning.data.export_files import ExportFiles
from tuning.data.row import Drop, Loaded, Row
from tuning.data.scrubbing import PERSON, without_mentions

_WRITTEN = frozenset({"", "file_share", "me_message", "thread_broadcast"})
"""Subtypes of what people wrote; others tell of joining, leaving, pinning, ..."""
_BESIDE = re.compile(r"\s*[(\[][^)\]]*[)\]]")
"""What people write beside their names, such as "(she/her)"."""
_ASKS = ("?", "？", "؟")

_NAMES = Names(user=lambda _id: PERSON, channel=lambda name: name)


def load(path: Path) -> Loaded:
    """A row for each thread whose root asks and of whose replies one was accepted."""
    with ExportFiles(path) as files:
        users = files.listed("users.json")
        bots = {str(user["id"]) for user in users if user.get("is_bot")} | {"USLACKBOT"}
        made = [
            _row(channel, messages, bots)
            for channel in files.channels()
            for messages in _threads(channel, files)
        ]
    return Loaded(
        tuple(each for each in made if isinstance(each, Row)),
        tuple(each for each in made if isinstance(each, Drop)),
        tuple(sorted({name for user in users for name in _full_names(user)})),
    )


def _threads(channel: str, files: ExportFiles) -> Iterator[list[Message]]:
    """The messages of a channel that have replies, each thread in the order of time."""
    found: dict[str, list[Message]] = defaultdict(list)
    for message in files.messages(channel):
        found[str(message.get("thread_ts") or message["ts"])].append(message)
    for messages in found.values():
        if len(messages) > 1:
            yield sorted(messages, key=lambda each: float(each["ts"]))


def _row(channel: str, messages: list[Message], bots: set[str]) -> Row | Drop:
    first = str(messages[0].get("thread_ts") or messages[0]["ts"])
    place = f"#{channel}, thread {first}"
    root, *replies = [each for each in messages if _by_a_person(each, bots)] or [{}]
    if str(root.get("ts")) != first:
        return Drop(place, "a bot began the thread, or its first message is missing")
    question = _said(root)
    if not any(mark in question for mark in _ASKS):
        return Drop(place, "the thread begins with no question")
    reply = accepted(str(root["user"]), replies)
    if reply is None:
        return Drop(place, "no reply in the thread was accepted")
    name = f"{channel}/{first}"
    fields = {"id": name, "document": name, "prompt": question, "completion": _said(reply)}
    return Row(fields, place, frozenset({str(root["user"]), str(reply["user"])}))


def _by_a_person(message: Message, bots: set[str]) -> bool:
    written = str(message.get("subtype") or "") in _WRITTEN
    user = str(message.get("user") or "")
    return written and bool(user) and user not in bots and not message.get("bot_id")


def _said(message: Message) -> str:
    return decoded(without_mentions(str(message.get("text") or "")), _NAMES).strip()


def _full_names(user: Message) -> Iterator[str]:
    """Of two words or more: one alone may be a word of the language, like Will or Mark."""
    profile = user.get("profile") or {}
    for known in (user.get("real_name"), profile.get("real_name"), profile.get("display_name")):
        name = _BESIDE.sub("", str(known or "")).strip()
        if len(name.split()) > 1:
            yield name
