"""Texts -> the sets of their word triples, as numbers in the order of how rare they are."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, count

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

_WORD = re.compile(r"[぀-ヿ㐀-鿿]|[^\W_]+")
"""Chinese and Japanese have no spaces: each character counts as a word."""
_LENGTH = 3

# Odd and random-looking: that two triples give one number is a matter of one in billions.
_FACTORS = tuple(
    np.uint64(each) for each in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)
)


@dataclass(frozen=True)
class Shingles:
    """The triples of texts. Numbers below `first_shared` occur once in all."""

    first_shared: int
    _numbers: Ints
    _ends: Ints

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Shingles":
        """A text of fewer than three words has one triple, of what it has."""
        vocabulary: defaultdict[str, int] = defaultdict(count(1).__next__)
        words = [_words(text, vocabulary) for text in texts]
        lengths = np.array([len(each) for each in words], dtype=np.int64)
        triples = lengths - _LENGTH + 1
        flat = np.fromiter(chain.from_iterable(words), dtype=np.uint64)
        del words  # Lists of numbers take more memory than all that follows.
        _, inverse, counts = np.unique(
            _hashes(flat, _starts(lengths, triples)), return_inverse=True, return_counts=True
        )
        rank = np.empty(len(counts), dtype=np.int64)
        rank[np.argsort(counts, kind="stable")] = np.arange(len(counts))
        # One sort makes a set of every text's numbers: the text above, the number below.
        owner = np.repeat(np.arange(len(texts)), triples)
        kept = np.sort(owner << 32 | rank[inverse])
        kept = kept[np.append(True, kept[1:] != kept[:-1])[: len(kept)]]
        sizes = np.bincount(kept >> 32, minlength=len(texts))
        return cls(
            int(np.count_nonzero(counts == 1)), kept & 0xFFFFFFFF, np.cumsum(np.append(0, sizes))
        )

    def of_text(self, at: int) -> Ints:
        """The numbers of the text at `at`, ascending: the rarest first."""
        return self._numbers[self._ends[at] : self._ends[at + 1]]


def likeness(one: Ints, two: Ints) -> float:
    """The Jaccard index of two sets, neither of them empty."""
    shared = len(np.intersect1d(one, two, assume_unique=True))
    return shared / (len(one) + len(two) - shared)


def _words(text: str, vocabulary: defaultdict[str, int]) -> list[int]:
    """Numbers of the words, from 1; zeros make a triple of fewer than three."""
    found = [vocabulary[each] for each in _WORD.findall(text.casefold())]
    return found + [0] * (_LENGTH - len(found))


def _starts(lengths: Ints, triples: Ints) -> Ints:
    """Where triples begin: at every word but the last two of a text."""
    within = np.arange(triples.sum()) - np.repeat(np.cumsum(triples) - triples, triples)
    starts: Ints = np.repeat(np.cumsum(lengths) - lengths, triples) + within
    return starts


def _hashes(words: npt.NDArray[np.uint64], starts: Ints) -> npt.NDArray[np.uint64]:
    made = np.zeros(len(starts), dtype=np.uint64)
    for step, factor in enumerate(_FACTORS):
        made += words[starts + step] * factor
    return made
