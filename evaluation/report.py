"""Everything that is said about one run, or about two side by side."""

from dataclasses import asdict, dataclass
from typing import Any

from evaluation.curves import Curves, make_curves
from evaluation.paired import Comparison
from evaluation.saved import Run, same_questions
from evaluation.scores import Scores, compare_outcomes, score, score_by_type


@dataclass(frozen=True)
class Scored:
    """A run with its figures."""

    run: Run
    scores: Scores
    types: dict[str, Scores]
    curves: Curves

    def as_json(self) -> dict[str, Any]:
        """`scores` has bare values; `figures` their intervals; `answers` all that was said."""
        return {
            **self.run.to_json(),
            "scores": self.scores.values(),
            "figures": _figures(self.scores),
            "types": {
                kind: {"questions": scores.questions, "figures": _figures(scores)}
                for kind, scores in self.types.items()
            },
            "curves": self.curves.as_json(),
        }


@dataclass(frozen=True)
class Report:
    """One run, or two with their comparison by `Figure.name`."""

    runs: tuple[Scored, ...]
    comparison: dict[str, Comparison | None] | None = None

    @property
    def suite(self) -> str:
        """The suite's name."""
        return self.runs[0].run.suite

    def as_json(self) -> dict[str, Any]:
        """Everything; of one run it is what `load_run` reads."""
        if self.comparison is None:
            return self.runs[0].as_json()
        return {
            "suite": self.suite,
            "comparison": {
                name: asdict(compared) if compared else None
                for name, compared in self.comparison.items()
            },
            "runs": [scored.as_json() | {"name": scored.run.name} for scored in self.runs],
        }


def report_one(run: Run) -> Report:
    """The figures of `run`."""
    return Report((_scored(run),))


def report_two(a: Run, b: Run) -> Report:
    """The figures of both over the questions that they share. RunError if they share none."""
    a, b = same_questions(a, b)
    return Report((_scored(a), _scored(b)), compare_outcomes(a.outcomes, b.outcomes))


def _scored(run: Run) -> Scored:
    return Scored(run, score(run.outcomes), score_by_type(run.outcomes), make_curves(run.outcomes))


def _figures(scores: Scores) -> dict[str, Any]:
    return {
        name: asdict(estimate) if estimate else None for name, estimate in scores.figures.items()
    }
