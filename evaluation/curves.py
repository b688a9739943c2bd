"""What a run's confidences draw: a reliability diagram and a risk-coverage curve."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from evaluation import abstention, observations
from evaluation.outcome import Outcome


@dataclass(frozen=True)
class Bin:
    """Questions of about the same confidence; all values 0..1."""

    confidence: float
    answerable: float
    questions: int


@dataclass(frozen=True)
class Point:
    """Of the questions of the highest confidence, `coverage` of all (0..1): the share that is
    wrong."""

    coverage: float
    risk: float


@dataclass(frozen=True)
class Curves:
    """`working` is where the run itself stands: what it chose to answer. Empty and None without
    confidences."""

    reliability: tuple[Bin, ...]
    risk_coverage: tuple[Point, ...]
    working: Point | None

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(self)


def make_curves(outcomes: Sequence[Outcome]) -> Curves:
    """The curves of `outcomes`."""
    return Curves(_reliability(outcomes), *_risk_coverage(outcomes))


def _reliability(outcomes: Sequence[Outcome]) -> tuple[Bin, ...]:
    seen = [pair for o in outcomes if (pair := observations.answerability(o)) is not None]
    if not seen:
        return ()
    confidence, answerable = np.array(seen, dtype=np.float64).T
    bins = abstention.reliability(confidence, answerable)
    return tuple(Bin(float(sure), float(true), questions) for sure, true, questions in bins)


def _risk_coverage(outcomes: Sequence[Outcome]) -> tuple[tuple[Point, ...], Point | None]:
    seen = [(o, point) for o in outcomes if (point := observations.risk(o)) is not None]
    if not any(o.case.answerable for o, _ in seen):
        return (), None
    confidence, wrong, _ = np.array([point for _, point in seen], dtype=np.float64).T
    risks = abstention.risk_coverage(confidence, wrong)
    points = tuple(Point(k / len(seen), float(risk)) for k, risk in enumerate(risks, 1))
    given = [point[1] for o, point in seen if o.answered]
    working = Point(len(given) / len(seen), float(np.mean(given))) if given else None
    return points, working
