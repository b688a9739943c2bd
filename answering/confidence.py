"""From what speaks for an answer to the probability that there is one, and how much is enough."""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Confidence:
    """A logistic curve over the judge's evidence (Platt 1999), and where the bot begins to answer.

    The defaults are what `make confidence` prints (docs/evaluation.md); a company with another
    embedder or other questions fits its own with `footnote calibrate`.
    """

    slope: float = 0.76
    intercept: float = 0.08
    least: float = 0.5
    """The probability (0..1) from which on the bot answers."""

    def of(self, evidence: float) -> float:
        """The probability (0..1) that the passages answer; `evidence` is in logits."""
        return sigmoid(self.slope * evidence + self.intercept)


BARE = Confidence(slope=1.0, intercept=0.0, least=math.inf)
"""The evidence as it is, and never an answer: what a curve is fitted on."""


def sigmoid(logit: float) -> float:
    """Its probability (0..1)."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, logit))))
