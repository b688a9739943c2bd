"""What a question can be about: amounts, durations, counts, dates, times, people, channels."""

import re
from dataclasses import dataclass
from typing import Literal

from evaluation.building.lexicon import listed, words

Kind = Literal[
    "money", "percent", "hours", "time", "date", "weekday", "often", "duration", "count",
    "channel", "person",
]  # fmt: skip

WORDS = {word: number for number, word in enumerate(listed("numbers"))} | {
    word: 10 * tens for tens, word in enumerate(listed("tens"), 1)
}
"""Number words and their values."""

_NUMBER = rf"(?:\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|{'|'.join(list(WORDS)[2:])})"
_UNIT = r"(?:minute|hour|day|week|month|year)s?"
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?"
_TIME = r"\d{1,2}(?::\d\d)(?:\s?[ap]m)?|\d{1,2}\s?[ap]m"
_HEDGE = (
    r"(?:(?:up to|at least|at most|about|around|roughly|exactly|a maximum of|a minimum of)\s+)?"
)

_PATTERNS: dict[Kind, str] = {
    "money": rf"(?P<core>[€$£]\s?{_NUMBER}(?:k|m)?|{_NUMBER}\s?(?:€|EUR|USD|euros?|dollars?))",
    "percent": rf"(?P<core>{_NUMBER}\s?(?:%|percent))",
    "hours": rf"(?:(?:from|between)\s+)?(?P<core>(?:{_TIME})\s+(?:to|and|until)\s+(?:{_TIME}))",
    "time": rf"(?P<core>{_TIME})",
    "date": rf"(?P<core>\d{{1,2}} {_MONTH}(?: \d{{4}})?|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?"
    rf"(?:, \d{{4}})?|the \d{{1,2}}(?:st|nd|rd|th)(?: of (?:the|each|every) month)?)",
    "often": rf"(?P<core>every {_NUMBER} (?:working )?{_UNIT}|(?:once|twice|{_NUMBER} times) "
    rf"(?:a|per|every) {_UNIT}|every (?:day|week|month|quarter|year|{_DAY}))",
    "weekday": rf"(?P<core>{_DAY})",
    "duration": rf"(?P<core>{_NUMBER} (?P<noun>(?:working |business |calendar )?{_UNIT}))",
    "count": rf"(?P<core>{_NUMBER} (?P<noun>(?:[a-z]+ )?[a-z]+s))",
    "channel": r"(?P<core>#[a-z][\w-]+)",
    "person": r"(?<=\bby )(?P<core>[A-Z][^\W\d_]+ [A-Z][^\W\d_]+)",
}
_COMPILED = {
    kind: re.compile(rf"(?<![\w.,:#-]){_HEDGE}{pattern}(?![\w%€-])")
    for kind, pattern in _PATTERNS.items()
}

_NOTHING_COUNTED = words("nothing counted")
"""Nobody asks how many of these there are."""


@dataclass(frozen=True)
class Span:
    """`text[start:end]` is what a question leaves out, hedges included; `core` the answer."""

    kind: Kind
    start: int
    end: int
    core: str
    noun: str = ""


def spans(text: str) -> list[Span]:
    """The spans of `text` that do not overlap, the most telling kind first."""
    taken = [False] * len(text)
    found: list[Span] = []
    for kind, pattern in _COMPILED.items():
        for match in pattern.finditer(text):
            if any(taken[match.start() : match.end()]):
                continue
            taken[match.start() : match.end()] = [True] * (match.end() - match.start())
            noun = match.groupdict().get("noun") or ""
            if noun.split()[-1:] and noun.split()[-1] in _NOTHING_COUNTED:
                continue
            found.append(Span(kind, match.start(), match.end(), match["core"], noun))
    return found
