"""What a question says and the sentence that looks most like its answer does not.

Likeness hardly sees it: "Which rooms may not be used at night?" is as like a sentence about the
rooms that may. What each kind weighs comes from questions about an encyclopaedia, half of them
written to mislead, and was lessened (docs/evaluation.md).
"""

import re
from collections.abc import Sequence

from answering.checking.opposites import opposed
from answering.checking.polarity import denials, says_opposite
from answering.names import names_in

_DENIED = -2.0
"""The question denies, the sentence does not. All in logits, added up."""
_OPPOSITE = -1.5
"""The sentence has the opposite of a word: "last" for "first"."""
_YEAR = -2.0
"""A year of which the whole passage does not speak."""
_NAME = -0.9
"""The same for a name: it may be meant by another one."""

_EITHER_WAY = re.compile(
    r"(?:do|does|did|is|are|was|were|am|can|could|may|must|should|shall|has|have|had|will|would)"
    r"(?:n['’]t)?\b|(?:can|won|shan)['’]t\b|cannot\b",
    re.IGNORECASE,
)
"""Begins a question that is answered with yes or no: either answers it."""
_ASKS_A_LIMIT = re.compile(r"\bat (?:most|least)\b")
"""No opposite of what a sentence says: "How many may it be at most?" """
_YEARS = re.compile(r"\b(?:1\d|20)\d\d(?=s?\b)")


def mismatch(question: str, sentence: str, passage: str) -> float:
    """How much speaks against `sentence`, of `passage`, as an answer: 0 or less, in logits."""
    against = 0.0
    if not _EITHER_WAY.match(question):
        against += _turned(_words(question), _words(sentence))
    read = passage.casefold()
    if any(year not in read for year in _YEARS.findall(question)):
        against += _YEAR
    if any(not _speaks_of(read, name) for name in names_in(question)):
        against += _NAME
    return against


def _turned(asked: Sequence[str], said: Sequence[str]) -> float:
    """The same for denials and opposites alone."""
    turned, excused = opposed(_ASKS_A_LIMIT.sub("", " ".join(asked)).split(), said)
    if denials(asked) and not denials(said):
        # "May not" and "is forbidden" are one.
        return _DENIED if says_opposite(1, turned, excused) else 0.0
    return _OPPOSITE if turned else 0.0


def _speaks_of(passage: str, name: str) -> bool:
    """Whether a word of `name` stands in it; initials may be written out there."""
    return name.isupper() or any(word in passage for word in name.casefold().split())


def _words(text: str) -> list[str]:
    said = re.sub(r"n['’]t\b", " not", text.casefold().replace("can't", "can not"))
    return re.findall(r"[\w'’-]+", said)
