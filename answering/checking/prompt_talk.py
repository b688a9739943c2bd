"""How a model speaks of what it was given to read, instead of answering from it."""

import re

_LABEL = re.compile(
    r"^[\s*_]*answer[\s*_]*:[\s*_]*"
    r"|^(?:according to|based on|as stated in) (?:the|these|this) passages?,\s*",
    re.IGNORECASE,
)
_ASKS_BACK = re.compile(r"^question\s*:|^[^:]*\?\Z", re.IGNORECASE)
_OF_THE_PROMPT = re.compile(r"\b(?:the|these|this) (passage|quotation)(?=s?\b)", re.IGNORECASE)
_REFUSAL = re.compile(
    r"\b(?:could not|couldn't|cannot|can't|did not) find\b|\bnot (?:mentioned|specified|stated)\b|"
    r"\bdo(?:es)? not (?:mention|say|specify|answer|provide)\b",
    re.IGNORECASE,
)


def unlabelled(text: str) -> str:
    """`text` without what only says that it is the answer ("Answer:", "According to …")."""
    label = _LABEL.match(text)
    rest = text[label.end() :] if label else ""
    return rest[:1].upper() + rest[1:] if rest else text


def is_question_or_refusal(text: str) -> bool:
    """Whether `text` asks, or says in a model's own words that there is no answer."""
    return bool(_ASKS_BACK.search(text) or _REFUSAL.search(text))


def prompt_words(text: str) -> frozenset[str]:
    """The words by which `text` speaks of a prompt, unless the documents have them as well."""
    return frozenset(match[1].lower() for match in _OF_THE_PROMPT.finditer(text))
