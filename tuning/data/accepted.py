"""Which reply of a thread answered its question, as those who took part showed."""

import re
from collections.abc import Sequence

from indexing.sources.slack.thread import Message

_CHECKED = frozenset({"white_check_mark", "heavy_check_mark", "ballot_box_with_check"})
_LIKED = frozenset({"+1", "thumbsup", "pray", "raised_hands", "tada", "heart", "100"})
_THANKS = re.compile(
    r"\b(?:thanks|thank you|thx|cheers|that (?:worked|helps|helped)|works now|solved|"
    r"danke|merci|gracias|obrigad[oa]|bedankt|grazie|tack)\b",
    re.IGNORECASE,
)


def accepted(asker: str, replies: Sequence[Message]) -> Message | None:
    """The reply of another person with the clearest sign; None where no reply has any.

    A check mark by whoever asked says most, then anyone's, then any other applause of the
    asker, then the asker's thanks to the reply right before them.
    """
    others = [(_sign(asker, at, replies), at) for at in range(len(replies))]
    sign, at = max(others, default=(0, 0), key=lambda each: each[0])
    return replies[at] if sign else None


def _sign(asker: str, at: int, replies: Sequence[Message]) -> int:
    reply = replies[at]
    if reply["user"] == asker:
        return 0
    given = [
        (str(reaction.get("name") or "").split("::")[0], reaction.get("users") or [])
        for reaction in reply.get("reactions") or []
    ]
    if any(name in _CHECKED and asker in users for name, users in given):
        return 4
    if any(name in _CHECKED for name, _ in given):
        return 3
    if any(name in _LIKED and asker in users for name, users in given):
        return 2
    after = replies[at + 1] if at + 1 < len(replies) else None
    thanked = after and after["user"] == asker and _THANKS.search(str(after.get("text") or ""))
    return 1 if thanked else 0
