"""Some of a suite's questions, with the share of each kind kept."""

import random
from collections import defaultdict
from collections.abc import Sequence

from answering.asked import Case

SEED = 0
"""Fixed: the same suite gives the same sample, so that two reports can be compared."""


def sample(cases: Sequence[Case], size: int) -> tuple[Case, ...]:
    """At most `size` of `cases`, in their order; a kind is a type, answerable or not.

    Every kind gets its share, rounded by the largest remainder.
    """
    if size >= len(cases):
        return tuple(cases)
    kinds: dict[tuple[str, bool, bool], list[int]] = defaultdict(list)
    for place, case in enumerate(cases):
        kinds[case.type, case.answerable, case.underspecified].append(place)
    exact = {kind: size * len(places) / len(cases) for kind, places in kinds.items()}
    taken = {kind: int(share) for kind, share in exact.items()}
    by_remainder = sorted(exact, key=lambda kind: taken[kind] - exact[kind])
    for kind in by_remainder[: size - sum(taken.values())]:
        taken[kind] += 1
    drawing = random.Random(SEED)  # noqa: S311 - nothing secret
    chosen = [
        place for kind, places in kinds.items() for place in drawing.sample(places, taken[kind])
    ]
    return tuple(cases[place] for place in sorted(chosen))
