"""Filters that a person types: "in #people-ops", "since March", "before 2024-06-01"."""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass

from answering.retrieval.freshness import day
from indexing.store import Place

_MONTHS = "january february march april may june july august september october november december"
_MONTH = {name: number for number, name in enumerate(_MONTHS.split(), 1)}
_NAMES = "|".join([*_MONTH, *(name[:3] for name in _MONTH)])

# A channel is a filter wherever it stands; a date only as an aside, at the end or the start, of a
# question about what was said or written. "Do I lose my bonus if I leave before December?" is about
# a date, and so is "Who has led the team since March 2019?": both filter nothing.
_CHANNEL = re.compile(r"\s*\b(?:in|from)\s+#(?P<name>[a-z0-9][\w-]*)", re.IGNORECASE)
_WHEN = (
    rf"(?P<iso>\d{{4}}-\d\d-\d\d)|(?P<month>{_NAMES})|(?P<day>yesterday|today)|"
    r"(?:the )?(?:last|past) (?:(?P<count>\d+) )?(?P<unit>day|week|month|year)s?|"
    r"this (?P<this>week|month|year)"
)
_DATED = re.compile(
    rf"(?:^\s*|[,;]?\s+)(?P<side>since|after|before|from|in|within)\s+(?:{_WHEN})\s*(?:[,:]|[?.!]*\s*$)",
    re.IGNORECASE,
)
_WRITTEN = re.compile(
    r"\b(?:discussed|decided|decisions?|announce(?:d|ments?)|posted|posts|said|agreed|changed|updated"
    r"|released|launched|shipped|published|reported|incidents?|written|wrote|messages?|threads?"
    r"|discussions?|news|(?:is|are|what's|anything) new"
    r"|happened|did (?:\w+ ){1,2}(?:discuss|decide|announce|post|say|agree|change|update|write))\b",
    re.IGNORECASE,
)
"""What people who ask when something was said or written call it."""
_OWN = re.compile(
    r"\b(?:if|must|ha(?:ve|s) to|should|shall|needs? to|(?:may|can) (?:i|we|they|not|be))\b",
    re.IGNORECASE,
)
"""Then the date is the question's own: "Which expenses must be reported before December?"."""
_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}


@dataclass(frozen=True)
class Filter:
    """`channel` without its #; documents `since` a day, and only `before` another."""

    channel: str = ""
    since: datetime.date | None = None
    before: datetime.date | None = None

    def __bool__(self) -> bool:
        return self != Filter()

    def admits(self, place: Place) -> bool:
        """Whether a document may be used. One without a date passes no filter by date."""
        if self.channel and not _in_channel(place, self.channel):
            return False
        if not self.is_dated:
            return True
        updated = day(place.updated)
        if updated is None:
            return False
        return (self.since is None or updated >= self.since) and (
            self.before is None or updated < self.before
        )

    @property
    def is_dated(self) -> bool:
        """Whether it is one by date."""
        return self.since is not None or self.before is not None

    def described(self) -> str:
        """For people: "in #people-ops, since 2026-03-01"."""
        said = [f"in #{self.channel}"] if self.channel else []
        said += [f"since {self.since}"] if self.since else []
        said += [f"before {self.before}"] if self.before else []
        return ", ".join(said)


def _today() -> datetime.date:
    return datetime.datetime.now(datetime.UTC).date()


def parse_filter(
    text: str, today: Callable[[], datetime.date] = _today, by_date: bool = True
) -> tuple[Filter, str]:
    """The filter in `text`, and `text` without it. A filter alone filters nothing.

    Without `by_date` dates stay part of the question.
    """
    channel = _CHANNEL.search(text)
    rest = _CHANNEL.sub("", text, count=1) if channel else text
    since = before = None
    tells_when = by_date and (channel is not None or _WRITTEN.search(rest))
    dated = _DATED.search(rest) if tells_when and not _OWN.search(rest) else None
    found = _date(dated, today()) if dated else None
    if dated and found:
        side = dated["side"].lower()
        if side == "before":
            before = found
        elif side != "in" or dated["unit"] or dated["this"]:
            since = found
        if since or before:
            ending = "?" if "?" in dated.group() else ""
            rest = f"{rest[: dated.start()]}{ending} {rest[dated.end() :]}"
    rest = "\n".join(" ".join(line.split()) for line in rest.splitlines())
    if not rest.strip(" ?!.,"):
        return Filter(), text
    return Filter(channel["name"].lower() if channel else "", since, before), rest


def _date(match: re.Match[str], today: datetime.date) -> datetime.date | None:
    """The day meant: the last March that has begun, seven days before today, ..."""
    if match["iso"]:
        return day(match["iso"])
    if match["month"]:
        short = match["month"].lower()[:3]
        number = next(n for name, n in _MONTH.items() if name.startswith(short))
        return datetime.date(today.year - (number > today.month), number, 1)
    if match["day"]:
        return today - datetime.timedelta(days=match["day"].lower() == "yesterday")
    if match["this"]:
        starts = {
            "week": today - datetime.timedelta(days=today.weekday()),
            "month": today.replace(day=1),
            "year": today.replace(month=1, day=1),
        }
        return starts[match["this"].lower()]
    days = _DAYS[match["unit"].lower()] * int(match["count"] or 1)
    return today - datetime.timedelta(days=min(days, 36500))


def _in_channel(place: Place, name: str) -> bool:
    """Threads have keys `channel id/thread_ts` and titles "#name: ..."; a folder or a source of
    that name counts too."""
    folders = [part.lower() for part in place.key.split("/")[:-1]]
    titled = place.title.lower().startswith(f"#{name}:")
    return titled or name in folders or name == place.source.lower()
