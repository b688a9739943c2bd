"""The confidence, fitted on suites, and its threshold, chosen on their risk-coverage curve."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

from answering.confidence import Confidence
from evaluation import abstention, observations
from evaluation.abstention import Array
from evaluation.outcome import Outcome

FEWEST = 5
"""Questions of a suite that can be answered, and as many that cannot: fewer say nothing."""
_FLAT = 0.005
"""Thresholds whose cost is within this of the least are as good. The lowest is taken: where
refusing gains nothing, people would rather have an answer."""
_UNREGULARISED = 1e6
_SUREST = 1e-6
"""A confidence this near to 0 or 1 has no larger logit."""


class CalibrationError(Exception):
    """A suite cannot be fitted on; the message says why."""


@dataclass(frozen=True)
class Judged:
    """A suite whose questions were judged: `evidence` in logits, `answerable` 0 or 1; both (n,)."""

    suite: str
    evidence: Array
    answerable: Array

    def shares(self, confidence: Confidence) -> tuple[float, float]:
        """Of the questions that can be answered, the share answered; of the others, refused."""
        answered = self.sure(confidence) >= confidence.least
        answerable = self.answerable == 1
        return float(answered[answerable].mean()), float((~answered[~answerable]).mean())

    def sure(self, confidence: Confidence) -> Array:
        """The probabilities (n,) that `confidence` makes of the evidence."""
        return np.array([confidence.of(each) for each in self.evidence])

    def error(self, confidence: Confidence) -> float:
        """Expected calibration error."""
        return float(abstention.calibration_error(self.sure(confidence), self.answerable))


def judged(suite: str, outcomes: Sequence[Outcome]) -> Judged:
    """What `outcomes` say, which were answered with a BARE confidence."""
    seen = [pair for outcome in outcomes if (pair := observations.answerability(outcome))]
    sure, answerable = np.array(seen, dtype=np.float64).reshape(-1, 2).T
    for kind, found in (("can", answerable.sum()), ("cannot", (1 - answerable).sum())):
        if found < FEWEST:
            raise CalibrationError(
                f"{suite} has {found:.0f} questions that its documents {kind} answer; "
                f"a fit needs {FEWEST} (`footnote suite build` makes both kinds)."
            )
    sure = sure.clip(_SUREST, 1 - _SUREST)
    return Judged(suite, np.log(sure / (1 - sure)), answerable)


def fit(suites: Sequence[Judged], share: float, price: float) -> Confidence:
    """Every suite counts the same, as if `share` (0..1) of its questions could be answered.

    `price` is what an answer where there is none costs, in refusals of what could be answered.
    """
    evidence = np.concatenate([each.evidence for each in suites])
    answerable = np.concatenate([each.answerable for each in suites])
    weights = np.concatenate([_weights(each.answerable, share) for each in suites])
    # In questions, not in suites: its stopping rule is for weights of about 1.
    weights *= len(weights) / weights.sum()
    fitted = LogisticRegression(C=_UNREGULARISED).fit(evidence[:, None], answerable, weights)
    slope, intercept = round(float(fitted.coef_[0, 0]), 2), round(float(fitted.intercept_[0]), 2)
    if slope <= 0:
        raise CalibrationError(
            "On these suites, what can be answered has no more evidence than what cannot: a "
            "confidence cannot be made of it."
        )
    curve = Confidence(slope, intercept)
    return Confidence(slope, intercept, _least(suites, curve, share, price))


def _weights(answerable: Array, share: float) -> Array:
    can = answerable.sum()
    weights: Array = np.where(answerable == 1, share / can, (1 - share) / (len(answerable) - can))
    return weights


def _least(suites: Sequence[Judged], curve: Confidence, share: float, price: float) -> float:
    grid = [round(percent / 100, 2) for percent in range(1, 100)]
    costs = np.array([_cost(suites, curve, share, price, least) for least in grid])
    return next(
        least for least, cost in zip(grid, costs, strict=True) if cost <= costs.min() + _FLAT
    )


def _cost(
    suites: Sequence[Judged], curve: Confidence, share: float, price: float, least: float
) -> float:
    """Of a question: what is refused wrongly and what is answered wrongly, mean over suites."""
    at = Confidence(curve.slope, curve.intercept, least)
    shares = np.array([each.shares(at) for each in suites])
    answered, refused = shares.mean(axis=0)
    return float(share * (1 - answered) + (1 - share) * price * (1 - refused))
