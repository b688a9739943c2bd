"""Which words an amount, date or time belongs to: two of them do not change places.

"30 days in Germany and 23 days in Spain" is not said by "23 days in Germany and 30 days in Spain",
though every number and every name is kept.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from answering.checking.dates import Date, Time
from answering.checking.facts import Facts
from answering.checking.lists import words
from answering.checking.measures import UNITS
from answering.checking.quantities import Quantity
from answering.checking.synonyms import WEAK
from answering.checking.tokens import Token
from answering.checking.wording import content

_AS_AMOUNT = frozenset(words("rest remainder free nothing none"))
"""Words that stand where an amount may: "50 euros by the employee, the rest by the company"."""
_OWNING = frozenset(words("afterwards otherwise"))
"""They carry no meaning elsewhere, but tell when an amount holds."""
_JOINTS = frozenset(words("and or but while whereas"))
_APART = {",": 4, ";": 8, ".": 12, "!": 12, "?": 12, "\n": 12}
"""What a mark between a word and an amount counts for, in words."""
_JOINED, _PASSED = 4, 6
"""The same of "and", and of another amount that stands between them."""


@dataclass(frozen=True, slots=True)
class Spot:
    """An amount, date, time or weekday, or a word in the place of one, and its tokens."""

    what: Quantity | Date | Time | str
    first: int
    last: int

    def equals(self, other: "Spot") -> bool:
        """Whether both say the same, wherever they stand."""
        one, two = self.what, other.what
        if isinstance(one, Quantity) and isinstance(two, Quantity):
            return one.equals(two)
        if isinstance(one, Date) and isinstance(two, Date):
            return one.equals(two)
        if isinstance(one, Time) and isinstance(two, Time):
            return one.equals(two)
        return one == two

    def rivals(self, other: "Spot") -> bool:
        """Whether the one may come in the place of the other; 8 hours and 14 euros do not."""
        one, two = _family(self), _family(other)
        return not (one and two) or one == two


def _family(spot: Spot) -> str:
    """What the amount measures; "" where it does not say."""
    what = spot.what
    if isinstance(what, Quantity):
        return "duration" if what.dimension in ("time", "months") else what.dimension
    return "" if what in _AS_AMOUNT else type(what).__name__


def spots(found: Facts) -> list[Spot]:
    """The amounts, dates, times and weekdays of a text, in order."""
    kinds: tuple[Quantity | Date | Time, ...] = (*found.quantities, *found.dates, *found.times)
    made = [Spot(one, one.first, one.last) for one in kinds]
    made += [Spot(str(day), at, at) for at, day in found.weekdays]
    return sorted(made, key=lambda spot: spot.first)


def owners_kept(plain: Facts, styled: Facts) -> Iterator[str]:
    """Words that have changed their amount for another one's.

    A verb that a tone puts in front may come near another amount, and is let by alone; amounts
    have others next to them when clauses change places, so only two that swap theirs are named.
    """
    mine, theirs = _owned(plain), _owned(styled)
    moved = {
        word: (mine[word], theirs[word])
        for word in mine.keys() & theirs.keys()
        if not mine[word].equals(theirs[word]) and mine[word].rivals(theirs[word])
    }
    named = {_label(plain.tokens[at]) for first, last in plain.names for at in (first, last)}
    amounts = {_key(spot) for spot in _places(plain)}
    reordered = bool(moved) and _reordered(_places(plain), _places(styled))
    for word, (before, after) in sorted(moved.items()):
        crossed = any(a.equals(after) and b.equals(before) for a, b in moved.values())
        alone = word in named and not (_is_ordinal(before) or _is_ordinal(after))
        if crossed or alone or (reordered and word not in amounts):
            yield f"puts {_written(styled, after)} in the place of {_written(plain, before)}"


def _is_ordinal(spot: Spot) -> bool:
    return isinstance(spot.what, Quantity) and spot.what.ordinal


def _reordered(mine: Sequence[Spot], theirs: Sequence[Spot]) -> bool:
    """Whether two amounts that each text has once follow each other the other way round."""
    order = [
        at
        for spot in mine
        if sum(spot.equals(other) for other in mine) == 1
        and len(found := [at for at, other in enumerate(theirs) if spot.equals(other)]) == 1
        for at in found
    ]
    return order != sorted(order)


def _owned(found: Facts) -> dict[str, Spot]:
    """Each word or amount that the text has once -> the amount that it surely belongs to."""
    places = _places(found)
    taken = {at for spot in places for at in range(spot.first, spot.last + 1)}
    labels = [Spot(_label(t), at, at) for at, t in enumerate(found.tokens) if at not in taken]
    labels += [Spot(_key(spot), spot.first, spot.last) for spot in places]
    named = [label.what for label in labels]
    owners = {
        str(label.what): _nearest(found.tokens, label, places)
        for label in labels
        if label.what and named.count(label.what) == 1
    }
    return {label: spot for label, spot in owners.items() if spot}


def _key(spot: Spot) -> str:
    what = spot.what
    return f"{what.dimension} {what.values[0]:g}" if isinstance(what, Quantity) else ""


def _places(found: Facts) -> list[Spot]:
    made = spots(found)
    made += [Spot(t.norm, at, at) for at, t in enumerate(found.tokens) if t.norm in _AS_AMOUNT]
    return sorted(made, key=lambda spot: spot.first)


def _label(token: Token) -> str:
    if token.kind != "word" or token.norm in UNITS or "'" in token.norm or token.norm == "up":
        return ""
    if token.norm in _OWNING:
        return token.norm
    return next((one for one in content([token]) if one not in WEAK), "")


def _nearest(tokens: Sequence[Token], label: Spot, places: Sequence[Spot]) -> Spot | None:
    """The amount next to the label, for an amount the next one; None if two are as near."""
    others = [spot for spot in places if spot.first != label.first]
    ranked = sorted((_distance(tokens, label, spot, places), spot.first) for spot in others)
    if not ranked:
        return None
    near, first = ranked[0]
    best = next(spot for spot in others if spot.first == first)
    as_near = {at for far, at in ranked if far == near}
    tied = any(spot.first in as_near and not spot.equals(best) for spot in others)
    return None if tied else best


def _distance(tokens: Sequence[Token], label: Spot, spot: Spot, places: Sequence[Spot]) -> int:
    ahead = label.first < spot.first
    start, end = (label.last + 1, spot.first) if ahead else (spot.last + 1, label.first)
    passed = sum(start <= other.first < end for other in places)
    return _PASSED * passed + sum(_weight(token) for token in tokens[start:end])


def _weight(token: Token) -> int:
    if token.kind == "break":
        return _APART.get(token.text.strip(" ") or token.text, 1)
    return _JOINED if token.norm in _JOINTS else 1


def _written(found: Facts, spot: Spot) -> str:
    return " ".join(token.text for token in found.tokens[spot.first : spot.last + 1])
