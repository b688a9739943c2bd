"""Whether the retrieved passages can answer the question at all.

Refusing well matters as much as answering: a bot that always says something teaches people not
to trust it. Three likenesses are added up. Weights fitted on encyclopedia questions were tried:
they do not carry over to employees' questions, whose words differ from the text's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from llama_index.core.schema import NodeWithScore

from answering.retriever import Evidence
from indexing.store import PassageStore
from indexing.terms import is_stop_word, terms

THRESHOLD = 0.95
"""Refuse below this sum."""

STRANGE_THRESHOLD = 1.6
"""The same for a short question with a word that no document has: what it asks about is most
likely not there, however alike the rest is. Long questions tell stories in words of their own."""

_SHORT = 6
"""Terms."""


@dataclass(frozen=True)
class Observations:
    """What the judge sees; every value is about 0..1."""

    cosine: float
    """Likeness of the best passage to the question."""
    gap: float
    """How far the best passage stands out from the tenth."""
    sentence: float
    """Score of the best sentence."""
    strange: bool = False
    """Whether the question is short and has a word that no document has."""


def observe(
    nodes: Sequence[NodeWithScore],
    evidence: Mapping[str, Evidence],
    best_sentence: float,
    strange: bool = False,
) -> Observations:
    """Measure the retrieved `nodes`; there is at least one."""
    cosines = sorted((evidence[node.node_id].cosine for node in nodes), reverse=True)
    return Observations(cosines[0], cosines[0] - cosines[-1], best_sentence, strange)


def is_strange(question: str, store: PassageStore) -> bool:
    """Whether `question` is short and asks with a word that no document has."""
    words = [word for word in dict.fromkeys(terms(question)) if not is_stop_word(word)]
    return len(words) <= _SHORT and bool(store.unknown(words))


def answerable(seen: Observations) -> bool:
    """Whether the passages seem to hold an answer."""
    needed = STRANGE_THRESHOLD if seen.strange else THRESHOLD
    return seen.cosine + seen.gap + seen.sentence >= needed
