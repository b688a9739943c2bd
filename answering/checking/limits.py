"""Limits of amounts: "at least 3", "3 or more", "up to 3", "within 3"."""

import re
from collections.abc import Sequence
from typing import Literal

from answering.checking.tokens import Token

Bound = Literal["", "up", "down"]
"""Whether an amount may be more ("at least"), less ("at most"), or is exact."""

_UP = re.compile(
    r"(?:at least|minimum(?: of)?|no(?:t)? (?:less|fewer|earlier|shorter) than|"
    r"(?:more|longer|older|later|greater|larger|bigger|higher) than|over|above|exceed(?:s|ing)?|"
    r"beyond)(?: \w+)?$"
)
_DOWN = re.compile(
    r"(?:at most|up to|maximum(?: of)?|no(?:t)? (?:more|longer|later|older|greater) than|"
    r"(?:less|fewer|shorter|younger|smaller|lower) than|under|below|within|capped at)(?: \w+)?$"
)
_UP_AFTER = re.compile(r"^(?:\w+ ){0,2}?(?:or (?:more|longer|older|above)|minimum|at least)\b")
_DOWN_AFTER = re.compile(
    r"^(?:\w+ ){0,2}?(?:or (?:less|fewer|under|below)|maximum|at most|at the latest)\b"
)


def bound(before: Sequence[Token], after: Sequence[Token]) -> Bound:
    """What the tokens around an amount make of it."""
    ahead = " ".join(token.norm for token in before)
    behind = " ".join(token.norm for token in after)
    if _DOWN.search(ahead) or _DOWN_AFTER.search(behind):
        return "down"
    return "up" if _UP.search(ahead) or _UP_AFTER.search(behind) else ""
