"""Text cut into sentences."""

import re

from sentencex import segment

_BEGINS_A_NAME = re.compile(r"(?:^|[\s/`'\"([{])\.{1,2}\Z")
_NAME = re.compile(r"/|[a-z]|[A-Z]{2}")
"""Dots in front of a name ("./run", "../lib", ".env", ".NET") end nothing."""
_SMALL = r"[a-zà-öø-ÿа-я]"
_ARTICLE = (
    r"(?:[Dd](?:er|ie|as|em|en|es)|[Ii]m|[Aa]m|[Zz]u[mr]|[Vv]om|[Bb]eim|[Ii]ns|[Jj]ede[mnrs]?"
    r"|[Ee]in(?:e[mnrs]?)?)"
)
_BEGINS_ANEW = (
    r"(?:Aber|Ab|Alle[ns]?|Als|Am|An|Auch|Auf|Aus|Bei|Bis|Bitte|Da|Dabei|Dafür|Damit|Danach|Dann"
    r"|Darüber|Davor|D(?:as|er|ie|em|en|es)|Diese[mnrs]?|Dort|Du|Eine?[mnrs]?|Er|Es|Falls|Für|Hier"
    r"|Ich|Ihre?|Im|In|Ist|Jede[mnrs]?|Kein[emnrs]*|Man|Mit|Nach|Nicht|Nur|Ob|Oder|Ohne|Seit|Sie"
    r"|Sind|So|Sonst|Über|Um|Und|Unter|Vom|Von|Vor|Was|Weil|Wenn|Wer|Wie|Wir|Wird|Wo|Zu|Zum|Zur"
    r"|Zwischen|Det|Vi|The|This|That|They|We|You|It|If|For|On|At|All|No|Not|After|Before)\b"
)
"""Begins a sentence, and is no noun that an ordinal could count."""
_GOES_ON = tuple(
    (re.compile(rf"(?<![\w.,])(?:{ends})\.\s+\Z"), re.compile(begins))
    for ends, begins in (
        (
            rf"{_ARTICLE}\s(?:\d{{1,3}}\. (?:und|oder|bis) )?\d{{1,3}}",
            rf"(?!{_BEGINS_ANEW})[A-ZÄÖÜ]",
        ),
        (
            r"(?:\d{1,2}\.)?\d{1,2}",
            rf"{_SMALL}|(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober"
            r"|November|Dezember|Tag|(?:Arbeits|Werk|Kalender)tag|Monat"
            r"|Jahr|Lebensjahr|Woche|Klasse|Quartal|Halbjahr|Stock|Etage|Euro)(?:e?s)?\b",
        ),
        (r"Mio|Mrd|Tsd", rf"{_SMALL}|(?:Euro|EUR|CHF|Franken|Dollar|USD)\b|[€$]"),
        (r"Abs|Nr|Art|Ziff|Kap|Tel|Str|max|min|mind|núm|pág|approx", rf"{_SMALL}|\d"),
        (r"ca|inkl|exkl|zzgl|abzgl|bzw|ggf|vgl|gem|evtl|sog", r"\S"),
    )
)
"""How a part ends and the next one begins that are one sentence: "am 31. März", "der 2. Klasse"."""


_END = 40
"""Characters that decide, before the white space at the end: more than any of the above takes."""


def in_sentences(text: str) -> list[str]:
    """The sentences of `text`; joined they are `text` again, white space and all."""
    found: list[list[str]] = []
    end = ""
    for part in segment("en", text):
        if found and _is_one(end, part):
            found[-1].append(part)
            end = _end(end + part)
        else:
            found.append([part])
            end = _end(part)
    return ["".join(parts) for parts in found]


def _end(text: str) -> str:
    """What of `text` decides whether it goes on: looking at all of it each time takes hours."""
    return text[-_END - (len(text) - len(text.rstrip())) :]


def _is_one(end: str, after: str) -> bool:
    """Whether what ends with `end` and what comes `after` it are one sentence."""
    if _BEGINS_A_NAME.search(end) and _NAME.match(after):
        return True
    return any(ends.search(end) and begins.match(after) for ends, begins in _GOES_ON)
