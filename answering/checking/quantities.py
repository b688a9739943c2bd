"""Numbers with their units: "15 days", "fifteen days", "€4k", "six-week", "at most 50%"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from answering.checking.tokens import Token, is_function_word

Bound = Literal["", "up", "down"]

_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
CARDINALS = {word: value for value, word in enumerate(_SMALL)} | {
    word: value for value, word in zip(range(20, 100, 10), _TENS, strict=True)
}
_SCALES = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "dozen": 12}
_SUFFIXES = {"k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9, "b": 10**9}
_IRREGULAR = ["first", "second", "third", "fifth", "eighth", "ninth", "twelfth"]
ORDINALS = dict(zip(_IRREGULAR, (1, 2, 3, 5, 8, 9, 12), strict=True)) | {
    (word.removesuffix("y") + "ieth" if word.endswith("y") else word + "th"): value
    for word, value in CARDINALS.items()
    if word not in ("one", "two", "three", "five", "eight", "nine", "twelve")
}
_TIMES = {"once": 1, "twice": 2, "thrice": 3}

_DAY = 86400.0
_SPELLINGS: dict[str, dict[str, float]] = {
    "time": {
        "second seconds sec secs s": 1,
        "minute minutes min mins": 60,
        "hour hours hr hrs h hourly": 3600,
        "day days daily night nights nightly": _DAY,
        "week weeks weekly": 7 * _DAY,
        "fortnight fortnights": 14 * _DAY,
    },
    "months": {
        "month months monthly": 1,
        "quarterly": 3,
        "year years yearly annual annually annum": 12,
        "decade decades": 120,
        "century centuries": 1200,
    },
    "ratio": {"% percent percentage pct": 0.01, "‰": 0.001},
    "times": {"times": 1},
    "EUR": {"€ eur euro euros": 1},
    "USD": {"$ usd dollar dollars": 1},
    "GBP": {"£ gbp": 1},
    "JPY": {"¥ jpy yen": 1},
    "CHF": {"chf franc francs": 1},
    "SEK": {"sek kronor": 1},
    "PLN": {"pln zloty złoty": 1},
    "mass": {
        "mg milligram milligrams": 1e-6,
        "g gram grams": 1e-3,
        "kg kilo kilos kilogram kilograms": 1,
        "tonne tonnes": 1000,
        "lb lbs": 0.45359237,
        "oz ounce ounces": 0.0283495,
    },
    "length": {
        "mm millimetre millimetres millimeter millimeters": 1e-3,
        "cm centimetre centimetres centimeter centimeters": 1e-2,
        "m metre metres meter meters": 1,
        "km kilometre kilometres kilometer kilometers": 1e3,
        "mile miles": 1609.344,
        "ft foot feet": 0.3048,
        "inch inches": 0.0254,
    },
    "volume": {"ml": 1e-3, "l litre litres liter liters": 1, "gallon gallons": 3.785},
    "bytes": {"kb": 1e3, "mb": 1e6, "gb": 1e9, "tb": 1e12},
    "frequency": {"hz": 1, "khz": 1e3, "mhz": 1e6, "ghz": 1e9},
    "power": {"w watt watts": 1, "kw kilowatts": 1e3, "mw megawatts": 1e6},
}
UNITS: dict[str, tuple[str, float]] = {
    name: (dimension, factor)
    for dimension, spellings in _SPELLINGS.items()
    for names, factor in spellings.items()
    for name in names.split()
}
"""Spelling -> (dimension, factor). Only what converts exactly shares a dimension."""

_SHORT_UNITS = {"s", "h", "g", "m", "l", "w"}
_RANGE = {"to", "and", "or", "through", "until"}
_LOOK_AHEAD = 4
"""Tokens between a number and its unit: "five unused vacation days"."""

_UP = re.compile(
    r"(?:at least|minimum(?: of)?|no(?:t)? (?:less|fewer|earlier|shorter) than|"
    r"(?:more|longer|older|later|greater|larger|bigger|higher) than|over|above|exceed(?:s|ing)?|"
    r"beyond)(?: \w+)?$"
)
_DOWN = re.compile(
    r"(?:at most|up to|maximum(?: of)?|no(?:t)? (?:more|longer|later|older|greater) than|"
    r"(?:less|fewer|shorter|younger|smaller|lower) than|under|below|within|capped at)(?: \w+)?$"
)
_UP_AFTER = re.compile(r"^(?:\w+ ){0,2}?(?:or (?:more|longer|older|above)|minimum|at least)\b")
_DOWN_AFTER = re.compile(
    r"^(?:\w+ ){0,2}?(?:or (?:less|fewer|under|below)|maximum|at most|at the latest)\b"
)


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
        found.append(_with_bound(_with_unit(made, tokens, taken), tokens))
        at = made.last + 1
    return _ranges(found, tokens)


def _number(tokens: Sequence[Token], at: int) -> Quantity | None:
    token = tokens[at]
    if token.kind == "number":
        return _digits(tokens, at)
    if token.kind != "word":
        return None
    word = token.norm
    if word in _TIMES:
        return _made((_TIMES[word],), at, at, dimension="times")
    if word == "half":
        return _made((0.5,), at, at, dimension="ratio")
    if word in ORDINALS and not (word == "first" and _adverb(tokens, at)):
        return _made((ORDINALS[word],), at, at, ordinal=True)
    if word == "one" and not _counts(tokens, at):
        return None
    if word in CARDINALS or word in _SCALES:
        return _spelled(tokens, at)
    return None


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
        elif touching and following.norm in _SUFFIXES and _magnitude(tokens, at, following):
            values, last = tuple(v * _SUFFIXES[following.norm] for v in values), at + 1
        elif following.norm in ("thousand", "million", "billion", "bn"):
            scale = _SCALES.get(following.norm, 10**9)
            values, last = tuple(value * scale for value in values), at + 1
    return _made(values, at, last, ordinal=ordinal)


def _magnitude(tokens: Sequence[Token], at: int, suffix: Token) -> bool:
    """Whether "5m" is five million: after a currency sign, in capitals, or when no unit is m."""
    money = at > 0 and UNITS.get(tokens[at - 1].norm, ("",))[0].isupper()
    return money or suffix.text.isupper() or suffix.norm in ("k", "mn", "bn")


def _readings(written: str) -> tuple[float, ...]:
    grouped = re.fullmatch(r"\d{1,3}([,.'\u202f\xa0])\d{3}(?:\1\d{3})*(?:[.,]\d+)?", written)
    if grouped:
        mark = grouped.group(1)
        whole = float(written.replace(mark, "").replace(",", "."))
        several = written.count(mark) > 1 or mark not in ",." or len(set(written) & set(".,")) > 1
        if several or mark == ",":
            return (whole,)
        return (whole, float(written))
    if written.count(".") + written.count(",") > 1:
        # A version ("1.2.3"): each reading only has to be the same on both sides.
        return (float(int.from_bytes(written.encode()[:7], "big")),)
    return (float(written.replace(",", ".")),)


def _spelled(tokens: Sequence[Token], at: int) -> Quantity:
    """ "two hundred and five", "twenty-five", "a dozen"."""
    total, current, last = 0.0, 0.0, at
    position = at
    while position < len(tokens) and tokens[position].kind == "word":
        word = tokens[position].norm
        if word in _SCALES:
            current = max(current, 1) * _SCALES[word]
            if _SCALES[word] >= 1000:
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
    return replace(_made((total + current,), at, last), soft=single)


def _continues(current: float, value: int) -> bool:
    return (current % 100 == 0 and value < 100) or (
        current % 10 == 0 and current >= 20 > 10 > value
    )


def _number_follows(tokens: Sequence[Token], at: int) -> bool:
    return at + 1 < len(tokens) and tokens[at + 1].norm in CARDINALS


def _made(
    values: tuple[float, ...], first: int, last: int, *, dimension: str = "", ordinal: bool = False
) -> Quantity:
    return Quantity(values, dimension, first, last, ordinal=ordinal, raw=values)


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


def _with_bound(made: Quantity, tokens: Sequence[Token]) -> Quantity:
    skipped = 1 if made.first and tokens[made.first - 1].kind == "sign" else 0
    before = " ".join(token.norm for token in tokens[max(0, made.first - 6) : made.first - skipped])
    after = " ".join(token.norm for token in tokens[made.last + 1 : made.last + 6])
    bound: Bound = ""
    if _DOWN.search(before) or _DOWN_AFTER.search(after):
        bound = "down"
    elif _UP.search(before) or _UP_AFTER.search(after):
        bound = "up"
    return replace(made, bound=bound)


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
