"""Facts of a plain sentence that its styled form lost, and those that it brought along."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from spellchecker import SpellChecker

from answering.checking.dates import Date, Time
from answering.checking.facts import Facts
from answering.checking.lists import words
from answering.checking.measures import UNITS, unit
from answering.checking.names import is_known, is_name, is_proper
from answering.checking.quantities import Quantity
from answering.checking.tokens import Token
from answering.plain import CODE

MARK = re.compile(r"\s*(\[\d{1,3}\])")
"""A citation as it stands in a text."""

_AFTER_ADDRESS = ".,;:!?)"

_WE = frozenset(words("we we'll we've we're we'd our ours us"))

_HEAD = 5
"""Letters that the forms of a word share."""

_INTERJECTIONS = frozenset(words("ah aha bravo hey hooray hurray oh oops ouch phew wow yay"))

_ORDINARY = 0.25e-6
"""Share of all words from which on an English word is no name where a capital is due anyway."""


def exact_kept(plain: str, styled: str) -> Iterator[str]:
    """What must stay letter by letter: citation marks and code."""
    for what, pattern, group in (("citation", MARK, 1), ("code", CODE, "text")):
        mine, theirs = (
            {match[group] for match in pattern.finditer(text)} for text in (plain, styled)
        )
        yield from _compared(what, mine, theirs)


def facts_kept(plain: Facts, styled: Facts, company: str = "") -> Iterator[str]:
    """Amounts, dates, times, weekdays, periods, names and addresses that are not in both.

    `company` is a name that "we" may stand for.
    """
    ours = frozenset(company.lower().split()) if styled.words & _WE else frozenset[str]()
    yield from _compared("address", _addresses(plain), _addresses(styled))
    yield from _compared("date", _dates(plain), _dates(styled))
    yield from _compared("weekday", _weekdays(plain), _weekdays(styled))
    for verb, one, two in (("lost", plain, styled), ("added", styled, plain)):
        for amount in one.quantities:
            pronoun = amount.soft and not amount.dimension
            if not pronoun and not any(_same(amount, one, other, two) for other in two.quantities):
                yield f"{verb} the number {_written(one, amount.first, amount.last)}"
        for time in one.times:
            if not any(time.equals(other) for other in two.times):
                yield f"{verb} the time {_written(one, time.first, time.last)}"
        for period in one.periods - two.periods - two.units:
            yield f"{verb} the period {period.partition(':')[0]}"
        for name in _names(one):
            excused = verb == "lost" and name.norm in ours
            if not excused and not _has(two, name):
                yield f"{verb} the name {name.text}"


def _compared(what: str, plain: Iterable[str], styled: Iterable[str]) -> Iterator[str]:
    mine, theirs = set(plain), set(styled)
    yield from (f"lost the {what} {each}" for each in sorted(mine - theirs))
    yield from (f"added the {what} {each}" for each in sorted(theirs - mine))


def _addresses(found: Facts) -> set[str]:
    return {t.text.rstrip(_AFTER_ADDRESS) for t in found.tokens if t.kind == "address"}


def _dates(found: Facts) -> set[str]:
    return {f"{date.day}/{date.month}/{date.year}" for date in found.dates}


def _weekdays(found: Facts) -> set[str]:
    return {found.tokens[at].norm.removesuffix("s") for at, _ in found.weekdays}


def _same(one: Quantity, mine: Facts, two: Quantity, theirs: Facts) -> bool:
    """The same amount of the same unit; a table's column may name the unit apart."""
    if {one.bound, two.bound} == {"up", "down"} or not one.equals(two):
        return False
    return (
        one.dimension == two.dimension
        or _names_unit(two, theirs, one)
        or _names_unit(one, mine, two)
    )


def _names_unit(bare: Quantity, found: Facts, other: Quantity) -> bool:
    """Whether the text of an amount without a unit names that of the `other` elsewhere."""
    return not bare.dimension and other.unit in UNITS and unit(other.unit) in found.units


def _names(found: Facts) -> Iterator[Token]:
    spans: tuple[Date | Time, ...] = (*found.dates, *found.times)
    taken = {at for at, _ in found.weekdays}
    taken |= {at for span in spans for at in range(span.first, span.last + 1)}
    for at, token in enumerate(found.tokens):
        if at in taken or not is_name(token) or token.norm.startswith("i'"):
            continue
        if not (token.initial and _is_ordinary(token)):
            yield token


def _has(found: Facts, name: Token) -> bool:
    """Whether the text has the name; in another form where it may be none ("Leavers")."""
    if not name.initial or not name.text[1:].islower():
        return _spelled(name) in {_spelled(token) for token in found.tokens}
    start = name.norm[:_HEAD]
    relatives = any(word.startswith(start) for word in found.words)
    known = is_known(name, found.words, found.stems, "")
    return known or (len(start) == _HEAD and relatives)


def _spelled(token: Token) -> str:
    return token.text.removesuffix("'s").strip("'").removesuffix("s")


@lru_cache(maxsize=1)
def _english() -> SpellChecker:
    return SpellChecker(language="en")


def _is_ordinary(token: Token) -> bool:
    """Whether the word, which begins a sentence, has its capital from there alone."""
    word = token.norm.partition("'")[0]
    if word in _INTERJECTIONS:
        return True
    plainly = token.text[1:].islower() and not is_proper(word)
    return plainly and _english().word_usage_frequency(word) > _ORDINARY


def _written(found: Facts, first: int, last: int) -> str:
    return " ".join(token.text for token in found.tokens[first : last + 1])
