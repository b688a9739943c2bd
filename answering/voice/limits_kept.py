"""Words that make a rule of a sentence: "must", "only", "until", "not". A tone keeps them."""

import re
from collections.abc import Iterator, Sequence

from answering.checking.facts import Facts
from answering.checking.modes import changed_mode
from answering.checking.opposites import opposed
from answering.checking.polarity import denials
from answering.checking.restrictions import unrestricted

_AMOUNT = r"(?= (?:\w+ )?[\d€$£])"

_KEPT = {
    "must": r"must|shall|mandatory|obligatory|compulsory",
    "only": r"only|solely|exclusively",
    "unless": r"unless",
    "except": r"except|excluding|other than|apart from",
    "until": r"until|till",
    "at most": r"at most|up to(?! you)|maximum|no(?:t)? more than|or (?:less|fewer)|at the latest",
    "at least": r"at least|minimum|no(?:t)? (?:less|fewer) than|or (?:more|longer|older)",
    "more than": rf"(?:more|longer|older|greater|higher|larger) than|(?:over|above){_AMOUNT}",
    "less than": rf"(?:less|fewer|shorter|younger|lower|smaller) than|(?:under|below){_AMOUNT}",
    "working days": r"(?:working|business) days?|workdays?|weekdays?",
    "optional": r"optional|voluntary",
    "always": r"always|every time",
}
"""What must not get rarer, nor come where it was not, in one of its spellings."""

_NOT_LOST = {
    "before": r"before|prior to",
    "after": r"after|later than|once",
    "in writing": r"in writing|written (?:a(?:pproval|greement)|con\w+|permission|request|notice)",
}
"""What must not go: a light touch has them as well ("after a long day")."""

_OPPOSITES = (
    ("(?<!at )(?<!the )most|majority", "all|every|each|always"),
    ("doubl(?:e[sd]?|ing)|twice as", "halv(?:e[sd]?|ing)|half"),
    ("los(?:t|es?|ing)|missing", "f(?:ound|inds?|inding)"),
    ("cancel\\w*", "book(?:s|ed|ing)?"),
    ("expir\\w*|laps(?:e[sd]?|ing)", "carr(?:y|ied|ies)"),
)
"""Words of which the one must not come for the other."""

_JOINING = (("and|both|und", "or|either|oder"),)
"""The same of what joins; denied, "and" and "or" may say one thing."""

_CONDITION = re.compile(r"\b(?:if|when(?:ever)?|provided that|as long as|in case|in the event)\b")
_CONDITIONAL = re.compile(
    rf"{_CONDITION.pattern}|\b(?:where(?:ver)?|unless|whether|once|as soon as"
    r"|assuming|should (?:you|your|the|a|an|it|they|anyone))\b"
)
"""A condition, and all the ways to put one."""


def limits_kept(plain: Facts, styled: Facts) -> Iterator[str]:
    """Limiting words, denials and opposites that differ."""
    mine, theirs = _text(plain), _text(styled)
    added = _KEPT.keys() - ({"at most"} if _same_ceilings(plain, styled) else set())
    for name, pattern in (_KEPT | _NOT_LOST).items():
        word = re.compile(rf"\b(?:{pattern})(?!\w)")
        before, after = len(word.findall(mine)), len(word.findall(theirs))
        if after < before:
            yield f'lost the word "{name}"'
        elif after > before == 0 and name in added:
            yield f'added the word "{name}"'
    if len(_CONDITIONAL.findall(theirs)) < len(_CONDITION.findall(mine)):
        yield 'lost the word "if"'
    said, source = _words(styled), _words(plain)
    if denials(said) != denials(source):
        yield f"{'lost' if denials(said) < denials(source) else 'added'} a negation"
    if opposed(said, source)[0]:
        yield "turned a word into its opposite"
    yield from _turned(mine, theirs, _OPPOSITES)
    if not denials(said):
        yield from _turned(mine, theirs, _JOINING)
    if reason := changed_mode(styled, plain) or unrestricted(styled, plain):
        yield reason


def _same_ceilings(plain: Facts, styled: Facts) -> bool:
    """Whether all amounts that may only be less are so in the plain text: "within 30 days"."""
    mine, theirs = ([q for q in one.quantities if q.bound == "down"] for one in (plain, styled))
    return bool(theirs) and all(any(q.equals(other) for other in mine) for q in theirs)


def _turned(mine: str, theirs: str, pairs: Sequence[tuple[str, str]]) -> Iterator[str]:
    for pair in pairs:
        left, right = (re.compile(rf"\b(?:{side})\b") for side in pair)
        for lost, added in ((left, right), (right, left)):
            was, come = lost.search(mine), added.search(theirs)
            if was and come and not lost.search(theirs) and not added.search(mine):
                yield f'says "{come[0]}" in the place of "{was[0]}"'


def _words(found: Facts) -> list[str]:
    return [token.norm for token in found.tokens if token.kind == "word"]


def _text(found: Facts) -> str:
    """In lower case, with one spelling of contractions."""
    return " ".join(token.norm for token in found.tokens if token.kind != "break")
