"""From answers and rankings to the figures of the report."""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from answering.answer import Answer
from answering.asked import Case
from evaluation.correct import LONG, contains_any, includes_all, token_f1


@dataclass(frozen=True)
class Outcome:
    """What came back for one case: sources best first, and the answer."""

    case: Case
    found: tuple[str, ...]
    answer: Answer

    @property
    def refused(self) -> bool:
        """Whether the bot said that it could not find this."""
        return self.answer.status == "not_found"

    @property
    def correct(self) -> bool | None:
        """Whether the facts are in the text; None where only `f1` can tell."""
        case = self.case
        if self.answer.status in ("not_found", "error"):
            return False
        if case.must_include:
            return includes_all(self.answer.text, case.must_include)
        if not case.answers or all(len(answer.split()) > LONG for answer in case.answers):
            return None
        return contains_any(self.answer.text, case.answers)


@dataclass(frozen=True)
class Scores:
    """All shares 0..1, seconds as medians; None where the suite has no such question."""

    questions: int
    hit_at_1: float | None
    hit_at_5: float | None
    hit_at_10: float | None
    all_gold_at_5: float | None
    correct: float | None
    token_f1: float | None
    answered: float | None
    refused: float | None
    balanced: float | None
    cites_gold: float | None
    seconds: float | None
    first_token_seconds: float | None

    def as_json(self) -> dict[str, Any]:
        """The figures by name."""
        return asdict(self)


def score(outcomes: Sequence[Outcome]) -> Scores:
    """Score `outcomes`; questions marked underspecified count in neither answers nor refusals."""
    sourced = [o for o in outcomes if o.case.answerable and o.case.sources]
    judged = [o for o in outcomes if not o.case.underspecified]
    askable = [o for o in judged if o.case.answerable]
    hopeless = [o for o in judged if not o.case.answerable]
    answered = _share(not o.refused and o.answer.status != "error" for o in askable)
    refused = _share(o.refused for o in hopeless)
    cited = [o for o in sourced if o.answer.citations]
    return Scores(
        questions=len(outcomes),
        hit_at_1=_share(_hit(o, 1) for o in sourced),
        hit_at_5=_share(_hit(o, 5) for o in sourced),
        hit_at_10=_share(_hit(o, 10) for o in sourced),
        all_gold_at_5=_share(set(o.case.sources) <= set(o.found[:5]) for o in sourced),
        correct=_share(o.correct for o in askable if o.correct is not None),
        token_f1=_mean(token_f1(o.answer.text, o.case.answers) for o in askable if o.case.answers),
        answered=answered,
        refused=refused,
        balanced=None if answered is None or refused is None else (answered + refused) / 2,
        cites_gold=_share(
            bool({c.source for c in o.answer.citations} & _gold(o.case)) for o in cited
        ),
        seconds=_median(o.answer.timings.seconds for o in outcomes),
        first_token_seconds=_median(o.answer.timings.first_token_seconds for o in outcomes),
    )


def _gold(case: Case) -> set[str]:
    return set(case.sources) | set(case.alt_sources)


def _hit(outcome: Outcome, top: int) -> bool:
    return bool(_gold(outcome.case) & set(outcome.found[:top]))


def _share(flags: Iterable[bool | None]) -> float | None:
    return _mean(float(bool(flag)) for flag in flags)


def _mean(values: Iterable[float]) -> float | None:
    known = list(values)
    return statistics.fmean(known) if known else None


def _median(values: Iterable[float]) -> float | None:
    known = list(values)
    return statistics.median(known) if known else None
