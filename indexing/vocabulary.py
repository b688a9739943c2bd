"""The words of the documents, and the one that a misspelt word most likely means.

The company's own words decide: "Kubernets" is corrected only where "Kubernetes" is written.
"""

import re
from collections import Counter
from collections.abc import Callable
from functools import cache

import tantivy
from spellchecker import SpellChecker

from indexing.languages import ENGLISH, language

_MEMORY = 15_000_000
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SHORTEST = 3
_ONE_WRONG = 5
_TWO_SLIPS = 6
"""From so many letters on, two slips of the finger still leave the word recognisable."""
_CANDIDATES = 200
_RARE = 2
"""A word that stands only once in all documents may itself be a slip."""


def _any(_word: str) -> bool:
    return True


class Vocabulary:
    """Words and how often they stand in the passages seen so far.

    What is removed stays counted until the next start: a stale word does no harm here.
    """

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("word", stored=True, tokenizer_name="raw", index_option="basic")
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema)
        self._writer = self._index.writer(heap_size=_MEMORY, num_threads=1)

    def learn(self, text: str) -> None:
        """Count the words of `text`; `settle` lets them be found."""
        for word in vocabulary_words(text):
            if word not in self._counts:
                document = tantivy.Document()
                document.add_text("word", word)
                self._writer.add_document(document)
            self._counts[word] += 1

    def settle(self) -> None:
        """Let `corrected` find what was learnt."""
        self._writer.commit()
        self._index.reload()

    def corrected(self, text: str, readable: Callable[[str], bool] = _any) -> str:
        """`text` with each misspelt word replaced by the one that it most likely means.

        Only by words that are `readable`: a correction must not tell what a page says that the
        reader may not open.

        Words that English has are right even where no document uses them ("commuter" is no
        slip for "computer"), a capital letter inside a sentence marks a name, and a text in
        another language is left alone.
        """
        words = vocabulary_words(text)
        if language(words) != ENGLISH:
            return text
        if sum(_is_english(word) or word in self._counts for word in words) * 4 < len(words):
            return text
        begun = False

        def correct(match: re.Match[str]) -> str:
            nonlocal begun
            word, first, begun = match.group(), not begun, True
            if word.isupper() or (word[0].isupper() and not first):
                return word
            return self._nearest(word.lower(), readable) or word

        return _WORD.sub(correct, text)

    def _nearest(self, word: str, readable: Callable[[str], bool]) -> str | None:
        if len(word) < _SHORTEST or "'" in word or "’" in word or self._known(word, readable):
            return None
        for distance in (1, 2) if len(word) >= _TWO_SLIPS else (1,):
            near = [
                other
                for other in self._within(word, distance)
                if (self._counts[other] >= _RARE or _is_english(other))
                and _plausible(word, other)
                and readable(other)
            ]
            if near:
                return max(near, key=lambda other: (_likely(word, other), self._counts[other]))
        return None

    def _known(self, word: str, readable: Callable[[str], bool]) -> bool:
        counted = word in self._counts or word.removesuffix("s") in self._counts
        return _is_english(word) or (counted and readable(word))

    def _within(self, word: str, distance: int) -> list[str]:
        searcher = self._index.searcher()
        query = tantivy.Query.fuzzy_term_query(
            self._schema, "word", word, distance, transposition_cost_one=True
        )
        hits = searcher.search(query, _CANDIDATES).hits
        return [str(searcher.doc(address)["word"][0]) for _score, address in hits]


def vocabulary_words(text: str) -> list[str]:
    """The words of `text` that can be misspelt, in small letters."""
    return [match.group().lower() for match in _WORD.finditer(text)]


@cache
def _english() -> SpellChecker:
    return SpellChecker(language="en")


def _is_english(word: str) -> bool:
    return word in _english().word_frequency


def _plausible(word: str, other: str) -> bool:
    """Whether `other` may be meant. Of a short word one wrong letter leaves too little."""
    return len(word) >= _ONE_WRONG or len(other) > len(word) or sorted(word) == sorted(other)


def _likely(word: str, other: str) -> int:
    """How typical a slip this is: people rarely get the first letter wrong, often swap two."""
    return 2 * (word[0] == other[0]) + (sorted(word) == sorted(other)) + (len(other) >= len(word))
