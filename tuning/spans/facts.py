"""Names, numbers and dates in a text: what questions ask for, found by its look alone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, cast

from tuning.spans.example import Range

Kind = Literal["date", "number", "name"]

_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_DATE = (
    rf"(?:{_MONTH})(?: \d{{1,2}},?)?(?: \d{{4}})?"
    r"|\b1\d{3}\b|\b20\d\d\b"
    r"|\b\d{1,2}(?:st|nd|rd|th)(?: and \w+)? centur(?:y|ies)"
)
_NUMBER = r"\$?(?:\d[\d,.]*\d|\d)(?:%| percent| million| billion| [a-z]+)?"
_NAME = r"(?:[A-Z][\w.'-]+)(?: (?:of|the|de|von) [A-Z][\w'-]+| [A-Z][\w.'-]+)*"
_FACT = re.compile(rf"(?P<date>{_DATE})|(?P<number>{_NUMBER})|(?P<name>{_NAME})")


@dataclass(frozen=True)
class Fact:
    """`text` stands at `range` of what was searched."""

    kind: Kind
    text: str
    range: Range


def facts(text: str) -> Iterator[Fact]:
    """Those of `text`, in order."""
    for match in _FACT.finditer(text):
        yield Fact(cast(Kind, match.lastgroup), match.group(), match.span())
