"""Text -> search terms: what keyword search and word overlap compare."""

import re
import threading
from difflib import get_close_matches
from functools import lru_cache

import Stemmer

from indexing.languages import ENGLISH, is_small, language, stem_in
from indexing.stop_words import STOP_WORDS

_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
_CJK = re.compile(r"[぀-ヿ㐀-鿿가-힯]")
_ACRONYMS = frozenset(["IT", "US"])
"""Stop words in small letters, departments and countries in capitals."""
_STEMMERS = threading.local()  # a stemmer keeps state: one a thread


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The Snowball stem; "reimbursed" and "reimbursement" share one. Numbers stay whole."""
    word = word.lower().replace("’", "'").removesuffix("'s").replace(",", "")
    if any(character.isdigit() for character in word):
        return word
    if not hasattr(_STEMMERS, "english"):
        _STEMMERS.english = Stemmer.Stemmer("english")
    return str(_STEMMERS.english.stemWord(word))


def is_stop_word(word: str) -> bool:
    """Whether `word` carries no meaning by itself, misspelt or not ("teh", "mnay", "i'm")."""
    return "'" in word or bool(
        get_close_matches(word, STOP_WORDS, 1, 0.75 if len(word) > 3 else 0.66)
    )


def asked_terms(text: str) -> list[str]:
    """What to search for: `terms` with one stem for each word, so that none counts twice."""
    return terms(text, once=True)


def terms(text: str, once: bool = False) -> list[str]:
    """Stems of the words that carry meaning, in order; CJK text as character pairs.

    A compound ("sign-off", "U.S.", "l'école") gives its parts as well, so that either spelling
    finds it. In another language than English a word gives its stem there, too: both, since a
    word by itself does not tell its language; only that one with `once`.
    """
    words = _WORD.findall(text)
    spoken = language(words)
    found = []
    shouted = text.isupper()
    for word in words:
        if word in _ACRONYMS and not shouted:
            found.append(word.lower())
            continue
        if _CJK.search(word):
            found += [word[at : at + 2] for at in range(max(1, len(word) - 1))]
            continue
        for part in _parts(word, spoken):
            if part.lower() not in STOP_WORDS and not is_small(part.lower(), spoken):
                found += _stems(part, spoken)[-1:] if once else _stems(part, spoken)
    return found


def _parts(word: str, spoken: str) -> list[str]:
    """`word`, and what it is put together of."""
    joints = "-" if spoken == ENGLISH else "-'’"
    parts = [part for part in re.split(f"[{joints}]", word) if part]
    return [word, *parts] if len(parts) > 1 else [word]


def _stems(word: str, spoken: str) -> list[str]:
    english = stem(word)
    if spoken == ENGLISH or any(character.isdigit() for character in word):
        return [english]
    return list(dict.fromkeys([english, stem_in(word.lower(), spoken)]))
