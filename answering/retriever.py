"""Hybrid retrieval behind LlamaIndex's retriever interface.

The fused score keeps its scale (a rank fusion would turn a cosine of 0.67 into 0.017), and
each node carries its cosine and its share of the best keyword score for the judge.
"""

import re
from dataclasses import dataclass

from llama_index.core.callbacks import CallbackManager
from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from indexing.readers import Readers
from indexing.store import PassageStore

DENSE_SHARE = 0.6
"""Weight of meaning against words. Between 0.5 and 0.7 hit@5 hardly moves."""

_OUTDATED = re.compile(
    r"\b(?:superseded|outdated|obsolete|deprecated|archived?|no longer valid|replaced by)\b",
    re.IGNORECASE,
)
_OUTDATED_SHARE = 0.75
"""A page whose title calls it outdated loses to its successor."""
_SPARE = 10

POOL = 60
"""Passages taken from each of the two searches before fusion."""


@dataclass(frozen=True)
class Evidence:
    """How well one passage fits: `cosine` -1..1, `keywords` 0..1 (of the best), `fused`."""

    cosine: float
    keywords: float
    fused: float


class HybridRetriever(BaseRetriever):
    """Passages that `audience` may read, best first; `evidence` explains the last search."""

    def __init__(self, store: PassageStore, audience: Readers, top: int = 10) -> None:
        super().__init__(callback_manager=CallbackManager([]))
        self._store = store
        self._audience = audience
        self._top = top
        self.evidence: dict[str, Evidence] = {}

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        text = query_bundle.query_str
        vector = self._store.embedder.embed_query(text)
        dense = {
            hit.passage_id: hit.score
            for hit in self._store.search_dense(vector, self._audience, POOL)
        }
        words = {
            hit.passage_id: hit.score
            for hit in self._store.search_keywords(text, self._audience, POOL)
        }
        best_cosine = max(dense.values(), default=0.0)
        best_words = max(words.values(), default=0.0)
        floor = min(dense.values(), default=0.0)
        found = {}
        for passage_id in dense.keys() | words.keys():
            cosine = dense.get(passage_id, floor)
            share = words.get(passage_id, 0.0) / best_words if best_words else 0.0
            fused = DENSE_SHARE * cosine / max(best_cosine, 0.1) + (1 - DENSE_SHARE) * share
            found[passage_id] = Evidence(cosine, share, fused)
        # Titles are read only now; a few more than wanted leave room for the outdated to sink.
        ranked = sorted(found, key=lambda key: (-found[key].fused, key))[: self._top + _SPARE]
        # Read again from the truth: what vanished or was closed since is left out.
        nodes = self._store.passages(ranked, self._audience)
        self.evidence = {node.node_id: found[int(node.node_id)] for node in nodes}
        scored = [NodeWithScore(node=placed(node), score=self._score(node)) for node in nodes]
        return sorted(scored, key=lambda node: -(node.score or 0.0))[: self._top]

    def _score(self, node: TextNode) -> float:
        fused = self.evidence[node.node_id].fused
        outdated = _OUTDATED.search(str(node.metadata.get("title", "")))
        return fused * _OUTDATED_SHARE if outdated else fused


def placed(node: TextNode) -> TextNode:
    """Let generators read the passage under one line that says where it stands.

    Their text is "Title › Heading", an empty line, then the passage.
    """
    title, heading = (
        " ".join(str(node.metadata.get(key, "")).split()) for key in ("title", "heading")
    )
    node.metadata["place"] = f"{title} › {heading}" if heading else title
    node.excluded_llm_metadata_keys = [key for key in node.metadata if key != "place"]
    node.metadata_template = "{value}"
    node.text_template = "{metadata_str}\n\n{content}"
    return node
