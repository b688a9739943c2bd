"""Whether the retrieved passages can answer the question at all.

One probability from a few observations, fitted by logistic regression on questions with
and without an answer. Refusing well matters as much as answering: a bot that always says
something teaches people not to trust it.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from llama_index.core.schema import NodeWithScore

from answering.retriever import Evidence

THRESHOLD = 0.13
"""Refuse below this probability. Low, because the fit saw encyclopedia questions, whose words
stand in the text; employees ask in their own words, and score lower for the same reason."""


@dataclass(frozen=True)
class Observations:
    """What the judge sees; every value is about 0..1."""

    cosine: float
    """Likeness of the best passage to the question."""
    gap: float
    """How far the best passage stands out from the tenth."""
    sentence: float
    """Score of the best sentence."""


WEIGHTS = Observations(cosine=0.90, gap=1.57, sentence=3.34)
BIAS = -3.89


def observe(
    nodes: Sequence[NodeWithScore], evidence: Mapping[str, Evidence], best_sentence: float
) -> Observations:
    """Measure the retrieved `nodes`; there is at least one."""
    cosines = sorted((evidence[node.node_id].cosine for node in nodes), reverse=True)
    return Observations(cosines[0], cosines[0] - cosines[-1], best_sentence)


def answerable(seen: Observations) -> float:
    """The probability (0..1) that the passages hold an answer."""
    score = BIAS + sum(
        getattr(WEIGHTS, name) * getattr(seen, name) for name in Observations.__dataclass_fields__
    )
    return 1 / (1 + math.exp(-score))
