"""What a little word makes of an amount of time or a date: "within 30 days" is not "after"."""

import re
from collections.abc import Iterator

from answering.checking.facts import Facts
from answering.checking.quantities import Quantity
from answering.voice.owners_kept import Spot, spots

_RELATIONS = {
    "by": "by|no(?:t)? later than|due (?:on|at|in)",
    "within": "within|inside|up to|no(?:t)? (?:more|longer) than|at most",
    "before": "before|prior to|earlier than|ahead of",
    "until": "until|till|through",
    "after": "after|following|past|once|later than",
    "from": "from|since|starting|beginning|as of",
    "on": "on",
}
"""A relation -> the words for it. "In 30 days" may mean several, so it says none."""
_TIME = frozenset(["time", "months"])
_BETWEEN = (
    r"(?: (?:the|an?|your|about|around|roughly|first|last|next|end|start|beginning|evening|of|at"
    r"|most|least|day|full|morning|every)){0,4}"
)
"""What may stand between such a word and its amount or date."""
_SAYS = {
    name: re.compile(rf"(?<!\bnot )(?<!\bno )\b(?:{pattern}){_BETWEEN}$")
    for name, pattern in _RELATIONS.items()
}
_ALIKE = frozenset([frozenset(["by", "within"])])
_FAR = 8
"""Tokens before an amount or date that are looked at."""


def relations_kept(plain: Facts, styled: Facts) -> Iterator[str]:
    """Amounts of time and dates that another little word leads in.

    One that leads in nothing on one side is let by: "You've got 30 days" for "within 30 days".
    """
    mine, theirs = _related(plain), _related(styled)
    for spot, relation in mine:
        others = [other for found, other in theirs if found.equals(spot)]
        if relation and others and not any(_alike(relation, other) for other in others):
            yield f'says "{others[0]}" in the place of "{relation}"'


def _alike(one: str, two: str) -> bool:
    return not two or one == two or frozenset([one, two]) in _ALIKE


def _related(found: Facts) -> list[tuple[Spot, str]]:
    """The amounts of time and the dates, each with its relation, or "" if none is said."""
    return [(spot, _relation(found, spot)) for spot in spots(found) if _is_time(spot)]


def _is_time(spot: Spot) -> bool:
    what = spot.what
    return not isinstance(what, Quantity) or what.ordinal or what.dimension in _TIME


def _relation(found: Facts, spot: Spot) -> str:
    tokens = found.tokens[max(0, spot.first - _FAR) : spot.first]
    ahead = " ".join(token.norm for token in tokens)
    said = ((match.start(), name) for name, one in _SAYS.items() if (match := one.search(ahead)))
    return min(said, default=(0, ""))[1]
