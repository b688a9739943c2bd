"""`python -m tuning.related`: compare the common words of English for `indexing.related`."""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from babel import Locale
from spellchecker import SpellChecker

from indexing.embedder import Embedder, Vectors
from indexing.related import SHIPPED, UNRELATED, save
from indexing.stop_words import STOP_WORDS
from indexing.terms import stem

_WORDS = 20_000
"""The most frequent ones. With twice as many nothing more is found."""
_MOST = 50
"""Terms that one is related to."""
_SHORTEST = 3
_NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety "
    "hundred thousand million billion first second third fourth fifth half quarter"
)


def main() -> None:
    """Write the file that is shipped, or `--output`."""
    parser = argparse.ArgumentParser(prog="python -m tuning.related", description=__doc__)
    parser.add_argument("--output", type=Path, default=SHIPPED, help="(default: the shipped)")
    parser.add_argument("--words", type=int, default=_WORDS)
    given = parser.parse_args()
    forms: dict[str, list[str]] = {}
    for word in common_words(given.words):
        forms.setdefault(stem(word), []).append(word)
    save(given.output, list(forms), list(nearest(meanings(list(forms.values())))))
    print(f"{len(forms)} terms in {given.output}")


def common_words(most: int) -> list[str]:
    """English words that mean something by themselves, the most frequent first."""
    counts = SpellChecker(language="en").word_frequency
    left_out = STOP_WORDS | _exact()
    meaning = [
        word
        for word in counts.words()
        if len(word) >= _SHORTEST and word.isascii() and word.isalpha() and word not in left_out
    ]
    return sorted(meaning, key=lambda word: (-counts[word], word))[:most]


def _exact() -> frozenset[str]:
    """Words that are alike and never the same: numbers, days, months, countries, languages."""
    english = Locale("en")
    calendar = [
        *english.days["format"]["wide"].values(),
        *english.months["format"]["wide"].values(),
    ]
    names = [*calendar, *english.territories.values(), *english.languages.values()]
    return frozenset(f"{_NUMBERS} {' '.join(names)}".lower().split())


def meanings(forms: Sequence[Sequence[str]]) -> Vectors:
    """(n, dimension) unit vectors: for each term the mean of those of its words."""
    vectors = Embedder().embed_texts([word for words in forms for word in words])
    starts = np.cumsum([0, *map(len, forms)])[:-1]
    means: Vectors = np.add.reduceat(vectors, starts, axis=0)
    means /= np.linalg.norm(means, axis=1, keepdims=True)
    return means


def nearest(vectors: Vectors) -> Iterator[list[tuple[int, float]]]:
    """For each vector the places and cosines of those that are like it, the likest first."""
    for place, vector in enumerate(vectors):
        cosines = vectors @ vector
        cosines[place] = 0.0
        alike = np.flatnonzero(cosines > UNRELATED)
        first = alike[np.argsort(-cosines[alike], kind="stable")][:_MOST]
        yield [(int(other), min(float(cosines[other]), 1.0)) for other in first]


if __name__ == "__main__":
    main()
