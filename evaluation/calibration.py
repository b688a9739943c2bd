"""The confidence, fitted on suites, and its threshold, chosen on their risk-coverage curve."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

from answering.confidence import Confidence
from evaluation import observations
from evaluation.abstention import Array
from evaluation.outcome import Outcome
from evaluation.suite import Suite

FEWEST = 10
"""Questions that can be answered, and as many that cannot, of all suites: fewer say nothing."""
_UNREGULARISED = 1e6
_SUREST = 1e-3
"""Evidence beyond this is cut: no single question may bend the curve."""


class CalibrationError(Exception):
    """The suites cannot be fitted on; the message says why."""


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

    def brier(self, confidence: Confidence, share: float) -> float:
        """The mean square of what the probabilities are off by, if `share` can be answered."""
        off = (self.sure(confidence) - self.answerable) ** 2
        return float(off @ self.weights(share))

    def weights(self, share: float) -> Array:
        """Of each question (n,), so that those that can be answered weigh `share` of 1."""
        can = self.answerable.sum()
        cannot = len(self.answerable) - can
        weights: Array = np.where(self.answerable == 1, share / can, (1 - share) / cannot)
        return weights

    def sure(self, confidence: Confidence) -> Array:
        """The probability of each question (n,)."""
        return np.array([confidence.of(each) for each in self.evidence])


def check(suites: Sequence[Suite]) -> None:
    """CalibrationError if these suites are too small or of one kind of question only."""
    kinds = [
        [case.answerable for case in suite.cases if not case.underspecified] for suite in suites
    ]
    for name, wanted in (("can", True), ("cannot", False)):
        counts = [kind.count(wanted) for kind in kinds]
        for suite, count in zip(suites, counts, strict=True):
            if not count:
                raise CalibrationError(
                    f"{suite.name} has no question that its documents {name} answer; a fit needs "
                    "both kinds (`footnote suite build` makes them)."
                )
        if sum(counts) < FEWEST:
            raise CalibrationError(
                f"Of these questions, the documents {name} answer {sum(counts)}; a fit needs "
                f"{FEWEST} at least. Add questions, or another suite."
            )


def judged(suite: str, outcomes: Sequence[Outcome]) -> Judged:
    """What `outcomes` say, which came about with a BARE confidence."""
    seen = [pair for outcome in outcomes if (pair := observations.answerability(outcome))]
    sure, answerable = np.array(seen, dtype=np.float64).reshape(-1, 2).T
    if len(set(answerable)) < 2:
        raise CalibrationError(
            f"Of {suite}, only questions of one kind were judged; the others were greetings or "
            "were asked back."
        )
    sure = sure.clip(_SUREST, 1 - _SUREST)
    return Judged(suite, np.log(sure / (1 - sure)), answerable)


def fit(suites: Sequence[Judged], share: float, price: float) -> Confidence:
    """Every suite counts the same, as if `share` (0..1) of its questions could be answered.

    `price` is what answering where there is no answer costs, in refusals of what has one.
    """
    evidence = np.concatenate([each.evidence for each in suites])
    answerable = np.concatenate([each.answerable for each in suites])
    weights = np.concatenate([each.weights(share) for each in suites])
    curve = _curve(evidence, answerable, weights)
    if curve.slope <= 0:
        raise CalibrationError(
            "On these suites, what can be answered has no more evidence than what cannot: a "
            "confidence cannot be made of it."
        )
    return replace(curve, least=_least(suites, curve, share, price))


def _curve(evidence: Array, answerable: Array, weights: Array) -> Confidence:
    """Platt's fit: targets a little off 0 and 1, so that few questions make no steep curve."""
    can = answerable.sum()
    cannot = len(answerable) - can
    target = np.where(answerable == 1, (can + 1) / (can + 2), 1 / (cannot + 2))
    # In questions, not in suites: the stopping rule is made for weights of about 1.
    weights = weights * len(weights) / weights.sum()
    # Both outcomes of each question, as often as its target says.
    fitted = LogisticRegression(C=_UNREGULARISED).fit(
        np.tile(evidence, 2)[:, None],
        np.repeat([1, 0], len(evidence)),
        np.concatenate([weights * target, weights * (1 - target)]),
    )
    return Confidence(round(float(fitted.coef_[0, 0]), 2), round(float(fitted.intercept_[0]), 2))


def _least(suites: Sequence[Judged], curve: Confidence, share: float, price: float) -> float:
    """Of the thresholds that are as good as the best, the one nearest to where refusing and
    answering would cost the same if the curve were right everywhere.

    As good is what costs less than a standard error of the difference more, each question drawn by
    itself: other questions could prefer it.
    """
    grid = np.arange(1, 100) / 100
    answered = np.concatenate([each.sure(curve) for each in suites]) >= grid[:, None]
    answerable = np.concatenate([each.answerable for each in suites]) == 1
    weights = np.concatenate([each.weights(share) for each in suites])
    costs = weights * np.where(answered, ~answerable * price, answerable)
    extra = costs - costs[costs.sum(axis=1).argmin()]
    error = np.sqrt((extra**2).sum(axis=1))
    # Less, not as much: what a single question speaks against, and none for, is not as good.
    good = grid[(extra.sum(axis=1) < error) | ~extra.any(axis=1)]
    return float(good[np.abs(good - price / (1 + price)).argmin()])
