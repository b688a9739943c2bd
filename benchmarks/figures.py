"""Figures of a list of measurements."""

from collections.abc import Sequence


def percentile(values: Sequence[float], share: int) -> float:
    """The value that `share` percent of `values` stay below."""
    return sorted(values)[min(len(values) - 1, len(values) * share // 100)]
