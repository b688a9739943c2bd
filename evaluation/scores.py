"""The figures of a run: overall, by type of question, and beside another run's."""

from collections.abc import Sequence
from dataclasses import dataclass

from evaluation.bootstrap import Estimate, estimate
from evaluation.figures import FIGURES, Figure
from evaluation.outcome import Outcome
from evaluation.paired import Comparison, compare


@dataclass(frozen=True)
class Scores:
    """Shares 0..1 and seconds by `Figure.name`; None where the suite has no such question."""

    questions: int
    figures: dict[str, Estimate | None]

    def value(self, name: str) -> float | None:
        """One figure without its interval."""
        found = self.figures[name]
        return found.value if found else None

    def values(self) -> dict[str, float | None]:
        """All of them, and the number of questions."""
        return {"questions": self.questions} | {name: self.value(name) for name in self.figures}


def score(outcomes: Sequence[Outcome]) -> Scores:
    """Every figure of `outcomes`, each over the questions that it is about."""
    made = {each.name: estimate(each.estimator, each.columns(outcomes)) for each in FIGURES}
    return Scores(len(outcomes), made)


def score_by_type(outcomes: Sequence[Outcome]) -> dict[str, Scores]:
    """The same for each type of question, in the order in which the suite first has them."""
    types = dict.fromkeys(outcome.type for outcome in outcomes)
    return {kind: score([o for o in outcomes if o.type == kind]) for kind in types}


def compare_outcomes(a: Sequence[Outcome], b: Sequence[Outcome]) -> dict[str, Comparison | None]:
    """Every figure of two runs whose outcomes are of the same cases in the same order."""
    return {each.name: compare_figure(each, a, b) for each in FIGURES}


def compare_figure(figure: Figure, a: Sequence[Outcome], b: Sequence[Outcome]) -> Comparison | None:
    """One figure of two such runs."""
    ones, others = both_about(figure, a, b)
    return compare(figure.estimator, figure.columns(ones), figure.columns(others))


def both_about(
    figure: Figure, a: Sequence[Outcome], b: Sequence[Outcome]
) -> tuple[list[Outcome], list[Outcome]]:
    """Of two such runs, the outcomes that the figure is about in both."""
    pairs = [
        (one, other)
        for one, other in zip(a, b, strict=True)
        if figure.observe(one) is not None and figure.observe(other) is not None
    ]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]
