"""Which language a text is in, and the stems of its words.

English unless the small words of the text say otherwise: names and numbers are in no language, and
a wrong guess would make two forms of a word strangers.
"""

import threading
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache

import Stemmer
import tantivy

from indexing.stop_words import STOP_WORDS

ENGLISH = "english"
_OTHERS = (
    "danish", "dutch", "finnish", "french", "german", "hungarian", "italian", "norwegian",
    "portuguese", "russian", "spanish", "swedish",
)  # fmt: skip
"""Languages whose small words tantivy knows and whose endings Snowball does."""
_FEWEST = 2
"""Small words of a language that a text in it has at least."""
_SHARE = 0.15
"""Of its words, so that "Daan van der Berg" does not turn a sentence into Dutch."""
_STEMMERS = threading.local()  # a stemmer keeps state: one a thread


def language(words: Sequence[str]) -> str:
    """The language, by Snowball's name, of the `words` of a text."""
    found: Counter[str] = Counter()
    for word in words:
        found.update(_small_in(word.lower()))
    if not found:
        return ENGLISH
    # Of equals the first wins, and English above all: its neighbours share small words with it.
    best = max((ENGLISH, *_OTHERS), key=lambda name: found[name])
    enough = found[best] >= max(_FEWEST, _SHARE * len(words))
    return best if enough else ENGLISH


def is_small(word: str, name: str) -> bool:
    """Whether `word`, in small letters, carries no meaning by itself in language `name`."""
    return word in STOP_WORDS if name == ENGLISH else not _filter(name).analyze(word)


@lru_cache(maxsize=65536)
def stem_in(word: str, name: str) -> str:
    """The Snowball stem of `word` in language `name`, without accents."""
    if not hasattr(_STEMMERS, name):
        setattr(_STEMMERS, name, Stemmer.Stemmer(name))
    return _plain(str(getattr(_STEMMERS, name).stemWord(word)))


def _plain(word: str) -> str:
    """Letters without accents, as people in a hurry type them."""
    parts = unicodedata.normalize("NFKD", word)
    return "".join(part for part in parts if not unicodedata.combining(part))


@lru_cache(maxsize=65536)
def _small_in(word: str) -> tuple[str, ...]:
    """The languages of which `word` is a small word; what English has too tells nothing."""
    if word in STOP_WORDS:
        return (ENGLISH,)
    return tuple(name for name in _OTHERS if not _filter(name).analyze(word))


@cache
def _filter(name: str) -> tantivy.TextAnalyzer:
    words = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    return words.filter(tantivy.Filter.stopword(name)).build()
