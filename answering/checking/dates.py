"""Dates, weekdays and times of day: "3 March 2015", "March 3rd", "2015-03-03", "9:30 am"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from babel.dates import get_day_names, get_month_names

from answering.checking.measures import ORDINALS
from answering.checking.tokens import Token

_LOCALES = ("en", "de", "fr", "es", "pt", "it", "nl", "sv", "da", "nb", "fi", "pl", "cs")
_ALSO_WORDS = {"may", "march", "mar", "mai", "mars", "sat", "sun", "sol", "jan", "mon", "wed"}
"""Month and day names that are words or names as well: they need a capital and a neighbour."""
_BEFORE_MONTHS = {"in", "of", "since", "until", "by", "from", "to", "and", "during", "every"} | {
    "after", "before", "each", "last", "next", "this", "early", "late", "mid", "or", "through",
}  # fmt: skip
_CONNECTORS = {"to", "and", "or", "through", "until", "–", "—"}
_TENS = {"twenty": 20, "thirty": 30}
_TIME = re.compile(r"(\d{1,2})(?::(\d{2}))?\s*([ap])?")
_MORNING = 6 * 60
"""Minutes: from then on, what is said without "am" or "pm" is the morning."""
_NAMED_TIMES = {"noon": 720, "midday": 720, "midnight": 0}


@dataclass(frozen=True, slots=True)
class Date:
    """A day, a month, or both, with or without a year; 0 stands for "not said"."""

    day: int
    month: int
    year: int
    first: int
    last: int
    swapped: bool = False
    """Day and month may also be the other way round ("3/4/2015")."""

    def equals(self, other: "Date") -> bool:
        """Whether all that this date says is said by `other`, its year apart."""
        mine = {(self.day, self.month)} | ({(self.month, self.day)} if self.swapped else set())
        others = {(other.day, other.month)} | (
            {(other.month, other.day)} if other.swapped else set()
        )
        years = not self.year or not other.year or self.year == other.year
        return years and any(
            month == their_month and (not day or day == their_day)
            for day, month in mine
            for their_day, their_month in others
        )


@dataclass(frozen=True, slots=True)
class Time:
    """Minutes since midnight; `half` is whether morning or afternoon is said."""

    minutes: int
    half: bool
    first: int
    last: int

    def equals(self, other: "Time") -> bool:
        """Whether this may be the time that `other` says: "5:00" may be 17:00, "7:30" no 19:30."""
        if self.half and (other.half or other.minutes >= _MORNING):
            return self.minutes == other.minutes
        return self.minutes % 720 == other.minutes % 720


@lru_cache(maxsize=1)
def _names() -> tuple[dict[str, int], dict[str, int]]:
    months: dict[str, int] = {"sept": 9}
    days: dict[str, int] = {"tues": 1, "thur": 3, "thurs": 3}
    for locale in reversed(_LOCALES):
        for number, name in get_month_names("wide", locale=locale).items():
            months[name.lower()] = number
        for number, name in get_day_names("wide", locale=locale).items():
            days[name.lower()] = number
    for number, name in get_month_names("abbreviated", locale="en").items():
        months[name.lower()] = number
    for number, name in get_day_names("abbreviated", locale="en").items():
        days[name.lower()] = number
    return months, days


def weekday(token: Token) -> int | None:
    """0 (Monday) to 6, or None."""
    if token.kind != "word" or (token.text.islower() and len(token.norm) < 5):
        return None
    days = _names()[1]
    found = days.get(token.norm, days.get(token.norm.removesuffix("s")))
    if found is not None and token.norm in _ALSO_WORDS and (token.initial or token.text.islower()):
        return None
    return found


def dates(tokens: Sequence[Token]) -> list[Date]:
    """Every date in `tokens`, in order."""
    found: list[Date] = []
    for at, token in enumerate(tokens):
        if token.kind == "iso":
            year, month, day = (int(part) for part in token.text.split("-"))
            found.append(Date(day, month, year, at, at))
        elif token.kind == "slashed":
            one, two, year = (int(part) for part in re.split(r"[/.]", token.text))
            day, month = (two, one) if two > 12 else (one, two)
            swapped = "/" in token.text and one <= 12 and two <= 12
            full = year + 2000 if year < 100 else year
            found.append(Date(day, month, full, at, at, swapped))
        elif token.kind == "word" and token.norm in _names()[0]:
            made = _around(tokens, at)
            if made is not None:
                found.append(made)
    return sorted([*found, *_ranged(tokens, found)], key=lambda date: date.first)


def _around(tokens: Sequence[Token], at: int) -> Date | None:
    """The date whose month is named at `at`."""
    first, last, day = at, at, 0
    before = at - 1
    if before >= 1 and tokens[before].norm in ("of", "de", "."):
        before -= 1
    if before >= 1 and tokens[before].norm in ("st", "nd", "rd", "th"):
        before -= 1
    if before >= 0 and (found := _day(tokens[before])):
        day, first = found, before
        tens = _TENS.get(tokens[before - 1].norm, 0) if before and found < 10 else 0
        day, first = day + tens, first - bool(tens)
    elif at + 1 < len(tokens) and (found := _day(tokens[at + 1])):
        day, last = found, at + 1
        if last + 1 < len(tokens) and tokens[last + 1].norm in ("st", "nd", "rd", "th"):
            last += 1
    year = 0
    after = last + 1
    if after < len(tokens) and tokens[after].norm in (",", "of", "de", "del"):
        after += 1
    if after < len(tokens) and re.fullmatch(r"1\d{3}|20\d{2}", tokens[after].text):
        year, last = int(tokens[after].text), after
    word = tokens[at]
    alone = not day and not year
    if alone and word.norm in _ALSO_WORDS | {"sept"}:
        placed = at > 0 and tokens[at - 1].norm in _BEFORE_MONTHS
        if not (word.text[0].isupper() and placed):
            return None
    return Date(day, _names()[0][word.norm], year, first, last)


def _day(token: Token) -> int:
    if token.kind == "number" and re.fullmatch(r"[1-9]|[12]\d|3[01]", token.text):
        return int(token.text)
    value = ORDINALS.get(token.norm, 0) if token.kind == "word" else 0
    return value if value <= 31 else 0


def _ranged(tokens: Sequence[Token], found: Sequence[Date]) -> list[Date]:
    """ "7 to 11 June", "June 7–11": the bare day takes the month of its neighbour."""
    made = []
    taken = {at for date in found for at in range(date.first, date.last + 1)}
    for date in found:
        if not date.day:
            continue
        for step, edge in ((-1, date.first), (1, date.last)):
            at = edge + step
            while 0 <= at < len(tokens) and (
                tokens[at].norm in _CONNECTORS or weekday(tokens[at]) is not None
            ):
                at += step
            joined = at != edge + step or step == 1
            if 0 <= at < len(tokens) and at not in taken and joined and (day := _day(tokens[at])):
                follows = tokens[at + 1].norm if at + 1 < len(tokens) else "."
                if step == -1 or follows in (",", ".", ")", ";", ":"):
                    made.append(replace(date, day=day, first=at, last=at))
                    taken.add(at)
    return made


def times(tokens: Sequence[Token]) -> list[Time]:
    """Every time of day in `tokens`."""
    found = []
    for at, token in enumerate(tokens):
        if token.kind == "word" and token.norm in _NAMED_TIMES:
            found.append(Time(_NAMED_TIMES[token.norm], True, at, at))
        elif token.kind == "time":
            match = _TIME.match(token.norm)
            assert match is not None
            hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
            if half:
                hour = hour % 12 + (12 if half == "p" else 0)
            found.append(
                Time(hour * 60 + minute, bool(half) or hour > 12 or token.text[0] == "0", at, at)
            )
    return found
