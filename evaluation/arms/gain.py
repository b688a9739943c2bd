"""How many times as good, or as bad, one arm is as another."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from evaluation.abstention import Array
from evaluation.bootstrap import percentiles, resampled
from evaluation.figures import Figure
from evaluation.outcome import Outcome
from evaluation.scores import both_about


@dataclass(frozen=True)
class Gain:
    """A quotient with its 95% interval from redrawing the questions, seen in pairs."""

    value: float
    low: float | None
    high: float | None
    n: int


def relative_gain(figure: Figure, a: Sequence[Outcome], b: Sequence[Outcome]) -> Gain | None:
    """(b - a) / a: 0.16 for 16% more. None where `a` has nothing to gain on."""
    return _quotient(figure, a, b, lambda of_a, of_b: (of_b - of_a) / of_a)


def error_ratio(figure: Figure, a: Sequence[Outcome], b: Sequence[Outcome]) -> Gain | None:
    """(1 - b) / (1 - a): 0.5 for half the errors. None where `a` makes none."""
    return _quotient(figure, a, b, lambda of_a, of_b: (1 - of_b) / (1 - of_a))


def _quotient(
    figure: Figure,
    a: Sequence[Outcome],
    b: Sequence[Outcome],
    quotient: Callable[[Array, Array], Array],
) -> Gain | None:
    ones, others = both_about(figure, a, b)
    columns = np.concatenate([figure.columns(ones), figure.columns(others)])

    def of(both: Array) -> Array:
        first, second = np.split(both, 2)
        with np.errstate(divide="ignore", invalid="ignore"):
            made = quotient(figure.estimator.of(first), figure.estimator.of(second))
        return np.where(np.isfinite(made), made, np.nan)

    if not columns.shape[-1] or np.isnan(value := float(of(columns))):
        return None
    drawn = resampled(of, columns)
    known = columns.shape[-1] > 1 and not np.isnan(drawn).all()
    low, high = percentiles(drawn) if known else (None, None)
    return Gain(value, low, high, columns.shape[-1])
