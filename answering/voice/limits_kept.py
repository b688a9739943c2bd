"""Words that make a rule of a sentence: "must", "only", "until", "not". A tone keeps them."""

import re
from collections.abc import Iterator

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
    "optional": r"optional|voluntary",
    "always": r"always|every time",
}
"""What must not get rarer, nor come where it was not, in one of its spellings."""

_NOT_LOST = {
    "before": r"before|prior to",
    "after": r"after|later than|once",
}
"""What must not go: a light touch has them as well ("after a long day")."""

_CONDITION = re.compile(r"\b(?:if|when(?:ever)?|provided that|as long as|in case|in the event)\b")
_CONDITIONAL = re.compile(
    rf"{_CONDITION.pattern}|\b(?:where(?:ver)?|unless|whether|once|as soon as"
    r"|assuming|should (?:you|your|the|a|an|it|they|anyone))\b"
)
"""A condition, and all the ways to put one."""


def limits_kept(plain: Facts, styled: Facts) -> Iterator[str]:
    """Limiting words, denials and opposites that differ."""
    mine, theirs = _text(plain), _text(styled)
    for name, pattern in (_KEPT | _NOT_LOST).items():
        word = re.compile(rf"\b(?:{pattern})(?!\w)")
        before, after = len(word.findall(mine)), len(word.findall(theirs))
        if after < before:
            yield f'lost the word "{name}"'
        elif after > before == 0 and name in _KEPT:
            yield f'added the word "{name}"'
    if len(_CONDITIONAL.findall(theirs)) < len(_CONDITION.findall(mine)):
        yield 'lost the word "if"'
    said, source = _words(styled), _words(plain)
    if denials(said) != denials(source):
        yield f"{'lost' if denials(said) < denials(source) else 'added'} a negation"
    if opposed(said, source)[0]:
        yield "turned a word into its opposite"
    if reason := changed_mode(styled, plain) or unrestricted(styled, plain):
        yield reason


def _words(found: Facts) -> list[str]:
    return [token.norm for token in found.tokens if token.kind == "word"]


def _text(found: Facts) -> str:
    """In lower case, with one spelling of contractions."""
    return " ".join(token.norm for token in found.tokens if token.kind != "break")
