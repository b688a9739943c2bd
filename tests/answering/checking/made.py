"""True and false sentences made from any text: each false one has a single thing changed.

Nothing here is shared with the checker: its tables would only confirm themselves.
"""

import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise


def words(text: str) -> list[str]:
    """The words of `text`."""
    return text.split()


_WORDS = words(
    """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen twenty
    """
)
_MONTHS = words(
    """
    January February March April May June July August September October November December
    """
)
_DAYS = words(
    """
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday
    """
)
_MONTH = "|".join(_MONTHS)
_NUMBER = re.compile(r"(?<![\w.,:/#-])(\d{1,3}(?:,\d{3})+|\d+)(?![\w:/]|[.,-]\d)")
_SPELLED = re.compile(rf"\b({'|'.join(_WORDS[2:])})\b", re.I)
_DATE = re.compile(rf"\b(?:(\d{{1,2}}) ({_MONTH})|({_MONTH}) (\d{{1,2}}))\b(?!,?\d)")
_CAPITAL = re.compile(
    rf"(?<=[a-z,;] )(?!{_MONTH}|{'|'.join(_DAYS)})[A-Z][a-z]{{3,}}(?: [A-Z][a-z]+)?(?=[\s,.;'’]|$)"
)
_UNITS = (
    ("days", "weeks"), ("weeks", "months"), ("months", "years"), ("years", "months"),
    ("hours", "minutes"), ("minutes", "hours"), ("day", "week"), ("week", "month"),
    ("month", "year"), ("year", "month"), ("km", "miles"), ("kg", "g"), ("percent", "dollars"),
    ("million", "billion"), ("billion", "million"), ("GB", "MB"), ("miles", "km"),
)  # fmt: skip
_OPPOSITES = (
    ("before", "after"), ("after", "before"), ("more than", "less than"),
    ("less than", "more than"),
    ("at least", "at most"), ("at most", "at least"), ("up to", "at least"), ("always", "never"),
    ("never", "always"), ("allowed", "prohibited"), ("required", "optional"),
    ("minimum", "maximum"), ("maximum", "minimum"), ("increased", "decreased"),
    ("first", "last"), ("paid", "unpaid"), ("largest", "smallest"), ("highest", "lowest"),
    ("earlier", "later"), ("above", "below"), ("without", "with"), ("possible", "impossible"),
    ("increase", "decrease"), ("high", "low"), ("external", "internal"), ("must", "must not"),
)  # fmt: skip
_AUXILIARY = re.compile(
    r"\b(is|are|was|were|will|can|may|must|should|has been|have been|does|do|would|could)\b"
    r"(?! not|n['’]t|not)"
)
_SWAPS = (
    ("employees", "staff"), ("Employees", "Staff"), ("receive", "get"), ("begin", "start"),
    ("purchase", "buy"), ("approximately", "about"), ("large", "big"), ("assist", "help"),
    ("must", "have to"), ("however", "but"), ("many", "a lot of"), ("in order to", "to"),
    ("such as", "like"), ("because", "since"), ("may", "can"), ("obtain", "get"),
    ("also", "in addition"), ("often", "frequently"), ("whole", "entire"), ("show", "display"),
)  # fmt: skip


@dataclass(frozen=True)
class Made:
    """A sentence, how it was made, and the sentence it was made from."""

    text: str
    kind: str
    origin: str


def names_in(texts: Iterable[str]) -> list[str]:
    """What looks like a name in `texts`, sorted."""
    return sorted({name for text in texts for name in _CAPITAL.findall(text)})


def false_ones(text: str, names: Sequence[str], rng: random.Random) -> Iterator[Made]:
    """Every way to falsify `text` by one change; `names` are other names of the corpus."""
    makers: dict[str, Callable[[], str | None]] = {
        "number": lambda: _sub(_NUMBER, text, lambda m: _other_number(m.group(1), rng), rng),
        "spelled": lambda: _sub(_SPELLED, text, lambda m: _other_word(m.group(1), rng), rng),
        "day": lambda: _sub(_DATE, text, lambda m: _other_day(m, rng), rng),
        "month": lambda: _sub(
            re.compile(rf"\b(?:{_MONTH})\b(?= \d)|(?<=\d )(?:{_MONTH})\b|(?<=in )(?:{_MONTH})\b"),
            text,
            lambda m: _another(_MONTHS, m.group(), rng),
            rng,
        ),
        "weekday": lambda: _sub(
            re.compile("|".join(_DAYS)), text, lambda m: _another(_DAYS, m.group(), rng), rng
        ),
        "year": lambda: _sub(
            re.compile(r"(?<![\d€$£,.-])(?:1[5-9]|20)\d\d(?![\d,]\d|\d|,\d)"),
            text,
            lambda m: str(int(m.group()) + rng.choice((-10, -2, 1, 5))),
            rng,
        ),
        "name": lambda: _sub(_CAPITAL, text, lambda m: _another(names, m.group(), rng), rng),
        "names swapped": lambda: _swapped(text, _CAPITAL),
        "numbers swapped": lambda: _swapped(text, _NUMBER),
        "unit": lambda: _pair(text, _UNITS, rng, r"(?<=\d )", r"\b"),
        "negation put in": lambda: _sub(_AUXILIARY, text, lambda m: f"{m.group()} not", rng),
        "negation taken out": lambda: _sub(
            re.compile(r" not\b(?! only)|(?<=[a-z])n['’]t\b| never\b"), text, lambda _: "", rng
        ),
        "opposite": lambda: _pair(text, _OPPOSITES, rng, r"\b", r"\b"),
    }
    for kind, make in makers.items():
        made = make()
        if made and made != text:
            yield Made(made, kind, text)


def true_ones(text: str, rng: random.Random) -> Iterator[Made]:
    """`text` itself, and ways to write the same."""
    makers: dict[str, Callable[[], str | None]] = {
        "verbatim": lambda: text,
        "digits": lambda: _sub(
            _SPELLED, text, lambda m: str(_WORDS.index(m.group(1).lower())), rng
        ),
        "words": lambda: _sub(
            re.compile(r"(?<![\w.,:/#€$£-])(?<!20)([2-9]|1\d)(?= [a-z]{3,})"),
            text,
            lambda m: _WORDS[int(m.group(1))],
            rng,
        ),
        "thousands": lambda: _sub(
            re.compile(r"(?<=[€$£])(\d+),000\b(?![,.]\d)"), text, lambda m: f"{m.group(1)}k", rng
        ),
        "no comma": lambda: _sub(
            re.compile(r"\d{1,3}(?:,\d{3})+"), text, lambda m: m.group().replace(",", ""), rng
        ),
        "money": lambda: _sub(
            re.compile(r"\$(\d[\d,.]*\d|\d)(?![\w.,]*\d|\w| million| billion)"),
            text,
            lambda m: f"{m.group(1)} dollars",
            rng,
        ),
        "percent": lambda: _sub(re.compile(r"(?<=\d)%"), text, lambda _: " percent", rng),
        "date order": lambda: _sub(_DATE, text, _turned_date, rng),
        "contraction": lambda: _pair(
            text,
            (
                ("do not", "don't"),
                ("is not", "isn't"),
                ("cannot", "can't"),
                ("don't", "do not"),
                ("are not", "aren't"),
                ("can't", "cannot"),
                ("isn't", "is not"),
            ),
            rng,
            r"\b",
            r"\b",
        ),
        "synonym": lambda: _pair(text, _SWAPS, rng, r"\b", r"\b"),
        "front": lambda: _fronted(text),
        "clause": lambda: _first_clause(text),
        "hyphen": lambda: _sub(
            re.compile(
                r"\b(\d+|[a-z]+teen|two|three|four|five|six|ten) (day|week|month|year|hour)s"
                r"(?= of\b)"
            ),
            text,
            lambda m: f"a {m.group(1)}-{m.group(2)} period",
            rng,
        ),
    }
    for kind, make in makers.items():
        made = make()
        if made and (made != text or kind == "verbatim"):
            yield Made(made, kind, text)


def _sub(
    pattern: re.Pattern[str],
    text: str,
    make: Callable[[re.Match[str]], str | None],
    rng: random.Random,
) -> str | None:
    found = list(pattern.finditer(text))
    if not found:
        return None
    match = rng.choice(found)
    made = make(match)
    return None if made is None else text[: match.start()] + made + text[match.end() :]


def _pair(
    text: str, pairs: Sequence[tuple[str, str]], rng: random.Random, before: str, after: str
) -> str | None:
    fitting = [
        (re.compile(before + re.escape(one) + after), two)
        for one, two in pairs
        if re.search(before + re.escape(one) + after, text)
    ]
    if not fitting:
        return None
    pattern, two = rng.choice(fitting)
    return _sub(pattern, text, lambda _: two, rng)


def _other_number(written: str, rng: random.Random) -> str:
    value = int(written.replace(",", ""))
    other = value
    while other == value or other < 0:
        other = rng.choice((value + 1, value * 2, value - 1, value + 5, value * 10, value // 2))
        value = value or 1
    return f"{other:,}" if "," in written else str(other)


def _other_word(word: str, rng: random.Random) -> str:
    other = _another(_WORDS[2:], word.lower(), rng)
    return other.capitalize() if word[0].isupper() else other


def _another(pool: Sequence[str], word: str, rng: random.Random) -> str:
    parts = set(word.lower().split())
    return rng.choice([one for one in pool if not parts & set(one.lower().split())])


def _other_day(match: re.Match[str], rng: random.Random) -> str:
    day = int(match.group(1) or match.group(4))
    other = rng.choice([n for n in range(1, 29) if n != day])
    return f"{other} {match.group(2)}" if match.group(1) else f"{match.group(3)} {other}"


def _turned_date(match: re.Match[str]) -> str:
    if match.group(1):
        return f"{match.group(2)} {match.group(1)}"
    return f"{match.group(4)} {match.group(3)}"


def _swapped(text: str, pattern: re.Pattern[str]) -> str | None:
    """Two matches exchanged, unless they are one enumeration, whose order says nothing."""
    found = list(pattern.finditer(text))
    for one, two in pairwise(found):
        between = text[one.end() : two.start()]
        if one.group() == two.group() or re.fullmatch(r"[,\s]*(?:and|or|/|to)?[,\s]*", between):
            continue
        if not re.search(r"\b[a-z]{4,}", between):
            continue
        return text[: one.start()] + two.group() + between + one.group() + text[two.end() :]
    return None


def _fronted(text: str) -> str | None:
    """ "In X, we do Y." as "We do Y in X." """
    match = re.fullmatch(
        r"((?:In|On|After|Before|During|For|At|By|Since) [^,:;]{3,60}), (.+?)\.", text
    )
    if not match or re.search(r"[,;:]", match.group(2)):
        return None
    head, rest = match.groups()
    return f"{rest[0].upper()}{rest[1:]} {head[0].lower()}{head[1:]}."


def _first_clause(text: str) -> str | None:
    """ "A, and B." as "A." """
    match = re.fullmatch(r"([^,;:]{40,}),? (?:and|but) [^,;:]{20,}\.", text)
    return f"{match.group(1)}." if match else None
