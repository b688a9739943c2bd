"""Whether a styled text still has the facts of the plain one: a coarse look, apart from the guard.

What keeps texts from going out cannot be measured by itself: nothing here is shared with it but
the table of number words.
"""

import re

from answering.checking.measures import CARDINALS

_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_EXACT = re.compile(r"\[\d+\]|https?://[^\s)\]]*[^\s)\].,;:]|[\w.]+@[\w.]+\w|#[a-z][\w-]+")
_NEGATION = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot)\b|n['’]t\b", re.IGNORECASE
)
_SIGNS = re.compile(r"[€$£%]")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][\w-]*")
"""A capital that is not due to its place."""
_WORDS = re.compile(
    r"\b(?:" + "|".join(word for word, value in CARDINALS.items() if value > 1) + r")\b",
    re.IGNORECASE,
)


def retained(plain: str, styled: str) -> bool:
    """Whether `styled` has the numbers, signs, marks and addresses of `plain` and no others, all
    its names, and a negation just where `plain` has one."""
    same = all(
        set(pattern.findall(plain)) == set(pattern.findall(styled)) for pattern in (_EXACT, _SIGNS)
    )
    denied = bool(_NEGATION.search(plain)) == bool(_NEGATION.search(styled))
    names = all(name in styled for name in _NAME.findall(plain))
    return same and denied and names and _numbers(plain) == _numbers(styled)


def _numbers(text: str) -> set[str]:
    """The numbers in digits; a word for one, from "two" on, is a number too."""
    return set(_NUMBER.findall(_WORDS.sub(lambda found: str(CARDINALS[found[0].lower()]), text)))
