"""Which words a number or a name belongs to, so that two of them cannot change places."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from types import MappingProxyType

from answering.checking.facts import Facts
from answering.checking.lists import words
from answering.checking.quantities import Quantity
from answering.checking.tokens import Token
from answering.checking.wording import content

_JOINTS = frozenset(words("and or but while whereas versus vs plus compared y und et e oder ou"))


@dataclass(frozen=True, slots=True)
class Attached:
    """A fact among the words around it.

    `place` numbers the stretch of a sentence, or the member (row, item, sentence) of evidence.
    """

    kind: str
    key: str
    around: frozenset[str]
    place: int
    amount: Quantity | None = None

    def equals(self, other: "Attached") -> bool:
        """Whether both are the same fact; a name may be shorter on one side."""
        if self.amount is not None and other.amount is not None:
            return self.amount.equals(other.amount)
        if self.kind != other.kind:
            return False
        mine, theirs = set(self.key.split()), set(other.key.split())
        return mine <= theirs or theirs <= mine

    def rivals(self, other: "Attached") -> bool:
        """Whether the other could be mistaken for this one."""
        if self.amount is not None and other.amount is not None:
            dimensions = {self.amount.dimension, other.amount.dimension}
            return len(dimensions) == 1 or "" in dimensions
        return self.kind == other.kind


def attached(found: Facts) -> list[Attached]:
    """The amounts, dates, times and names of a text; stretches end at commas, "and" and such."""
    kinds = {first: kind for kind, _, first, _, _ in _spans(found)}
    stretches = _stretches(found.tokens, _fact_places(found), kinds, row=False)
    shared = _shared(found, stretches)
    made = _attached(found, stretches)
    return [replace(fact, around=fact.around | shared[fact.place]) for fact in made]


def attached_row(found: Facts, member: int) -> list[Attached]:
    """The same of a table's row: a cell is a stretch, and the first cell belongs to all."""
    stretches = _stretches(found.tokens, _fact_places(found), row=True)
    made = _attached(found, stretches)
    everything = frozenset(content(found.tokens))
    first = frozenset(content(found.tokens[slice(*stretches[0])]))
    return [
        replace(fact, around=everything if fact.place == 0 else fact.around | first, place=member)
        for fact in made
    ]


def _spans(found: Facts) -> list[tuple[str, str, int, int, Quantity | None]]:
    spans: list[tuple[str, str, int, int, Quantity | None]] = [
        ("number", written(found.tokens[q.first : q.last + 1]), q.first, q.last, q)
        for q in found.quantities
    ]
    spans += [("date", f"{d.day}/{d.month}", d.first, d.last, None) for d in found.dates]
    spans += [("time", str(t.minutes % 720), t.first, t.last, None) for t in found.times]
    spans += [("weekday", str(day), at, at, None) for at, day in found.weekdays]
    return spans + [
        ("name", written(found.tokens[first : last + 1]).lower(), first, last, None)
        for first, last in found.names
    ]


def _fact_places(found: Facts) -> set[int]:
    return {at for _, _, first, last, _ in _spans(found) for at in range(first, last + 1)}


def _attached(found: Facts, stretches: Sequence[tuple[int, int]]) -> list[Attached]:
    made = []
    for kind, key, first, last, amount in _spans(found):
        place = next(n for n, (start, end) in enumerate(stretches) if start <= first < end)
        start, end = stretches[place]
        around = (*found.tokens[start:first], *found.tokens[last + 1 : end])
        made.append(Attached(kind, key, frozenset(content(around)), place, amount))
    return made


def _shared(found: Facts, stretches: Sequence[tuple[int, int]]) -> list[frozenset[str]]:
    """For each stretch of facts alone the words of the one before that has some."""
    facts_at, before = _fact_places(found), frozenset[str]()
    made = []
    for start, end in stretches:
        tokens = [found.tokens[at] for at in range(start, end) if at not in facts_at]
        own = frozenset(content(tokens))
        made.append(frozenset[str]() if own else before)
        before = own or before
    return made


def written(tokens: Sequence[Token]) -> str:
    """Tokens as one text."""
    return " ".join(token.text for token in tokens)


def _stretches(
    tokens: Sequence[Token],
    facts_at: Collection[int],
    kinds: Mapping[int, str] = MappingProxyType({}),
    *,
    row: bool,
) -> list[tuple[int, int]]:
    """(start, end) of the stretches; one without words of its own goes with the one before.

    Not if it has facts of two `kinds`, by first token: "27 days in Germany and 25 days in Spain".
    """
    edges = [0]
    for at, token in enumerate(tokens):
        if at in facts_at:
            continue
        mark = token.text.strip() if token.kind == "break" else "("
        ends = mark in (";", "–", "") if row else mark not in ("(", ")")
        if ends or (token.norm in _JOINTS and not row):
            edges.append(at)
    edges.append(len(tokens))
    made: list[tuple[int, int]] = []
    for start, end in pairwise(edges):
        inside = [t for at, t in enumerate(tokens[start:end], start) if at not in facts_at]
        own = content(inside) or len({kinds[at] for at in range(start, end) if at in kinds}) > 1
        if made and not row and not own:
            made[-1] = (made[-1][0], end)
        else:
            made.append((start, end))
    return made


def misattached(
    said: Sequence[Attached],
    source: Sequence[Attached],
    place: Iterable[str] = (),
    *,
    joined: bool = False,
    strict: bool = False,
) -> str:
    """The first fact of `said` that the source ties to other words, or "".

    A fact is misplaced when its words are those of another fact of its kind and none are its
    own; if `strict` already when none are its own or those of its `place`. In evidence
    `joined` of several members all facts of one stretch must also stand in one member together.
    """
    here = frozenset(place) if not joined else frozenset()
    for fact in said:
        own = [other for other in source if fact.equals(other)]
        if not own or not fact.around:
            continue
        mine = frozenset[str]().union(*(other.around for other in own))
        if (joined or strict) and mine and not fact.around & (mine | here):
            return fact.key
        for rival in source:
            if rival in own or not fact.rivals(rival):
                continue
            if any(told.equals(rival) for told in said if told.place == fact.place):
                continue
            if fact.around & (rival.around - mine) and not fact.around & (mine - rival.around):
                return fact.key
    return scattered(said, source) if joined else ""


def scattered(said: Sequence[Attached], source: Sequence[Attached]) -> str:
    """The first fact of a stretch of `said` whose facts stand apart in the source, or ""."""
    for stretch in {fact.place for fact in said}:
        homes = [
            {other.place for other in source if fact.equals(other)}
            for fact in said
            if fact.place == stretch
        ]
        homes = [places for places in homes if places]
        if homes and not set.intersection(*homes):
            return next(fact.key for fact in said if fact.place == stretch)
    return ""
