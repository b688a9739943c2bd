"""Content words: what a question and a sentence are compared by, beside their vectors."""

import math
import re
import threading
from collections.abc import Iterable, Mapping
from functools import lru_cache

import Stemmer

_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
_CJK = re.compile(r"[぀-ヿ㐀-鿿가-힯]")
_STOP = frozenset(
    "a an and any are as at be been being but by can could did do does doing for from get gets "
    "got had has have having he her hers him his how i if in into is it its just let like many "
    "may me might mine much must my need no nor not of off on or our ours out over own please "
    "shall she should so some such tell than that the their theirs them then there these they "
    "this those to too us very want was we were what when where which while who whom whose why "
    "will with would you your yours hey hi hello thanks am about also".split()
)
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


def content_words(text: str) -> list[str]:
    """Stems of the words that carry meaning, in order; CJK text as character pairs."""
    found = []
    for match in _WORD.finditer(text):
        word = match.group()
        if _CJK.search(word):
            found += [word[at : at + 2] for at in range(max(1, len(word) - 1))]
        elif word.lower() not in _STOP:
            found.append(stem(word))
    return found


def rarity(texts: Iterable[str]) -> Mapping[str, float]:
    """Inverse document frequency of each stem within `texts`."""
    counts: dict[str, int] = {}
    total = 0
    for text in texts:
        total += 1
        for word in set(content_words(text)):
            counts[word] = counts.get(word, 0) + 1
    return {word: math.log(1 + total / count) for word, count in counts.items()}


def coverage(wanted: Iterable[str], text: str, weights: Mapping[str, float]) -> float:
    """The weighted share (0..1) of the `wanted` stems that occur in `text`.

    A word that `weights` does not know is the rarest of all: missing it costs most.
    """
    unknown = max(weights.values(), default=1.0)
    have = set(content_words(text))
    words = set(wanted)
    total = sum(weights.get(word, unknown) for word in words)
    if not total:
        return 0.0
    return sum(weights.get(word, unknown) for word in words & have) / total
