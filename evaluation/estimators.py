"""From columns of numbers, one per question, to one figure.

Columns are arrays of shape (k, ..., n): k numbers for each of n questions. An estimator takes
whole stacks of resampled questions at once and gives an array of the shape in between.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from evaluation import abstention
from evaluation.abstention import Array


@dataclass(frozen=True)
class Estimator:
    """`of` computes the figure.

    `count` is what n means for it. `trials` is how many independent yes-or-no questions stand
    behind it, for a share that is exactly 0 or 1. `halves`: it is the mean of two ratios, of
    which one may be exactly that. `inflated`: noise raises it, so that resamples lie above it.
    """

    of: Callable[[Array], Array]
    count: Callable[[Array], int] = lambda columns: columns.shape[-1]
    trials: Callable[[Array], int] | None = None
    halves: bool = False
    inflated: bool = False


def _ratio(columns: Array) -> Array:
    counted, out_of = columns.sum(axis=-1)
    with np.errstate(invalid="ignore"):
        share: Array = counted / out_of
    return share


def _balanced(columns: Array) -> Array:
    return (_ratio(columns[:2]) + _ratio(columns[2:])) / 2


def _risk_coverage_area(columns: Array) -> Array:
    area = abstention.risk_coverage_area(columns[0], columns[1])
    return np.where(columns[2].any(axis=-1), area, np.nan)


RATIO = Estimator(
    _ratio,
    count=lambda columns: round(columns[1].sum()),
    trials=lambda columns: int((columns[1] > 0).sum()),
)
"""Columns: counted, out of. A mean is a ratio whose every question counts 1."""

BALANCED = Estimator(
    _balanced,
    count=lambda columns: round(columns[1::2].sum()),
    halves=True,
)
"""The mean of two ratios, one after the other."""

CALIBRATION_ERROR = Estimator(lambda c: abstention.calibration_error(*c), inflated=True)
"""Columns: confidence, outcome."""

AUROC = Estimator(
    lambda c: abstention.auroc(*c),
    # As many pairs of a positive and a negative question share no question with each other.
    trials=lambda columns: round(min(columns[1].sum(), (1 - columns[1]).sum())),
)
"""Columns: confidence, outcome."""

RISK_COVERAGE_AREA = Estimator(_risk_coverage_area)
"""Columns: confidence, wrong, answerable. Without an answerable question there is no figure."""

MEDIAN = Estimator(lambda columns: np.quantile(columns[0], 0.5, axis=-1))
P95 = Estimator(lambda columns: np.quantile(columns[0], 0.95, axis=-1))
