"""Numbers with their units: "15 days", "fifteen days", "€4k", "six-week", "at most 50%"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from answering.checking.limits import Bound, bound
from answering.checking.lists import words
from answering.checking.measures import CARDINALS, ORDINALS, SCALES, SUFFIXES, TIMES, UNITS
from answering.checking.tokens import Token, is_function_word

_SPANNING = frozenset(words("after before within for in least most than about over under lasts"))
_SHORT_UNITS = {"s", "h", "g", "m", "l", "w"}
_RANGE = {"to", "and", "or", "through", "until"}
_LOOK_AHEAD = 4
"""Tokens between a number and its unit: "five unused vacation days"."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """`values` are the possible readings ("1.500"), in the dimension's base unit if it has one."""

    values: tuple[float, ...]
    dimension: str
    first: int
    last: int
    """Its tokens, both included."""
    bound: Bound = ""
    ordinal: bool = False
    unit: str = ""
    """The unit as written, or the word after a bare number."""
    soft: bool = False
    """The word "one": "a month" is one month too."""
    raw: tuple[float, ...] = ()
    """`values` before the unit was applied."""

    def equals(self, other: "Quantity") -> bool:
        """Whether both may mean the same amount; without a unit on one side, the same number."""
        if self.dimension and other.dimension:
            return self.dimension == other.dimension and _meet(self.values, other.values)
        return _meet(self.raw, other.raw)


def _meet(mine: Sequence[float], others: Sequence[float]) -> bool:
    return any(abs(a - b) <= 1e-9 * max(abs(a), abs(b), 1e-12) for a in mine for b in others)


def quantities(tokens: Sequence[Token], taken: set[int]) -> list[Quantity]:
    """Every amount in `tokens` except at the positions `taken` (dates, times)."""
    found: list[Quantity] = []
    at = 0
    while at < len(tokens):
        made = None if at in taken else _number(tokens, at)
        if made is None:
            at += 1
            continue
        found.append(_limited(_with_unit(made, tokens, taken), tokens))
        at = made.last + 1
    return _ranges(found, tokens)


def _number(tokens: Sequence[Token], at: int) -> Quantity | None:
    token = tokens[at]
    if token.kind == "number":
        return _digits(tokens, at)
    if token.kind != "word":
        return None
    word = token.norm
    if word in ("a", "an"):
        return _made((1,), at, at, soft=True) if _is_span(tokens, at) else None
    if word in TIMES:
        return _made((TIMES[word],), at, at, dimension="times")
    if word == "half":
        return _made((0.5,), at, at, dimension="ratio")
    if word in ORDINALS and not (word == "first" and _adverb(tokens, at)):
        return _made((ORDINALS[word],), at, at, ordinal=True)
    if word == "one" and not _counts(tokens, at):
        return None
    if word in CARDINALS or word in SCALES:
        return _spelled(tokens, at)
    return None


def _is_span(tokens: Sequence[Token], at: int) -> bool:
    """Whether "a" counts a stretch of time: "within a month", but not "€30 a month"."""
    if at + 1 == len(tokens) or at == 0:
        return False
    dimension = UNITS.get(tokens[at + 1].norm, ("",))[0]
    after = tokens[at + 2] if at + 2 < len(tokens) else None
    noun = after is not None and after.kind == "word" and not is_function_word(after.norm)
    if noun and after is not None and after.norm not in _SPANNING:
        return False  # "after a night call"
    return dimension in ("time", "months") and tokens[at - 1].norm in _SPANNING


def _adverb(tokens: Sequence[Token], at: int) -> bool:
    """ "First, open …", "first of all", "at first": an order of telling, not a number."""
    after = tokens[at + 1].norm if at + 1 < len(tokens) else ","
    return after in (",", "of", ".", ":")


def _counts(tokens: Sequence[Token], at: int) -> bool:
    """Whether "one" is a number here, not a pronoun ("the one", "no one", "one of")."""
    before = tokens[at - 1].norm if at else ""
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    pronoun = ("no", "any", "every", "each", "the", "that", "this", "which", "another", "some")
    if before in pronoun or after is None:
        return False
    return after.kind == "sign" or (after.kind == "word" and not is_function_word(after.norm))


def _digits(tokens: Sequence[Token], at: int) -> Quantity:
    values = _readings(tokens[at].text)
    last, ordinal = at, False
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if following is not None and following.kind == "word":
        touching = following.start == tokens[at].end
        if touching and following.norm in ("st", "nd", "rd", "th"):
            last, ordinal = at + 1, True
        elif touching and following.norm in SUFFIXES and _magnitude(tokens, at, following):
            values, last = tuple(v * SUFFIXES[following.norm] for v in values), at + 1
        elif following.norm in ("thousand", "million", "billion", "bn"):
            scale = SCALES.get(following.norm, 10**9)
            values, last = tuple(value * scale for value in values), at + 1
    return _made(values, at, last, ordinal=ordinal)


def _magnitude(tokens: Sequence[Token], at: int, suffix: Token) -> bool:
    """Whether "5m" is five million: after a currency sign, in capitals, or when no unit is m."""
    money = at > 0 and UNITS.get(tokens[at - 1].norm, ("",))[0].isupper()
    return money or suffix.text.isupper() or suffix.norm in ("k", "mn", "bn")


def _readings(written: str) -> tuple[float, ...]:
    if written.startswith("-"):
        return tuple(-value for value in _readings(written[1:]))
    grouped = re.fullmatch(r"\d{1,3}([,.'\u202f\xa0])\d{3}(?:\1\d{3})*(?:[.,]\d+)?", written)
    if grouped:
        mark = grouped.group(1)
        whole = float(written.replace(mark, "").replace(",", "."))
        several = written.count(mark) > 1 or mark not in ",." or len(set(written) & set(".,")) > 1
        if several or mark == ",":
            return (whole,)
        return (whole, float(written))
    return (float(".".join(re.split(r"[.,]", written)[:2])),)


def _spelled(tokens: Sequence[Token], at: int) -> Quantity:
    """ "two hundred and five", "twenty-five", "a dozen"."""
    total, current, last = 0.0, 0.0, at
    position = at
    while position < len(tokens) and tokens[position].kind == "word":
        word = tokens[position].norm
        if word in SCALES:
            current = max(current, 1) * SCALES[word]
            if SCALES[word] >= 1000:
                total, current = total + current, 0.0
        elif word in CARDINALS and (current == 0 or _continues(current, CARDINALS[word])):
            current += CARDINALS[word]
        elif word in ORDINALS and current >= 20 and ORDINALS[word] < 10:
            return _made((total + current + ORDINALS[word],), at, position, ordinal=True)
        elif not (word == "and" and current >= 100 and _number_follows(tokens, position)):
            break
        last = position
        position += 1
    single = last == at and tokens[at].norm == "one"
    return _made((total + current,), at, last, soft=single)


def _continues(current: float, value: int) -> bool:
    return (current % 100 == 0 and value < 100) or (
        current % 10 == 0 and current >= 20 > 10 > value
    )


def _number_follows(tokens: Sequence[Token], at: int) -> bool:
    return at + 1 < len(tokens) and tokens[at + 1].norm in CARDINALS


def _made(
    values: tuple[float, ...],
    first: int,
    last: int,
    *,
    dimension: str = "",
    ordinal: bool = False,
    soft: bool = False,
) -> Quantity:
    return Quantity(values, dimension, first, last, ordinal=ordinal, soft=soft, raw=values)


def _with_unit(made: Quantity, tokens: Sequence[Token], taken: set[int]) -> Quantity:
    if made.dimension or made.ordinal:
        return made
    before = tokens[made.first - 1] if made.first else None
    if before is not None and before.norm in UNITS and UNITS[before.norm][0].isupper():
        return _scaled(made, before.norm, made.last)
    unit = ""
    for at in range(made.last + 1, min(made.last + 1 + _LOOK_AHEAD, len(tokens))):
        token = tokens[at]
        if at in taken or token.kind not in ("word", "sign"):
            break
        exact = token.norm not in _SHORT_UNITS or (at == made.last + 1 and token.text.islower())
        digits = tokens[made.last].kind == "number" or token.norm not in _SHORT_UNITS
        if token.norm in UNITS and exact and digits:
            return _scaled(made, token.norm, at if at == made.last + 1 else made.last)
        if token.norm in CARDINALS or is_function_word(token.norm):
            break
        unit = unit or token.norm
    return replace(made, unit=unit)


def _scaled(made: Quantity, unit: str, last: int) -> Quantity:
    dimension, factor = UNITS[unit]
    return replace(
        made,
        values=tuple(value * factor for value in made.raw),
        dimension=dimension,
        unit=unit,
        last=last,
    )


def _limited(made: Quantity, tokens: Sequence[Token]) -> Quantity:
    sign = made.first > 0 and tokens[made.first - 1].kind == "sign"
    before = tokens[max(0, made.first - 6) : made.first - sign]
    after = tokens[made.last + 1 : made.last + 6]
    return replace(made, bound=bound(before, after))


def _ranges(found: list[Quantity], tokens: Sequence[Token]) -> list[Quantity]:
    """The first number of "10 to 15 minutes" takes the unit of the second."""
    made = list(found)
    for number in range(len(made) - 2, -1, -1):
        one, two = made[number], made[number + 1]
        between = tokens[one.last + 1 : two.first]
        joined = all(t.norm in _RANGE or t.kind in ("break", "sign") for t in between)
        if one.dimension or two.unit not in UNITS or len(between) > 2 or not joined:
            continue
        if not any(t.norm == "," for t in between):
            made[number] = replace(_scaled(one, two.unit, one.last), bound=one.bound)
    return made
