"""What the rules know of English: verbs, auxiliaries, and who is speaking.

No tagger and no dictionary: a sentence whose parts these few lists do not settle is left out.
"""

import re
from functools import cache

from evaluation.building.lexicon import words
from indexing.terms import terms

MODALS = words("modals")
BE = words("be")
AUXILIARIES = MODALS | BE
PREPOSITIONS = words("prepositions")
DETERMINERS = words("determiners")
JOINING = words("joining")
_BACKWARDS = re.compile(
    r"\b(?:it|they|them|he|she|his|him|her|hers|this|these|those|there|here|such|"
    r"above|below|following|former|latter|others?|another|same|both|either|neither|one|ones|"
    r"also|then|therefore|however|otherwise|instead|again|too|else|already|now|today|above)\b",
    re.IGNORECASE,
)
_THAT = re.compile(
    r"\bthat (?:day|week|month|year|time|date|case|point|person|team|page)\b|"
    r"(?:^|\b(?:for|of|in|on|at|by|to|with|after|before|from|is|do|does|if|and)\s)that\b",
    re.I,
)
_NEGATION = re.compile(r"\b(?:not|never|no|nothing|nobody|none|cannot|hardly|\w+n['’]t)\b", re.I)
_NO_VERB = "|".join(sorted(PREPOSITIONS | DETERMINERS | JOINING | {"to", "how", "what", "where"}))
_SUBJECT_YOU = re.compile(rf"(?<!help )(?<!let )(?<!make )\b[Yy]ou(?= (?!(?:{_NO_VERB})\b)[a-z])")
"""What follows tells "if you want" from "gives you a"."""


_GENERAL = frozenset(terms(" ".join(words("general"))))


def verbs() -> frozenset[str]:
    """The base forms that are known."""
    return words("verbs")


@cache
def third_persons() -> dict[str, str]:
    """ "pays" -> "pay"."""
    return {_third(verb): verb for verb in verbs()}


def _third(verb: str) -> str:
    if verb in ("have", "do"):
        return {"have": "has", "do": "does"}[verb]
    if verb.endswith("y") and verb[-2] not in "aeou":
        return f"{verb[:-1]}ies"
    return f"{verb}es" if verb.endswith(("s", "x", "z", "ch", "sh", "o")) else f"{verb}s"


def points_back(text: str) -> bool:
    """Whether `text` leans on what stands before it, so that it says little by itself."""
    return bool(_BACKWARDS.search(text) or _THAT.search(text))


def telling(text: str) -> set[str]:
    """The terms of `text` that say what it is about."""
    return {term for term in terms(text) if len(term) > 2} - _GENERAL


def negated(text: str) -> bool:
    """Whether `text` says what is not."""
    return bool(_NEGATION.search(text))


def asked_by_me(text: str) -> str:
    """What a page says to "you", as the person who asks would say it of themselves."""
    text = re.sub(r"\b[Yy]ou(?:['’]re| are)\b", "I am", text)
    text = re.sub(r"\b[Yy]ou['’]ve\b", "I have", text)
    text = re.sub(r"\b[Yy]ou['’]ll\b", "I will", text)
    text = re.sub(r"\b[Yy]ou(['’]d)\b", r"I\1", text)
    text = re.sub(r"\b[Yy]ou were\b", "I was", text)
    text = re.sub(r"\b[Yy]ou aren['’]t\b", "I am not", text)
    text = re.sub(r"\b[Yy]ou weren['’]t\b", "I was not", text)
    text = _SUBJECT_YOU.sub("I", text)
    for theirs, mine in (("yourself", "myself"), ("yours", "mine"), ("your", "my"), ("you", "me")):
        text = re.sub(rf"\b{theirs}\b", mine, text)
        text = re.sub(rf"\b{theirs.capitalize()}\b", mine, text)
    return text


def is_plural(subject: str) -> bool:
    """Whether the verb of `subject` stands in the plural, as far as its form tells."""
    said = re.sub(r" (?:a|per|each|every) \w+$", "", subject.lower()).split()
    if not said or said[0] in ("a", "an", "every", "each"):
        return False
    if said[0] in ("you", "we", "people", "all", "most", "many", "several"):
        return True
    head = next((said[i - 1] for i, w in enumerate(said) if i and w in PREPOSITIONS), said[-1])
    if head in ("people", "children", "men", "women"):
        return True
    return head.endswith("s") and not head.endswith(("ss", "us", "is"))
