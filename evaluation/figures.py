"""Every figure of a report, in the order of the report."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from evaluation import citations, estimators, retrieval
from evaluation import observations as seen
from evaluation.abstention import Array
from evaluation.correct import token_f1
from evaluation.estimators import RATIO, Estimator
from evaluation.observations import Observe
from evaluation.outcome import Outcome
from evaluation.rouge import rouge_l

Group = Literal["Retrieval", "Answers", "Citations", "Abstention", "Tone", "Latency", "Cost"]


@dataclass(frozen=True)
class Figure:
    """A figure by its name in JSON. `better` names the end of the scale to aim for."""

    name: str
    label: str
    group: Group
    observe: Observe
    estimator: Estimator = RATIO
    better: Literal["high", "low"] = "high"
    unit: Literal["share", "seconds", "dollars"] = "share"

    def columns(self, outcomes: Sequence[Outcome]) -> Array:
        """Shape (k, n): the observations of those outcomes that have one."""
        known = [found for o in outcomes if (found := self.observe(o)) is not None]
        return np.array(known, dtype=np.float64).T if known else np.empty((1, 0))


FIGURES = (
    Figure("hit_at_1", "hit@1", "Retrieval", seen.ranked(retrieval.hit, 1)),
    Figure("hit_at_5", "hit@5", "Retrieval", seen.ranked(retrieval.hit, 5)),
    Figure("hit_at_10", "hit@10", "Retrieval", seen.ranked(retrieval.hit, 10)),
    Figure("mrr_at_10", "MRR@10", "Retrieval", seen.ranked(retrieval.reciprocal_rank, 10)),
    Figure("ndcg_at_10", "nDCG@10", "Retrieval", seen.ranked(retrieval.ndcg, 10)),
    Figure("recall_at_5", "recall@5", "Retrieval", seen.needed(retrieval.recall, 5)),
    Figure("all_gold_at_5", "all gold@5", "Retrieval", seen.needed(retrieval.all_gold, 5)),
    Figure("correct", "correct", "Answers", seen.correct),
    Figure("token_f1", "token F1", "Answers", seen.overlap(token_f1)),
    Figure("rouge_l", "ROUGE-L", "Answers", seen.overlap(rouge_l)),
    Figure(
        "source_precision", "precision of sources", "Citations",
        seen.cited(citations.source_precision),
    ),
    Figure(
        "source_recall", "recall of sources", "Citations",
        seen.cited(citations.source_recall),
    ),
    Figure("cites_gold", "cites gold", "Citations", seen.cited(citations.cites_gold)),
    Figure("verbatim", "verbatim quotes", "Citations", citations.verbatim),
    Figure("supported", "supported sentences", "Citations", citations.supported),
    Figure("answered", "answered (answerable)", "Abstention", seen.answered),
    Figure("refused", "refused (unanswerable)", "Abstention", seen.refused),
    Figure("balanced", "balanced", "Abstention", seen.balanced, estimators.BALANCED),
    Figure("refusal_precision", "refusal precision", "Abstention", seen.refusal_precision),
    Figure("refusal_recall", "refusal recall", "Abstention", seen.refused),
    Figure(
        "calibration_error", "calibration error", "Abstention",
        seen.answerability, estimators.CALIBRATION_ERROR, better="low",
    ),
    Figure("auroc", "AUROC of confidence", "Abstention", seen.answerability, estimators.AUROC),
    Figure(
        "risk_coverage_area", "risk-coverage area", "Abstention",
        seen.risk, estimators.RISK_COVERAGE_AREA, better="low",
    ),
    Figure("asked_back", "asked back (underspecified)", "Abstention", seen.asked_back),
    Figure(
        "seconds_p50", "whole answer, p50", "Latency",
        seen.seconds, estimators.MEDIAN, better="low", unit="seconds",
    ),
    Figure(
        "seconds_p95", "whole answer, p95", "Latency",
        seen.seconds, estimators.P95, better="low", unit="seconds",
    ),
    Figure(
        "first_token_seconds_p50", "first text, p50", "Latency",
        seen.first_token_seconds, estimators.MEDIAN, better="low", unit="seconds",
    ),
    Figure(
        "first_token_seconds_p95", "first text, p95", "Latency",
        seen.first_token_seconds, estimators.P95, better="low", unit="seconds",
    ),
)  # fmt: skip
"""docs/evaluation.md explains each."""
