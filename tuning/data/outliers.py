"""Examples that are unlike the others: far too long or short, or out of all proportion."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from tuning.data.example import Example

_FAR = 6.0
"""Robust standard deviations of the logarithm from the median."""
_NARROWEST = 0.4
"""One of them, at least: among short texts thrice the length says little, eleven times does."""
_MAD_TO_SIGMA = 1.4826
"""What makes the median absolute deviation of a normal distribution its standard deviation."""


def _prompt(example: Example) -> float:
    return example.given + 1


def _completion(example: Example) -> float:
    return len(example.texts[-1]) + 1


def _ratio(example: Example) -> float:
    return _completion(example) / _prompt(example)


_MEASURES: dict[str, Callable[[Example], float]] = {
    "the prompt's length is far from the others'": _prompt,
    "the completion's length is far from the others'": _completion,
    "the completion is out of proportion to the prompt": _ratio,
}


def outliers(examples: Sequence[Example]) -> dict[int, tuple[str, str]]:
    """The place of each outlier -> the reason, and its measure beside the usual one."""
    found: dict[int, tuple[str, str]] = {}
    kinds: dict[str, list[int]] = {}
    for at, example in enumerate(examples):
        kinds.setdefault(example.kind, []).append(at)
    for places in kinds.values():
        for reason, measure in _MEASURES.items():
            for at, detail in _far([measure(examples[at]) for at in places]):
                found.setdefault(places[at], (reason, detail))
    return found


def _far(measured: Sequence[float]) -> Iterator[tuple[int, str]]:
    """The places of values far from the median, each with what it is beside the usual."""
    values = np.log(measured)
    usual = float(np.median(values))
    sigma = max(_MAD_TO_SIGMA * float(np.median(np.abs(values - usual))), _NARROWEST)
    for at in map(int, np.flatnonzero(np.abs(values - usual) > _FAR * sigma)):
        yield at, f"{measured[at]:.3g} where {np.exp(usual):.3g} is usual"
