"""Hybrid retrieval behind LlamaIndex's retriever interface."""

from llama_index.core.callbacks import CallbackManager
from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from answering.retrieval import freshness, fusion
from answering.retrieval.filters import Filter, parse_filter
from answering.retrieval.fusion import Evidence, Pool
from answering.retrieval.mentions import Mentions
from answering.retrieval.parts import parts
from answering.retrieval.reranker import Reranker
from indexing.readers import Readers
from indexing.store import PassageStore

POOL = 60
"""Passages taken from each of the two searches before fusion."""

_FILTERED_POOL = 2000
_PART_WEIGHT = 0.9
"""What fits one part of a question counts a little less than what fits the whole."""
_MENTION_BONUS = 0.25
"""For documents that the best passage names. From 0.2 to 0.6 little changes."""
_SPARE = 10


class HybridRetriever(BaseRetriever):
    """Passages that `audience` may read, best first; `evidence` explains the last search.

    Without `by_date` a date in the question chooses no documents.
    """

    def __init__(
        self,
        store: PassageStore,
        audience: Readers,
        top: int = 10,
        reranker: Reranker | None = None,
        by_date: bool = True,
    ) -> None:
        super().__init__(callback_manager=CallbackManager([]))
        self._store = store
        self._audience = audience
        self._top = top
        self._reranker = reranker
        self._by_date = by_date
        self.evidence: dict[str, Evidence] = {}
        self.filter = Filter()
        self.typed = ""
        """The question without its filters, as it was typed."""
        self.corrected = ""
        """The question as it was searched for: filters taken out, slips corrected."""

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        self.filter, text = parse_filter(query_bundle.query_str, by_date=self._by_date)
        self.typed = text
        self.corrected = self._store.corrected(text, self._audience)
        pool = self._pool(text, self.corrected)
        ranked = sorted(pool, key=lambda key: (-pool[key].fused, key))[: self._top + _SPARE]
        # Read again from the truth: what vanished or was closed since is left out.
        nodes = self._store.passages(ranked, self._audience)
        self.evidence = {node.node_id: pool[int(node.node_id)] for node in nodes}
        scored = [NodeWithScore(node=placed(node), score=self._score(node)) for node in nodes]
        scored.sort(key=lambda node: -(node.score or 0.0))
        if self._reranker:
            scored = self._reranker.rerank(self.corrected, scored)
        return scored[: self._top]

    def _pool(self, text: str, corrected: str) -> Pool:
        size = _FILTERED_POOL if self.filter else POOL
        pool = fusion.search(self._store, corrected, self._audience, size)
        if corrected != text:
            # The correction may be wrong, so what was typed counts as well.
            pool = fusion.merged(
                pool, fusion.search(self._store, text, self._audience, size), _PART_WEIGHT
            )
        for part in parts(corrected):
            found = fusion.search(self._store, part, self._audience, size)
            pool = fusion.merged(pool, found, _PART_WEIGHT)
        if not pool:
            return pool
        places = self._store.places(pool)
        if self.filter:
            kept = {key for key in pool if key in places and self.filter.admits(places[key])}
            pool = {key: found for key, found in pool.items() if key in kept}
        best = max(pool, key=lambda key: pool[key].fused, default=None)
        if best is None or best not in places:
            return pool
        mentions = Mentions(places[best], corrected)
        named = {key for key, place in places.items() if place in mentions}
        return {
            key: found.raised(_MENTION_BONUS) if key in named else found
            for key, found in pool.items()
        }

    def _score(self, node: TextNode) -> float:
        return self.evidence[node.node_id].fused * freshness.share(node.metadata)


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
