"""What a sentence changes of the source sentence that it nearly repeats."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from answering.checking.alignment import Alignment, Item, items
from answering.checking.attachment import attached, misattached, scattered
from answering.checking.facts import Facts
from answering.checking.names import is_name, is_related
from answering.checking.opposites import opposed
from answering.checking.polarity import denials, says_opposite
from answering.checking.quantities import Quantity
from answering.checking.synonyms import WEAK
from answering.checking.tokens import Token, is_function_word
from answering.checking.wording import content

_CJK = re.compile(r"[぀-ヿ㐀-鿿가-힯]")
_NAME = 2
"""Characters that a name has at least."""

_LISTED = frozenset(["and", "or", ",", "<name>", "<number>", "<date>", "<time>"])
_OPENING = frozenset([",", "and", "or", "but", "also", "if", "when", "except", "unless", "becaus"])

_CLAUSE = 3
"""Concepts that a left-out stretch has when it is a clause, whose negation went with it."""


def difference(said: Facts, source: Facts, laid: Alignment) -> str:
    """What the sentence changes of the source sentence it repeats, or ""."""
    return (
        _changed(said, source, laid)
        or _renamed(said, source, laid)
        or _denied(said, source, laid)
        or _moved(said, source, laid)
    )


def _changed(said: Facts, source: Facts, laid: Alignment) -> str:
    """A fact that stands where the source has another."""
    mine, theirs = items(said), items(source)
    wrong = [
        (one, two)
        for one, two in laid.pairs
        if not _same(one, two)
        and (_repeated(one, mine, theirs) or not _listed_with(one, two, theirs))
    ]
    if not wrong:
        return ""
    one, two = wrong[0]
    laid_beside = {other.first for _, other in laid.pairs}
    elsewhere = [i for i in theirs if i.first not in laid_beside]
    moved_here = all(
        any(_same(fact, other) for other in elsewhere) and not _repeated(fact, mine, theirs)
        for fact, _ in wrong
    )
    if moved_here:
        # The source has it in a part that was left out: its words tell whether it belongs here.
        here, there = attached(said), attached(source)
        moved = misattached(here, there) or (scattered(here, there) if len(wrong) > 1 else "")
        return f"{moved} belongs to something else in the source" if moved else ""
    return _stands(said, one, source, two)


def _same(one: Item, two: Item) -> bool:
    if one.mark != two.mark:
        return False
    if isinstance(one.fact, Quantity) and isinstance(two.fact, Quantity):
        return one.fact.equals(two.fact)
    if one.mark == "<date>":
        (day, month, year), (other, their_month, their_year) = (
            str(item.fact).split("/") for item in (one, two)
        )
        years = year == their_year or "0" in (year, their_year)
        return day in (other, "0") and month == their_month and years
    if one.mark == "<name>":
        return _same_name(str(one.fact), str(two.fact))
    return one.fact == two.fact


def _same_name(one: str, two: str) -> bool:
    """The same name, shorter, or as an abbreviation or adjective."""
    mine, theirs = set(one.split()), set(two.split())
    return mine <= theirs or theirs <= mine or is_related(one, two)


def _repeated(fact: Item, mine: Sequence[Item], theirs: Sequence[Item]) -> bool:
    """Whether the sentence has the fact more often than the source, so in place of another."""
    here, there = (sum(_same(fact, item) for item in found) for found in (mine, theirs))
    return here > there


def _listed_with(one: Item, two: Item, source: Sequence[Item]) -> bool:
    """Whether `one` stands in the same enumeration of the source as `two` ("A, B and C")."""
    at = next(n for n, item in enumerate(source) if item.first == two.first)
    for step in (-1, 1):
        place = at + step
        while 0 <= place < len(source) and source[place].mark in _LISTED:
            if source[place].mark == one.mark and _same(one, source[place]):
                return True
            place += step
    return False


def _renamed(said: Facts, source: Facts, laid: Alignment) -> str:
    """A name in place of another name, or of a number in place of another number."""
    mine_all = items(said)
    for mine, theirs in laid.hunks:
        for mark in ("<name>", "<number>", "<date>", "<time>", "<weekday>"):
            here = [item for item in mine if item.mark == mark]
            there = [item for item in theirs if item.mark == mark]
            stayed = [item for item in there if not any(_same(item, one) for one in mine_all)]
            if here and stayed and not any(_same(one, two) for one in here for two in there):
                return _stands(said, here[0], source, there[0])
        odd = _initial_name(said, source, mine, theirs) or _rewritten(mine, theirs)
        if odd:
            return odd
    return ""


def _initial_name(said: Facts, source: Facts, mine: Sequence[Item], theirs: Sequence[Item]) -> str:
    """A word at the start of a sentence in place of the source's name or the other way round.

    There a capital says nothing: "Porto has 47 people" may be a name, "Staff" is none.
    """
    if len(mine) != 1 or len(theirs) != 1 or mine[0].mark == theirs[0].mark:
        return ""
    one, two = said.tokens[mine[0].first], source.tokens[theirs[0].first]
    names = is_name(one), is_name(two)
    pronoun = is_function_word(two.norm)
    if names == (True, False) and one.initial and two.text[:1].isupper() and not pronoun:
        return f"{one.text} stands where the source has {two.text}"
    return ""


def _rewritten(mine: Sequence[Item], theirs: Sequence[Item]) -> str:
    """Chinese, Japanese or Korean characters in place of others.

    Names are not told from words there, so a sentence that repeats another must repeat it.
    """
    one, two = ("".join(filter(_CJK.fullmatch, (i.mark for i in side))) for side in (mine, theirs))
    if min(len(one), len(two)) < _NAME:
        return ""
    return f"{one} stands where the source has {two}"


def _denied(said: Facts, source: Facts, laid: Alignment) -> str:
    """A negation or an opposite put in, left out or exchanged."""
    cues, turned, excused = 0, 0, False
    whole = items(source)
    put_in = {item.mark for mine, _ in laid.hunks for item in mine}
    for mine, theirs in laid.hunks:
        answered = (
            theirs
            if _was_moved(mine, theirs, put_in)
            else _answered(theirs, whole, replaced=bool(mine))
        )
        one, two = _words(said, mine), _words(source, answered)
        cues += denials(one) - denials(two)
        here, unpaired = opposed(one, two)
        turned, excused = max(turned, min(here, 1)), excused or unpaired
    for one_side, other in laid.pairs:
        if isinstance(one_side.fact, Quantity) and isinstance(other.fact, Quantity):
            turned = max(turned, {one_side.fact.bound, other.fact.bound} == {"up", "down"})
    return "the source says the opposite" if says_opposite(cues, turned, excused) else ""


def _was_moved(mine: Sequence[Item], theirs: Sequence[Item], put_in: Collection[str]) -> bool:
    """Whether what the source has here stands elsewhere in the sentence, or was put shortly."""
    moved = [item for item in theirs if item.mark in put_in and item.mark not in _OPENING]
    return len(theirs) <= 2 * len(mine) + 2 or 2 * len(moved) >= len(theirs) - 1


def _answered(theirs: Sequence[Item], source: Sequence[Item], *, replaced: bool) -> Sequence[Item]:
    """The part of what is missing that belongs to what is said.

    Not a clause that was left out: it takes its negation along.
    """
    edges = [at for at, item in enumerate(theirs) if item.mark in _OPENING]
    if not edges:
        return theirs if replaced or len(theirs) <= _CLAUSE + 2 else ()
    before = () if theirs[0] == source[0] else theirs[: edges[0]]
    after = () if theirs[-1] == source[-1] else theirs[edges[-1] :]
    return (*before, *after)


def _moved(said: Facts, source: Facts, laid: Alignment) -> str:
    """A fact whose new words are those of another fact of the source.

    "As secondary you get €445" where the source says "as primary €445; as secondary €200".
    """
    new = {word for mine, _ in laid.hunks for word in content(_tokens(said, mine))} - WEAK
    for _, theirs in laid.hunks:
        if not any(isinstance(item.fact, Quantity) for item in theirs):
            new -= set(content(_tokens(source, theirs)))
    facts = [replace(fact, around=fact.around & new) for fact in attached(said)]
    moved = misattached(facts, attached(source))
    return f"{moved} belongs to something else in the source" if moved else ""


def _tokens(found: Facts, hunk: Sequence[Item]) -> list[Token]:
    return [token for item in hunk for token in found.tokens[item.first : item.last + 1]]


def _words(found: Facts, hunk: Sequence[Item]) -> list[str]:
    return [token.norm for token in _tokens(found, hunk) if token.kind == "word"]


def _stands(said: Facts, one: Item, source: Facts, two: Item) -> str:
    return f"{_written(said, one)} stands where the source has {_written(source, two)}"


def _written(found: Facts, item: Item) -> str:
    return " ".join(token.text for token in found.tokens[item.first : item.last + 1])
