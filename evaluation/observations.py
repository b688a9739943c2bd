"""What one question adds to each figure.

None where the figure is not about such questions, whatever was answered: two runs then have
the same questions in it. What depends on the answer is said by "out of" instead.
"""

from collections.abc import Callable

from evaluation.citations import Share
from evaluation.outcome import Outcome

Observation = tuple[float, ...] | None
Observe = Callable[[Outcome], Observation]


def ranked(measure: Callable[[tuple[str, ...], frozenset[str], int], float], top: int) -> Observe:
    """Of answerable questions with sources; alternative sources count as gold."""
    return lambda o: (measure(o.found, o.gold, top), 1) if _sourced(o) else None


def needed(measure: Callable[[tuple[str, ...], tuple[str, ...], int], float], top: int) -> Observe:
    """The same for the sources that are needed, all of them; alternatives do not count."""
    return lambda o: (measure(o.found, o.case.sources, top), 1) if _sourced(o) else None


def correct(o: Outcome) -> Observation:
    """(correct, 1)"""
    return None if not _askable(o) or o.correct is None else (float(o.correct), 1)


def overlap(measure: Callable[[str, tuple[str, ...]], float]) -> Observe:
    """Of the text with the expected answers; a refusal has none."""

    def of(o: Outcome) -> Observation:
        if not _askable(o) or not o.case.answers:
            return None
        return (measure(o.answer.text, o.case.answers) if o.answered else 0.0, 1)

    return of


def cited(measure: Callable[[Outcome], Share]) -> Observe:
    """Of answerable questions with sources."""
    return lambda o: measure(o) if _askable(o) and o.case.sources else None


def answered(o: Outcome) -> Observation:
    """(answered, 1) of answerable questions."""
    return (float(o.answered), 1) if _askable(o) else None


def refused(o: Outcome) -> Observation:
    """(refused, 1) of unanswerable questions."""
    return None if o.case.underspecified or o.case.answerable else (float(o.refused), 1)


def balanced(o: Outcome) -> Observation:
    """Both, side by side."""
    if o.case.underspecified:
        return None
    return (float(o.answered), 1, 0, 0) if o.case.answerable else (0, 0, float(o.refused), 1)


def refusal_precision(o: Outcome) -> Observation:
    """(refused and unanswerable, refused)"""
    if o.case.underspecified:
        return None
    return float(o.refused and not o.case.answerable), float(o.refused)


def asked_back(o: Outcome) -> Observation:
    """(asked back, 1) of underspecified questions."""
    return (float(o.asked_back), 1) if o.case.underspecified else None


def answerability(o: Outcome) -> Observation:
    """(confidence, answerable)"""
    if o.case.underspecified or o.answer.confidence is None:
        return None
    return o.answer.confidence, float(o.case.answerable)


def risk(o: Outcome) -> Observation:
    """(confidence, wrong, answerable)

    What a refused answerable question would have been answered is not known: it counts as wrong.
    """
    if o.case.underspecified or o.answer.confidence is None:
        return None
    if o.case.answerable and o.correct is None:
        return None
    right = o.case.answerable and bool(o.correct)
    return o.answer.confidence, float(not right), float(o.case.answerable)


def seconds(o: Outcome) -> Observation:
    """(seconds,) of the whole answer, refusals included."""
    return None if o.failed else (o.answer.timings.seconds,)


def first_token_seconds(o: Outcome) -> Observation:
    """(seconds,) until the first text."""
    return None if o.failed else (o.answer.timings.first_token_seconds,)


def _askable(o: Outcome) -> bool:
    return o.case.answerable and not o.case.underspecified


def _sourced(o: Outcome) -> bool:
    return o.case.answerable and bool(o.case.sources)
