"""Words turned into their opposite: "before" for "after", "unpaid" for "paid"."""

import re
from collections.abc import Sequence

from indexing.terms import stem

_OPPOSITES = """
before prior until : after since afterwards
high : low
upto atmost : atleast
more higher above over longer greater : less fewer lower below under shorter
maximum most max : minimum least min
increase rise raise grow grew rose gain : decrease fall reduce drop decline lower shrink fell lose
early earlier earliest : late later latest
first : last
enable activate : disable deactivate
true correct : false wrong incorrect
all every both : some
add : remove
north northern : south southern
east eastern : west western
begin start open opening opens : end finish stop close closing closed
allow permit may can able eligible possible legal : prohibit forbid ban forbidden disallow \
ineligible impossible unable illegal
require must mandatory compulsory obligatory need necessary : optional voluntary unnecessary
encourage : discourage
accept approve agree grant granted : refuse reject deny decline
include cover : exclude
always every often : sometimes occasionally
weekday : weekend
working business : calendar
internal inside indoor : external outside outdoor
public open : private confidential secret
full whole : partial
paid : unpaid
gross : net
buy purchase : sell
hire : dismiss fire
win won : lose lost
success succeed pass : failure fail
best better : worst worse
large big largest biggest larger bigger : small little smallest smaller
same : different
easy : difficult hard
strong : weak
rich : poor
hot warm : cold
old older : young younger new newer
safe : dangerous unsafe
many much : few little
import : export
push : pull
upstairs : downstairs
majority : minority
direct : indirect
"""

"""Pairs of opposites, one a line; any word left of the colon against any right of it."""

_PREFIX = re.compile(r"^(?:un|in|im|ir|il|non|dis)(?=\w{4})")


def _poles() -> dict[str, list[tuple[int, int]]]:
    poles: dict[str, list[tuple[int, int]]] = {}
    for number, line in enumerate(filter(None, _OPPOSITES.strip().splitlines())):
        for side, words in zip((1, -1), line.split(":"), strict=True):
            for word in words.split():
                poles.setdefault(word, []).append((number, side))
                poles.setdefault(stem(word), []).append((number, side))
    return poles


_POLES = _poles()

_DENYING = {
    pair
    for word in ("prohibit", "optional", "refuse", "exclude", "unpaid", "fail")
    for pair, _ in _POLES[word]
}
"""Pairs whose second word says "not" by itself: "is prohibited" for "you cannot"."""


def opposed(said: Sequence[str], source: Sequence[str]) -> tuple[int, bool]:
    """How many opposites are turned round, and whether a negative word stands unpaired."""
    turned, excused = 0, False
    said, source = _limits(said), _limits(source)
    mine, theirs = _sides(said), _sides(source)
    for pair in mine.keys() | theirs.keys():
        here, there = mine.get(pair, {}), theirs.get(pair, {})
        if here and there:
            replaced = _misplaced(said, source, here, there)
            if replaced and not set(here) & set(there):
                turned += 2  # among the same words: no denial elsewhere undoes it
            elif replaced or not set(here) & set(there):
                turned += 1
        elif -1 in (here or there) and 1 not in (here or there) and pair in _DENYING:
            excused = True
    have, had = {stem(word) for word in source}, {stem(word) for word in said}
    for words, others, other_stems in ((said, source, have), (source, said, had)):
        for word in words:
            base = _PREFIX.sub("", word)
            if base != word and word not in others and stem(word) not in other_stems:
                turned += stem(base) in other_stems and word not in _POLES
    return turned, excused


def _limits(words: Sequence[str]) -> list[str]:
    """The words, with "up to", "at most", "at least" and "net of" as one each."""
    said = re.sub(r"\b(up|at) (to|most|least)\b", r"\1\2", " ".join(words))
    return re.sub(r"\bnet of\b", "exclude", said).split()


def _sides(words: Sequence[str]) -> dict[int, dict[int, list[int]]]:
    """pair -> side -> where its words stand."""
    found: dict[int, dict[int, list[int]]] = {}
    for at, word in enumerate(words):
        for pair, side in _POLES.get(word) or _POLES.get(stem(word)) or ():
            found.setdefault(pair, {}).setdefault(side, []).append(at)
    return found


def _misplaced(
    said: Sequence[str],
    source: Sequence[str],
    here: dict[int, list[int]],
    there: dict[int, list[int]],
) -> bool:
    """Whether a word stands where the source has its opposite: the neighbours tell."""
    for side, places in here.items():
        for at in places:
            same = max((_near(said, at, source, o) for o in there.get(side, ())), default=0)
            opposite = max((_near(said, at, source, o) for o in there.get(-side, ())), default=0)
            if opposite > same and opposite >= 2:
                return True
    return False


def _near(said: Sequence[str], at: int, source: Sequence[str], other: int) -> int:
    return sum(
        0 <= at + step < len(said)
        and 0 <= other + step < len(source)
        and said[at + step] == source[other + step]
        for step in (-2, -1, 1, 2)
    )
