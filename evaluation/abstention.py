"""Whether the bot knows when it does not know: confidences against what was true.

Arrays end in the axis of questions; whatever stands before it is computed at once.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.stats import rankdata  # type: ignore[import-untyped]

Array = npt.NDArray[np.float64]

BINS = 10


def reliability(confidence: Array, outcome: Array) -> list[tuple[Array, Array, int]]:
    """(mean confidence, share of outcomes, questions) of at most `BINS` bins of equal size.

    Where there are fewer questions than bins, each is a bin.
    """
    confidence, outcome = _ordered(confidence, outcome)
    bins = min(BINS, confidence.shape[-1])
    parts = zip(_split(confidence, bins), _split(outcome, bins), strict=True)
    return [(sure.mean(axis=-1), true.mean(axis=-1), sure.shape[-1]) for sure, true in parts]


def calibration_error(confidence: Array, outcome: Array) -> Array:
    """Expected calibration error: the mean gap between confidence and truth over the bins."""
    gaps = [size * np.abs(sure - true) for sure, true, size in reliability(confidence, outcome)]
    total: Array = np.sum(gaps, axis=0) / confidence.shape[-1]
    return total


def auroc(confidence: Array, outcome: Array) -> Array:
    """The chance that a question with outcome 1 has the higher confidence; ties count half."""
    positive = outcome.sum(axis=-1)
    negative = outcome.shape[-1] - positive
    above = (rankdata(confidence, axis=-1) * outcome).sum(axis=-1) - positive * (positive + 1) / 2
    with np.errstate(invalid="ignore"):
        area: Array = above / (positive * negative)
    return area


def risk_coverage(confidence: Array, wrong: Array) -> Array:
    """The share of wrong answers among the 1, 2, .. n questions of the highest confidence.

    Same shape as the arguments. Equal confidences count as in random order.
    """
    _, wrong = _ordered(-confidence, wrong)
    risk: Array = np.cumsum(wrong, axis=-1) / np.arange(1, wrong.shape[-1] + 1)
    return risk


def risk_coverage_area(confidence: Array, wrong: Array) -> Array:
    """The mean of the risk over all coverages: 0 is perfect."""
    area: Array = risk_coverage(confidence, wrong).mean(axis=-1)
    return area


def _ordered(keys: Array, values: Array) -> tuple[Array, Array]:
    """Both by ascending key; values of equal keys are each replaced by their mean, so that the
    order of a suite decides nothing."""
    order = np.argsort(keys, axis=-1, kind="stable")
    keys = np.take_along_axis(keys, order, axis=-1)
    values = np.take_along_axis(values, order, axis=-1)
    # NaN differs from everything: each row begins a group of its own.
    group = np.cumsum(np.diff(keys, axis=-1, prepend=np.nan) != 0) - 1
    means = np.bincount(group, values.ravel()) / np.bincount(group)
    return keys, means[group].reshape(values.shape)


def _split(values: Array, bins: int) -> list[npt.NDArray[Any]]:
    return np.array_split(values, bins, axis=-1)
