"""A figure with its 95% interval, from resampling the questions."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from evaluation.abstention import Array
from evaluation.estimators import RATIO, Estimator

RESAMPLES = 1_000
SEED = 0
"""Fixed: the same answers give the same report."""
TAILS = (2.5, 97.5)
"""Percentiles: what lies outside is 5%."""
_AT_ONCE = 2_000_000
"""Numbers in a block of resamples, so that a suite of any size fits in memory."""


@dataclass(frozen=True)
class Estimate:
    """A figure. `low`, `high`: its interval, None where `n` is too small for one."""

    value: float
    low: float | None
    high: float | None
    n: int


def estimate(estimator: Estimator, columns: Array) -> Estimate | None:
    """The figure of `columns` (k, n); None where no question is of its kind."""
    if not columns.shape[-1]:
        return None
    value = float(estimator.of(columns))
    if np.isnan(value):
        return None
    low, high = _interval(estimator, columns, value)
    return Estimate(value, low, high, estimator.count(columns))


def blocks(drawn: npt.NDArray[Any]) -> Iterator[npt.NDArray[Any]]:
    """The rows of `drawn`, a block at a time."""
    yield from np.array_split(drawn, -(-drawn.size // _AT_ONCE))


def resampled(of: Callable[[Array], Array], columns: Array) -> Array:
    """`of` on `RESAMPLES` draws of as many questions, with replacement: shape (RESAMPLES,)."""
    n = columns.shape[-1]
    drawn = np.random.default_rng(SEED).integers(n, size=(RESAMPLES, n))
    return np.concatenate([of(columns[:, rows]) for rows in blocks(drawn)])


def percentiles(values: Array) -> tuple[float, float]:
    """The interval that holds 95% of `values`; resamples without the figure do not count."""
    low, high = np.percentile(values[~np.isnan(values)], TAILS)
    return float(low), float(high)


def _interval(
    estimator: Estimator, columns: Array, value: float
) -> tuple[float, float] | tuple[None, None]:
    if estimator.trials and value in (0, 1):
        return _exact(value, estimator.trials(columns))
    if estimator.halves:
        halves = [estimate(RATIO, half) for half in (columns[:2], columns[2:])]
        if any(half and half.value in (0, 1) for half in halves):
            return _mean(*halves)
    if columns.shape[-1] < 2:
        return None, None
    low, high = percentiles(resampled(estimator.of, columns))
    if estimator.inflated:
        # The resamples are as far above the figure as the figure is above the truth.
        low, high = max(0.0, 2 * value - high), max(0.0, 2 * value - low)
    return low, high


def _mean(*halves: Estimate | None) -> tuple[float, float] | tuple[None, None]:
    """The interval of the mean of two independent figures, from theirs.

    Source: Zou and Donner, "Construction of confidence limits about effect measures" (2008).
    """
    below, above = 0.0, 0.0
    for half in halves:
        if half is None or half.low is None or half.high is None:
            return None, None
        below += (half.value - half.low) ** 2
        above += (half.high - half.value) ** 2
    value = sum(half.value for half in halves if half) / 2
    return value - below**0.5 / 2, value + above**0.5 / 2


def _exact(value: float, trials: int) -> tuple[float, float]:
    """Clopper and Pearson's interval for none or all of `trials`.

    Resampling answers that are all alike knows no doubt, but ten of ten do leave some.
    """
    edge = ((100 - TAILS[1]) / 100) ** (1 / trials)
    return (edge, 1.0) if value else (0.0, 1 - edge)
