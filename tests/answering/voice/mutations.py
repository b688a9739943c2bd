"""Ways in which a model gets a text wrong, each changing one thing that matters."""

import re
from collections.abc import Callable

from answering.checking.measures import CARDINALS

Mutation = Callable[[str], str | None]
"""A text -> the text changed, or None where it has nothing to change."""

_MONTHS = "January February March April May June July August September October November December"
_DAYS = "Monday Tuesday Wednesday Thursday Friday"


def _replaced(text: str, pattern: str, new: Callable[[re.Match[str]], str]) -> str | None:
    found = re.search(pattern, text)
    return f"{text[: found.start()]}{new(found)}{text[found.end() :]}" if found else None


def number(text: str) -> str | None:
    """Digits that are no mark, link or code: another number."""
    return _replaced(
        text, r"(?<![\[\w/.:#-])\d+(?![\]\w/:]|\.\w)", lambda found: str(int(found[0]) * 2 + 1)
    )


def number_word(text: str) -> str | None:
    words = [word for word in CARDINALS if CARDINALS[word] > 1]
    other = {word: "seventeen" if word != "seventeen" else "three" for word in words}
    return _replaced(text, rf"(?i)\b({'|'.join(words)})\b", lambda found: other[found[0].lower()])


def number_dropped(text: str) -> str | None:
    return _replaced(text, r"(?<![\[\w/.:#-])\d+(?![\]\w/:.,%]) ", lambda _: "")


def time(text: str) -> str | None:
    return _replaced(text, r"\b(\d{1,2}):(\d\d)\b", lambda f: f"{(int(f[1]) + 3) % 24:02}:{f[2]}")


def currency(text: str) -> str | None:
    return _replaced(text, "€", lambda _: "$")


def percent(text: str) -> str | None:
    return _replaced(text, r"(\d)%", lambda found: f"{found[1]} euros")


def unit(text: str) -> str | None:
    units = {"days": "weeks", "weeks": "months", "months": "years", "hours": "days"}
    units |= {"minutes": "hours", "years": "months"}
    return _replaced(text, rf"(?<=\d )({'|'.join(units)})\b", lambda found: units[found[0]])


def month(text: str) -> str | None:
    names = _MONTHS.split()
    pattern = rf"(?<=\d )({_MONTHS.replace(' ', '|')})\b"
    return _replaced(text, pattern, lambda found: names[(names.index(found[0]) + 5) % 12])


def weekday(text: str) -> str | None:
    names = _DAYS.split()
    pattern = rf"\b({_DAYS.replace(' ', '|')})(?=\b|s\b)"
    return _replaced(text, pattern, lambda found: names[(names.index(found[0]) + 2) % 5])


def name(text: str) -> str | None:
    """A capitalised word inside a sentence: another name."""
    days = f"{_MONTHS} {_DAYS} Saturday Sunday".replace(" ", "|")
    return _replaced(text, rf"(?<=[a-z,] )(?!(?:{days}))[A-Z][a-z]{{2,}}\b", lambda _: "Brockhurst")


def name_dropped(text: str) -> str | None:
    """A name with the word before it, such as "by Inês"."""
    days = f"{_MONTHS} {_DAYS} Saturday Sunday".replace(" ", "|")
    pattern = rf"(?<=[a-z,] )[a-z]+ (?!(?:{days}))([A-Z][a-z]{{2,}})\b"
    changed = _replaced(text, pattern, lambda _: "somewhere")
    found = re.search(pattern, text)
    return changed if found and text.count(found[1]) == 1 else None


def link(text: str) -> str | None:
    return _replaced(text, r"https?://[^\s).]+", lambda found: f"{found[0]}x")


def mail(text: str) -> str | None:
    return _replaced(text, r"[\w.]+@(?=\w)", lambda found: f"x{found[0]}")


def channel(text: str) -> str | None:
    return _replaced(text, r"#[a-z][\w-]+", lambda _: "#general")


def mark(text: str) -> str | None:
    return _replaced(text, r"\[(\d)\]", lambda found: f"[{int(found[1]) + 1}]")


def mark_dropped(text: str) -> str | None:
    changed = re.sub(r" \[\d\]", "", text)
    return changed if changed != text else None


def negation_dropped(text: str) -> str | None:
    return _replaced(text, r"\b(?:not|never) |n't\b|\bno (?=[a-z])", lambda _: "")


def negation_added(text: str) -> str | None:
    return _replaced(text, r"\b(is|are|can|must|will)\b(?! not|n't)", lambda f: f"{f[0]} not")


def limit_dropped(text: str) -> str | None:
    limits = "only|at most|at least|up to|until|unless"
    return _replaced(text, rf"\b(?:{limits}) ", lambda _: "")


def limit_turned(text: str) -> str | None:
    turned = {"at most": "at least", "at least": "at most", "before": "after", "after": "before"}
    turned |= {"more than": "less than", "up to": "at least"}
    return _replaced(text, rf"\b(?:{'|'.join(turned)})\b", lambda found: turned[found[0]])


def amounts_swapped(text: str) -> str | None:
    """Two amounts of one unit in the place of each other."""
    units = r"days|weeks|months|hours|minutes|euros|%"
    pattern = rf"(?<![\d.,])(\d+)( ?(?:{units})[^.\[\n]*? )(?!\1\b)(\d+)(?= ?(?:{units}))"
    return _replaced(text, pattern, lambda found: f"{found[3]}{found[2]}{found[1]}")


def deadline_turned(text: str) -> str | None:
    turned = {"within": "after", "by": "from"}
    return _replaced(text, r"\b(?:within|by)\b(?= (?:the )?\d)", lambda found: turned[found[0]])


def must_softened(text: str) -> str | None:
    return _replaced(text, r"\bmust\b(?!n't)", lambda _: "can")


def question_added(text: str) -> str | None:
    return f"{text} Shall we look at it together?"


def padded(text: str) -> str | None:
    return f"{text} Have a wonderful sunny afternoon, dear friend."


def runaway(text: str) -> str | None:
    return " ".join([text] * (3 + 40 // len(text.split())))


def emptied(_text: str) -> str | None:
    return " "


MUTATIONS: tuple[Mutation, ...] = (
    number, number_word, number_dropped, time, currency, percent, unit, month, weekday, name,
    name_dropped, link, mail, channel, mark, mark_dropped, negation_dropped, negation_added,
    limit_dropped, limit_turned, amounts_swapped, deadline_turned, must_softened, question_added,
    padded, runaway, emptied,
)  # fmt: skip
