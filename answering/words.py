"""How much of a question's wording a text covers, rare words first."""

import math
from collections.abc import Iterable, Mapping, Set

from indexing.related import related
from indexing.terms import terms


def rarity(texts: Iterable[str]) -> Mapping[str, float]:
    """Inverse document frequency of each term within `texts`."""
    counts: dict[str, int] = {}
    total = 0
    for text in texts:
        total += 1
        for word in set(terms(text)):
            counts[word] = counts.get(word, 0) + 1
    return {word: math.log(1 + total / count) for word, count in counts.items()}


def coverage(wanted: Iterable[str], text: str, weights: Mapping[str, float]) -> float:
    """The weighted share (0..1) of the `wanted` terms that occur in `text`.

    A term counts in part if the text has only a related one. One that `weights` does not know
    is the rarest of all: missing it costs most.
    """
    unknown = max(weights.values(), default=1.0)
    have = set(terms(text))
    words = dict.fromkeys(wanted)  # In order: a sum over a set is rounded anew in every process.
    total = sum(weights.get(word, unknown) for word in words)
    if not total:
        return 0.0
    return sum(weights.get(word, unknown) * _said(word, have) for word in words) / total


def _said(word: str, have: Set[str]) -> float:
    if word in have:
        return 1.0
    near = related(word)
    return max((near[other] for other in have if other in near), default=0.0)
