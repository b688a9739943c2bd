"""Text cut into sentences."""

import re

from sentencex import segment

_BEGINS_A_NAME = re.compile(r"(?:^|[\s/`'\"([{])\.{1,2}\Z")
_NAME = re.compile(r"/|[a-z]|[A-Z]{2}")
"""Dots in front of a name ("./run", "../lib", ".env", ".NET") end nothing."""
_SMALL = r"[a-zà-öø-ÿа-я]"
_GOES_ON = tuple(
    (re.compile(rf"(?<![\w.,])(?:{ends})\.\s+\Z"), re.compile(begins))
    for ends, begins in (
        (
            r"(?:\d{1,2}\.)?\d{1,2}",
            rf"{_SMALL}|(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober"
            r"|November|Dezember|Tag|(?:Arbeits|Werk|Kalender)tag|Monat"
            r"|Jahr|Lebensjahr|Woche|Quartal|Halbjahr|Stock|Etage|Euro)(?:e?s)?\b",
        ),
        (r"Mio|Mrd|Tsd", rf"{_SMALL}|(?:Euro|EUR|CHF|Franken|Dollar|USD)\b|[€$]"),
        (r"Abs|Nr|Art|Ziff|Kap|Tel|Str|max|min|mind|núm|pág|approx", rf"{_SMALL}|\d"),
        (r"ca|inkl|exkl|zzgl|abzgl|bzw|ggf|vgl|gem|evtl|sog", r"\S"),
    )
)
"""How a part ends and the next one begins that are one sentence: "am 31. März", "5 Mio. Euro"."""


def in_sentences(text: str) -> list[str]:
    """The sentences of `text`; joined they are `text` again, white space and all."""
    found: list[str] = []
    for part in segment("en", text):
        if found and _is_one(found[-1], part):
            found[-1] += part
        else:
            found.append(part)
    return found


def _is_one(part: str, after: str) -> bool:
    """Whether `part` and what comes `after` it are one sentence."""
    if _BEGINS_A_NAME.search(part) and _NAME.match(after):
        return True
    return any(ends.search(part) and begins.match(after) for ends, begins in _GOES_ON)
