"""An optional cross-encoder that reads question and passage together; off unless named."""

import threading
from typing import Any

from llama_index.core.schema import MetadataMode, NodeWithScore


class Reranker:
    """A sentence-transformers cross-encoder: a folder or a hub name. Loaded at first use."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._model: Any = None
        self._lock = threading.Lock()

    def rerank(self, question: str, nodes: list[NodeWithScore]) -> list[NodeWithScore]:
        """`nodes` in the cross-encoder's order; their scores stay what the search gave."""
        if not nodes:
            return nodes
        pairs = [(question, node.node.get_content(MetadataMode.LLM)) for node in nodes]
        with self._lock:
            scores = self._load().predict(pairs, show_progress_bar=False)
        order = sorted(range(len(nodes)), key=lambda index: -float(scores[index]))
        return [nodes[index] for index in order]

    def _load(self) -> Any:
        if self._model is None:
            from sentence_transformers import CrossEncoder

            # Code that comes with a model is never run.
            self._model = CrossEncoder(self.name, trust_remote_code=False)
        return self._model
