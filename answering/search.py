"""Retrieval alone: the sources that best fit a question, each once."""

from dataclasses import dataclass

from llama_index.core.schema import QueryBundle

from answering.judge import whole
from answering.question import Question
from answering.retrieval.reranker import Reranker
from answering.retrieval.retriever import HybridRetriever
from indexing.store import PassageStore

_PASSAGES_PER_SOURCE = 5
"""Passages looked at for each source wanted: several passages of a page may rank high."""


@dataclass(frozen=True)
class Found:
    """A source and the fused score of its best passage."""

    source: str
    score: float


def search(
    store: PassageStore, question: Question, top: int = 10, reranker: Reranker | None = None
) -> list[Found]:
    """The `top` sources for `question`, best first; its history is used."""
    retriever = HybridRetriever(store, question.audience, top * _PASSAGES_PER_SOURCE, reranker)
    found: dict[str, Found] = {}
    for node in retriever.retrieve(QueryBundle(whole(question, store))):
        source = str(node.node.metadata["source_label"])
        found.setdefault(source, Found(source, node.score or 0.0))
    return list(found.values())[:top]
