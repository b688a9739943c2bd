"""Which language a text is in, and the stems of its words.

English unless the small words of the text say otherwise: names and numbers are in no language, and
a wrong guess would make two forms of a word strangers.
"""

import threading
import unicodedata
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
"""Different small words of a language that a text in it has at least."""
_ENGLISH_TOO = frozenset(
    """all alle come con den des die door end era fast fin for hat hem her ill man men met most no
    par pas per plus sea sin sit so son sur til tu under uno van vi war""".split()  # noqa: SIM905
)
"""They stand in English texts, as words or in names, and tell nothing."""
_STEMMERS = threading.local()  # a stemmer keeps state: one a thread


def language(words: Sequence[str]) -> str:
    """The language, by Snowball's name, of the `words` of a text.

    English unless another has more different small words in it.
    """
    best, count, english = _small_words(words)
    return best if count >= max(_FEWEST, english + 1) else ENGLISH


def is_english(words: Sequence[str]) -> bool:
    """Whether no other language has more different small words among `words`, not even one."""
    _, count, english = _small_words(words)
    return count <= english


def _small_words(words: Sequence[str]) -> tuple[str, int, int]:
    """The other language with most different small words among `words`, how many, and English's."""
    different = {word.lower() for word in words}
    counts = dict.fromkeys(_OTHERS, 0)
    for word in different:
        for name in _small_in(word):
            counts[name] += 1
    best = max(_OTHERS, key=counts.__getitem__)
    return best, counts[best], len(different & STOP_WORDS)


def is_small(word: str, name: str) -> bool:
    """Whether `word`, in small letters, carries no meaning by itself in language `name`."""
    return word in STOP_WORDS or not _filter(name).analyze(word)


def snowball(word: str, name: str) -> str:
    """The stem of `word`, in small letters, in language `name`."""
    if not hasattr(_STEMMERS, name):
        setattr(_STEMMERS, name, Stemmer.Stemmer(name))
    return str(getattr(_STEMMERS, name).stemWord(word))


@lru_cache(maxsize=65536)
def stem_in(word: str, name: str) -> str:
    """The same without accents, as people in a hurry type."""
    parts = unicodedata.normalize("NFKD", snowball(word, name))
    return "".join(part for part in parts if not unicodedata.combining(part))


@lru_cache(maxsize=65536)
def _small_in(word: str) -> tuple[str, ...]:
    """The other languages of which `word` is a small word, unless English has it, too."""
    if len(word) == 1 or word in STOP_WORDS or word in _ENGLISH_TOO:
        return ()
    # Most words are small nowhere: asking all languages at once is ten times as fast.
    if _filter(*_OTHERS).analyze(word):
        return ()
    return tuple(name for name in _OTHERS if not _filter(name).analyze(word))


@cache
def _filter(*names: str) -> tantivy.TextAnalyzer:
    """Leaves out the small words of all these languages."""
    words = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    for name in names:
        words = words.filter(tantivy.Filter.stopword(name))
    return words.build()
