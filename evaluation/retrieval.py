"""How well one question's ranking puts its gold sources first. `found` is best first."""

import math
from collections.abc import Collection, Sequence


def hit(found: Sequence[str], gold: Collection[str], top: int) -> float:
    """1 if a gold source is among the first `top`."""
    return float(any(source in gold for source in found[:top]))


def reciprocal_rank(found: Sequence[str], gold: Collection[str], top: int) -> float:
    """1 / rank of the first gold source among the first `top`; 0 if there is none."""
    return next((1 / rank for rank, source in enumerate(found[:top], 1) if source in gold), 0.0)


def ndcg(found: Sequence[str], gold: Collection[str], top: int) -> float:
    """Normalised discounted cumulative gain, every gold source being worth the same."""
    gained = sum(_discount(rank) for rank, source in enumerate(found[:top], 1) if source in gold)
    return gained / sum(_discount(rank) for rank in range(1, min(len(gold), top) + 1))


def recall(found: Sequence[str], sources: Collection[str], top: int) -> float:
    """The share of `sources` among the first `top`."""
    return len(set(sources) & set(found[:top])) / len(set(sources))


def all_gold(found: Sequence[str], sources: Collection[str], top: int) -> float:
    """1 if every one of `sources` is among the first `top`."""
    return float(set(sources) <= set(found[:top]))


def _discount(rank: int) -> float:
    return 1 / math.log2(rank + 1)
