"""Which words of a sentence its source has too, in whatever form or common synonym."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from answering.checking.measures import CARDINALS, ORDINALS, SCALES, SUFFIXES, UNITS
from answering.checking.synonyms import WEAK, concept
from answering.checking.tokens import Token
from indexing.terms import terms

_HEAD = 6
"""Letters that words of one family share ("insurer", "insurances")."""


@lru_cache(maxsize=32768)
def concepts(word: str) -> tuple[str, ...]:
    """The concepts of one word: none where it carries no meaning or is part of an amount."""
    if word in CARDINALS or word in ORDINALS or word in SCALES or word == "half":
        return ()
    if word in SUFFIXES or (word in UNITS and (len(word) < 3 or not UNITS[word][0].islower())):
        return ()
    if word in UNITS and UNITS[word][0] == "ratio":
        return ()
    return tuple(concept(part) for part in terms(word))


def content(tokens: Iterable[Token]) -> list[str]:
    """The concepts of the words that carry meaning; numbers are left to `quantities`."""
    return [one for token in tokens if token.kind == "word" for one in concepts(token.norm)]


@dataclass(frozen=True)
class Vocabulary:
    """The concepts of a text, and their first letters: stemming misses some relatives."""

    concepts: frozenset[str]
    heads: frozenset[str]

    @classmethod
    def of(cls, words: Iterable[str]) -> "Vocabulary":
        """The vocabulary of `words`, which are concepts."""
        have = frozenset(words)
        return cls(have, frozenset(word[:_HEAD] for word in have if len(word) >= _HEAD))

    def share(self, wanted: Iterable[str]) -> float:
        """The share (0..1) of the `wanted` concepts that are here; weak words count little."""
        total = got = 0.0
        for word in set(wanted):
            known = word in self.concepts or word[:_HEAD] in self.heads
            weight = 0.3 if word in WEAK and not known else 1.0
            total += weight
            got += weight * known
        return got / total if total else 1.0
