"""Which candidates a suite takes: from all rules and all documents, by a seed."""

import random
from collections import Counter
from collections.abc import Iterable, Sequence

from evaluation.building.candidate import Candidate

SHARES = {
    "single": 0.35,
    "paraphrase": 0.15,
    "typo": 0.1,
    "followup": 0.1,
    "two_doc": 0.1,
    "unanswerable": 0.2,
}
"""Of the questions that are asked for."""


def quotas(questions: int) -> dict[str, int]:
    """How many of each kind; what rounding leaves is single."""
    counts = {kind: int(questions * share) for kind, share in SHARES.items()}
    counts["single"] += questions - sum(counts.values())
    return counts


def varied(candidates: Iterable[Candidate], rng: random.Random) -> list[Candidate]:
    """All of them, in an order whose beginning is spread over rules and documents."""
    waiting = list(candidates)
    rng.shuffle(waiting)
    rules: Counter[str] = Counter()
    pages: Counter[str] = Counter()
    keys: dict[int, tuple[int, int]] = {}
    for number, each in enumerate(waiting):
        keys[number] = (rules[each.rule] + pages[each.label], number)
        rules[each.rule] += 1
        pages[each.label] += 1
    return [waiting[number] for number in sorted(keys, key=lambda number: keys[number])]


def short_first(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Those that ask for a fact before those whose answer is a sentence."""
    return sorted(candidates, key=lambda each: len(each.answer.split()) > 8)
