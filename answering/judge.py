"""Whether the retrieved passages can answer the question at all.

One probability from a few observations, fitted by logistic regression on questions with
and without an answer. Refusing well matters as much as answering: a bot that always says
something teaches people not to trust it.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from llama_index.core.schema import MetadataMode, NodeWithScore

from answering.retriever import Evidence
from answering.words import coverage, rarity
from indexing.terms import terms

THRESHOLD = 0.5
"""Refuse below this probability."""


@dataclass(frozen=True)
class Observations:
    """What the judge sees; every value is about 0..1."""

    cosine: float
    """Likeness of the best passage to the question."""
    gap: float
    """How far the best passage stands out from the tenth."""
    covered: float
    """Weighted share of the question's words in the best passage."""
    covered_anywhere: float
    """The same in any of the first five."""
    sentence: float
    """Score of the best sentence."""


WEIGHTS = Observations(cosine=6.0, gap=0.0, covered=3.0, covered_anywhere=2.0, sentence=2.0)
BIAS = -5.5


def observe(
    question: str,
    nodes: Sequence[NodeWithScore],
    evidence: Mapping[str, Evidence],
    best_sentence: float,
) -> Observations:
    """Measure the retrieved `nodes`, best first, against `question`."""
    texts = [node.node.get_content(MetadataMode.LLM) for node in nodes]
    wanted, weights = terms(question), rarity(texts)
    cosines = sorted((evidence[node.node_id].cosine for node in nodes), reverse=True)
    shares = [coverage(wanted, text, weights) for text in texts[:5]]
    return Observations(
        cosine=cosines[0],
        gap=cosines[0] - cosines[-1],
        covered=max(shares),
        covered_anywhere=coverage(wanted, " ".join(texts[:5]), weights),
        sentence=best_sentence,
    )


def answerable(seen: Observations) -> float:
    """The probability (0..1) that the passages hold an answer."""
    score = BIAS + sum(
        getattr(WEIGHTS, name) * getattr(seen, name) for name in Observations.__dataclass_fields__
    )
    return 1 / (1 + math.exp(-score))
