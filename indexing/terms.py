"""Text -> search terms: what keyword search and word overlap compare."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from functools import lru_cache
from itertools import islice

from indexing.languages import ENGLISH, is_english, is_small, language, snowball, stem_in
from indexing.related import related
from indexing.stop_words import STOP_WORDS

_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
_CJK = re.compile(r"[぀-ヿ㐀-鿿가-힯]")
_JOINTS = re.compile("['’-]")
_RELATED = 6
"""Terms searched for beside each that is asked for."""
_ACRONYMS = frozenset(["IT", "US"])
"""Stop words in small letters, departments and countries in capitals."""


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The Snowball stem; "reimbursed" and "reimbursement" share one. Numbers stay whole."""
    word = word.lower().replace("’", "'").removesuffix("'s").replace(",", "")
    if any(character.isdigit() for character in word):
        return word
    return snowball(word, ENGLISH)


def is_stop_word(word: str) -> bool:
    """Whether `word` carries no meaning by itself, misspelt or not ("teh", "mnay", "i'm")."""
    return "'" in word or bool(
        get_close_matches(word, STOP_WORDS, 1, 0.75 if len(word) > 3 else 0.66)
    )


def terms(text: str) -> list[str]:
    """Stems of the words that carry meaning, in order; CJK text as character pairs.

    A compound ("sign-off", "U.S.") gives its parts as well, so that either spelling finds it.
    """
    found = []
    shouted = text.isupper()
    for match in _WORD.finditer(text):
        word = match.group()
        if word in _ACRONYMS and not shouted:
            found.append(word.lower())
            continue
        if _CJK.search(word):
            found += [word[at : at + 2] for at in range(max(1, len(word) - 1))]
        elif word.lower() not in STOP_WORDS:
            found.append(stem(word))
            if "-" in word:
                found += [stem(part) for part in word.split("-") if part.lower() not in STOP_WORDS]
    return found


def indexed_terms(text: str) -> list[str]:
    """`terms`, and in another language than English the stems that its words have there.

    Both, since a title or a name by itself does not tell its language.
    """
    # Cut at white space alone: a passage has small words enough, and this is fast.
    spoken = language(text.split())
    return [*terms(text), *(stem for _, stem in _foreign(text, spoken))]


def asked_terms(text: str) -> list[Mapping[str, float]]:
    """What to search for: for each word that carries meaning its stems, and what is related to it.

    Each with what it counts, 1 or less, the highest first. Words that are small in the question's
    own language are left out.
    """
    words = _WORD.findall(text)
    spoken = language(words)
    if spoken == ENGLISH:
        # A short question in another language passes for English; "die" is no death there.
        related_too = is_english(words)
        return [
            {term: 1.0, **(_nearest(term) if related_too else {})}
            for term in dict.fromkeys(terms(text))
        ]
    foreign = dict(_foreign(text, spoken))
    asked = {
        tuple(dict.fromkeys([*terms(word), foreign[word]])): None
        for word in foreign
        if not is_small(word, spoken)
    }
    return [dict.fromkeys(stems, 1.0) for stems in asked]


def _nearest(term: str) -> Mapping[str, float]:
    # Not the nearest of those that documents have: some of these are closed to who asks.
    return dict(islice(related(term).items(), _RELATED))


def _foreign(text: str, spoken: str) -> list[tuple[str, str]]:
    """The words of a text in another language than English, in small letters, with their stems.

    What an apostrophe or a hyphen joins are words of their own ("l'école").
    """
    if spoken == ENGLISH:
        return []
    words = _WORD.findall(text)
    parts = (part.lower() for word in words for part in _JOINTS.split(word) if part)
    return [(part, stem_in(part, spoken)) for part in parts]
