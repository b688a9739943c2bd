"""Facts of a sentence that its evidence does not have at all."""

import re
from collections.abc import Callable

from answering.checking.evidence import Evidence
from answering.checking.facts import Facts, facts
from answering.checking.measures import UNITS
from answering.checking.names import is_known, is_relative
from answering.checking.quantities import Quantity
from answering.checking.wording import content

_WE = frozenset(["we", "our", "us", "ours"])


def missing(said: Facts, item: Evidence, house: Callable[[], frozenset[str]]) -> str:
    """The fact of the sentence that the evidence has not, or ""."""
    own, place = item.own, item.around
    for address in said.addresses:
        quotes = " ".join(unit.quote for unit in item.units).lower()
        whole = re.compile(rf"(?<![\w@.-]){re.escape(address)}(?![\w-]|\.\w)")
        if address not in own.addresses and not whole.search(quotes):
            return f"the address {address} is not in the source"
    return (
        _wrong_number(said, item) or _wrong_date(said, own, place) or _wrong_name(said, item, house)
    )


def _wrong_number(said: Facts, item: Evidence) -> str:
    own, place = item.own, item.around
    for amount in said.quantities:
        written = " ".join(t.text for t in said.tokens[amount.first : amount.last + 1])
        equal = [other for other in own.quantities if amount.equals(other)]
        if not equal and not amount.dimension:
            equal = [other for other in place.quantities if amount.equals(other)]
        if equal:
            bare_number = all(not other.dimension and other.raw != (0.5,) for other in equal)
            if amount.dimension and bare_number and not _names_unit(amount, own, place):
                return f"the unit of {written} is not in the source"
            continue
        if not (_implied(amount, said, own) or _in_date(amount, own, place)):
            return f"the number {written} is not in the source"
    for period in said.periods:
        amounts = {f"{q.dimension}:{value:g}" for q in own.quantities for value in q.values}
        if period not in own.units | place.units | amounts:
            return f"the period {period.partition(':')[0]} is not in the source"
    return ""


def _names_unit(amount: Quantity, own: Facts, place: Facts) -> bool:
    dimension, factor = UNITS.get(amount.unit, (amount.dimension, 1))
    return f"{dimension}:{factor:g}" in own.units | place.units


def _implied(amount: Quantity, said: Facts, own: Facts) -> bool:
    """ "one month" where the source says "a month", unless it counts months otherwise.

    "First" says little, unless the source has another place in the order.
    """
    if amount.ordinal and amount.raw == (1,):
        return not any(other.ordinal for other in own.quantities) and "last" not in own.words
    if not amount.soft:
        return False
    if amount.dimension:
        unit = f"{amount.dimension}:{UNITS[amount.unit][1]:g}"
        return unit in own.periods or "single" in own.words
    following = said.tokens[amount.last + 1].stem if amount.last + 1 < len(said.tokens) else ""
    counted = {q.unit for q in own.quantities}
    return following in own.stems and following not in {facts(unit).initials for unit in counted}


def _in_date(amount: Quantity, own: Facts, place: Facts) -> bool:
    """A year, a day of the month or a full hour that the source writes as a date or time."""
    if amount.dimension:
        return False
    days = (*own.dates, *place.dates)
    numbers = {float(n) for date in days for n in (date.day, date.year) if n}
    numbers |= {time.minutes / 60 for time in own.times}
    return any(value in numbers for value in amount.raw)


def _wrong_date(said: Facts, own: Facts, place: Facts) -> str:
    days = (*own.dates, *place.dates)
    years = {v for q in (*own.quantities, *place.quantities) for v in q.raw} | {
        float(date.year) for date in days
    }
    counted = {v for q in own.quantities for v in q.raw}
    for date in said.dates:
        known = [d for d in days if date.equals(d)] or (
            # "the 27th of March" where the heading or another cell names the month
            date.day in counted and [d for d in days if d.month == date.month and not d.day]
        )
        if not known:
            written = " ".join(t.text for t in said.tokens[date.first : date.last + 1])
            return f"the date {written} is not in the source"
        if date.year and date.year not in years:
            return f"the year {date.year} is not in the source"
    for time in said.times:
        whole = time.minutes % 60 == 0 and {time.minutes / 60 % 12} & {v % 12 for v in counted}
        if not whole and not any(time.equals(other) for other in (*own.times, *place.times)):
            return f"the time {said.tokens[time.first].text} is not in the source"
    days_named = {day for _, day in (*own.weekdays, *place.weekdays)}
    if {day for _, day in said.weekdays} - days_named:
        return "a day of the week is not in the source"
    return ""


def _wrong_name(said: Facts, item: Evidence, house: Callable[[], frozenset[str]]) -> str:
    own, place = item.own, item.around
    words, stems = own.words | place.words, own.stems | place.stems
    have = frozenset((*own.concepts, *place.concepts))
    for first, last in said.names:
        for token in said.tokens[first : last + 1]:
            if is_known(token, words, stems, own.initials + " " + place.initials):
                continue
            if token.text[0] not in "#@" and any(part in have for part in content([token])):
                continue
            if _WE & own.words and token.norm in house():
                continue  # "we" is the company, whose name the passages mention
            if not is_relative(token.norm, tuple(words)):
                return f"the name {token.text} is not in the source"
    return ""
