"""Two questions in one message, each answered by another document."""

from collections.abc import Iterator, Sequence
from functools import cache

from evaluation.building.candidate import Candidate
from evaluation.building.case import BuiltCase
from evaluation.building.facts import must_include
from indexing.terms import terms

_LONGEST = 12
"""Words of each half."""


def pairs(candidates: Sequence[Candidate]) -> Iterator[BuiltCase]:
    """Pairs that have something in common, each candidate in one of them.

    Both answers must be facts that can be looked for, else half an answer would pass as whole.
    """
    fit = [c for c in candidates if _fits(c)]
    used: set[int] = set()
    for at, first in enumerate(fit):
        if at in used:
            continue
        others = [
            (_shared(first, other), -abs(at - number), number)
            for number, other in enumerate(fit)
            if number not in used and number != at and _apart(first, other)
        ]
        best = max(others, default=None)
        if best is None or best[0] <= 0:
            continue
        used |= {at, best[2]}
        yield _joined(first, fit[best[2]])


def _fits(candidate: Candidate) -> bool:
    return bool(
        must_include(candidate.answer)
        and candidate.wording.told
        and len(candidate.question.split()) <= _LONGEST
    )


def _apart(first: Candidate, second: Candidate) -> bool:
    places = {first.label, *first.alternatives}
    return not places & {second.label, *second.alternatives}


def _shared(first: Candidate, second: Candidate) -> int:
    """What the two have in common: a folder, words of titles and questions."""
    folder = first.label.rpartition("/")[0]
    same = bool(folder) and folder == second.label.rpartition("/")[0]
    return 2 * same + len(_words(first) & _words(second))


@cache
def _words(candidate: Candidate) -> frozenset[str]:
    return frozenset(terms(f"{candidate.title} {candidate.question}"))


def _joined(first: Candidate, second: Candidate) -> BuiltCase:
    asked = second.question
    later = f"{asked[:1].lower()}{asked[1:]}"
    return BuiltCase(
        "",
        f"{first.question.rstrip('?')}, and {later}",
        "two_doc",
        answers=(first.answer, second.answer),
        sources=(first.label, second.label),
        alt_sources=tuple(sorted({*first.alternatives, *second.alternatives})),
        evidence=(first.evidence, second.evidence),
        must_include=must_include(first.answer) + must_include(second.answer),
    )
