"""A sentence laid beside a source sentence that it nearly repeats: what differs decides.

Facts are laid beside facts of their kind whatever they say, so that a changed or exchanged one
shows; what is left over on either side are the hunks that were put in, left out or replaced.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from answering.checking.facts import Facts
from answering.checking.quantities import Quantity

NEAR = 0.72
"""Share of a sentence's items that must follow each other in the source in the same order."""

_WHOLE = 0.85
"""Share of the source's items that a sentence repeats which only adds to it."""

_FEWEST = 4
"""Items of the source that it then repeats at least."""


@dataclass(frozen=True, slots=True)
class Item:
    """A word, or a fact under the name of its kind."""

    mark: str
    first: int
    last: int
    fact: Quantity | str | None = None


@dataclass(frozen=True)
class Alignment:
    """`pairs` are facts laid beside each other, `hunks` the items that only one side has.

    `whole` is whether the sentence has all of the source, in order, whatever it adds.
    """

    near: bool
    whole: bool
    pairs: tuple[tuple[Item, Item], ...]
    hunks: tuple[tuple[tuple[Item, ...], tuple[Item, ...]], ...]


def items(found: Facts) -> list[Item]:
    """The words and facts of a text, in order."""
    facts = {
        amount.first: Item("<number>", amount.first, amount.last, amount)
        for amount in found.quantities
        if not (amount.ordinal and amount.raw == (1,))  # "first" is laid beside "last"
    }
    for date in found.dates:
        facts[date.first] = Item(
            "<date>", date.first, date.last, f"{date.day}/{date.month}/{date.year}"
        )
    for time in found.times:
        facts[time.first] = Item("<time>", time.first, time.last, str(time.minutes % 720))
    for first, last in found.names:
        name = " ".join(token.norm for token in found.tokens[first : last + 1])
        facts[first] = Item("<name>", first, last, name)
    for at, day in found.weekdays:
        facts[at] = Item("<weekday>", at, at, str(day))
    made, at = [], 0
    while at < len(found.tokens):
        token = found.tokens[at]
        item = facts.get(at)
        if item is None and token.kind == "word":
            item = Item(token.stem, at, at)
        elif item is None and token.kind == "break" and at + 1 < len(found.tokens):
            item = Item(",", at, at)
        if item is not None:
            made.append(item)
        at = item.last + 1 if item is not None else at + 1
    return made


def align(said: Sequence[Item], source: Sequence[Item]) -> Alignment:
    """Lay `said` beside `source`."""
    matcher = SequenceMatcher(
        None, [item.mark for item in said], [item.mark for item in source], autojunk=False
    )
    pairs, hunks, same = [], [], 0
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            pairs += [(one, two) for one, two in zip(said[a:b], source[c:d], strict=True)]
            same += b - a
        else:
            hunks.append((tuple(said[a:b]), tuple(source[c:d])))
    near = bool(said) and same >= NEAR * len(said)
    whole = same >= max(_WHOLE * len(source), _FEWEST)
    return Alignment(
        near, whole, tuple((o, t) for o, t in pairs if o.fact is not None), tuple(hunks)
    )
