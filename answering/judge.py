"""Whether the retrieved passages can answer the question at all.

Refusing well matters as much as answering: a bot that always says something teaches people not
to trust it. Three likenesses are added up. Weights fitted on encyclopedia questions were tried:
they do not carry over to employees' questions, whose words differ from the text's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from llama_index.core.schema import NodeWithScore

from answering.retriever import Evidence

THRESHOLD = 1.0
"""Refuse below this sum."""


@dataclass(frozen=True)
class Observations:
    """What the judge sees; every value is about 0..1."""

    cosine: float
    """Likeness of the best passage to the question."""
    gap: float
    """How far the best passage stands out from the tenth."""
    sentence: float
    """Score of the best sentence."""


def observe(
    nodes: Sequence[NodeWithScore], evidence: Mapping[str, Evidence], best_sentence: float
) -> Observations:
    """Measure the retrieved `nodes`; there is at least one."""
    cosines = sorted((evidence[node.node_id].cosine for node in nodes), reverse=True)
    return Observations(cosines[0], cosines[0] - cosines[-1], best_sentence)


def answerable(seen: Observations) -> bool:
    """Whether the passages seem to hold an answer."""
    return seen.cosine + seen.gap + seen.sentence >= THRESHOLD
