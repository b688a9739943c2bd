"""Any sentence-transformers model, by torch, behind LlamaIndex's interface."""

from collections.abc import Sequence

import numpy as np

from indexing.embedder import Vectors

_BATCH = 32


class TorchEncoder:
    """`model` is a folder or a hub name; `device` as torch names it, None for the best."""

    def __init__(self, model: str, device: str | None) -> None:
        from llama_index.embeddings.huggingface import HuggingFaceEmbedding
        from transformers.utils import logging

        # Its bar would stand in the middle of the command's own output.
        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        self._model = HuggingFaceEmbedding(
            model_name=model, device=device, trust_remote_code=False, embed_batch_size=_BATCH
        )
        self.reads = int(self._model.max_length or 256)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """(n, dimension) vectors."""
        return np.asarray(self._model.get_text_embedding_batch(list(texts)), dtype=np.float32)

    def encode_query(self, text: str) -> Vectors:
        """(dimension,) the vector of a question."""
        return np.asarray(self._model.get_query_embedding(text), dtype=np.float32)

    def count(self, text: str) -> int:
        """Tokens of `text`, without the two that mark its ends."""
        tokenizer = self._model._model.tokenizer
        return len(tokenizer(text, add_special_tokens=False, verbose=False)["input_ids"])
