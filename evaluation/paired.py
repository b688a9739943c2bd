"""Whether two runs over the same questions differ by more than chance."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.stats import binomtest  # type: ignore[import-untyped]

from evaluation.abstention import Array
from evaluation.bootstrap import SEED, blocks, percentiles, resampled
from evaluation.estimators import RATIO, Estimator

PERMUTATIONS = 4_999

Test = Literal["McNemar", "permutation"]


@dataclass(frozen=True)
class Comparison:
    """`difference` is b - a, `low` to `high` its 95% interval, `p` two-sided."""

    a: float
    b: float
    difference: float
    low: float | None
    high: float | None
    p: float
    test: Test
    n: int


def compare(estimator: Estimator, a: Array, b: Array) -> Comparison | None:
    """The figure of `a` and of `b` (k, n), question by question; None where either has none."""
    if not a.shape[-1]:
        return None
    both = np.concatenate([a, b])

    def difference(columns: Array) -> Array:
        first, second = np.split(columns, 2)
        return estimator.of(second) - estimator.of(first)

    values = float(estimator.of(a)), float(estimator.of(b))
    if np.isnan(values).any():
        return None
    low, high = percentiles(resampled(difference, both)) if a.shape[-1] > 1 else (None, None)
    yes_or_no = estimator is RATIO and _yes_or_no(a) and _yes_or_no(b)
    p = mcnemar(a[0], b[0]) if yes_or_no else permutation(estimator, a, b)
    return Comparison(
        a=values[0],
        b=values[1],
        difference=values[1] - values[0],
        low=low,
        high=high,
        p=p,
        test="McNemar" if yes_or_no else "permutation",
        n=a.shape[-1],
    )


def mcnemar(a: Array, b: Array) -> float:
    """The exact two-sided p of yes (1) and no (0) on the same questions, each of shape (n,)."""
    gained, lost = int(((b == 1) & (a == 0)).sum()), int(((b == 0) & (a == 1)).sum())
    return float(binomtest(gained, gained + lost).pvalue) if gained + lost else 1.0


def permutation(estimator: Estimator, a: Array, b: Array) -> float:
    """The two-sided p of the difference: as large by swapping the runs at random questions?"""
    observed = abs(float(estimator.of(b) - estimator.of(a)))
    drawn = np.random.default_rng(SEED).random((PERMUTATIONS, a.shape[-1])) < 0.5
    parts = []
    for swapped in blocks(drawn):
        one = np.where(swapped, b[:, None], a[:, None])
        other = np.where(swapped, a[:, None], b[:, None])
        parts.append(np.abs(estimator.of(other) - estimator.of(one)))
    differences = np.concatenate(parts)
    known = differences[~np.isnan(differences)]
    # Rounding must not tell apart what is equal; the observed order is one of all orders.
    return float((1 + (known >= observed - 1e-12).sum()) / (1 + len(known)))


def _yes_or_no(columns: Array) -> bool:
    """Whether every question counts once, as 0 or 1."""
    return bool((columns[1] == 1).all() and np.isin(columns[0], (0, 1)).all())
