"""The vectors of sentences, each embedded once for as long as it is asked for."""

import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np

from indexing.embedder import Embedder, Vectors

_KEPT = 20_000
"""Sentences, some 40 MB with their texts. People ask of the same pages all day."""


class SentenceVectors:
    """Embeds with `embedder` what it has not seen lately. Safe to share by threads."""

    def __init__(self, embedder: Embedder, kept: int = _KEPT) -> None:
        self._embedder = embedder
        self._limit = kept
        self._vectors: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, texts: Sequence[str]) -> Vectors:
        """(n, dimension) unit vectors, as the embedder gives them."""
        if not texts:
            return self._embedder.embed_texts([])
        with self._lock:
            found = {text: self._vectors[text] for text in texts if text in self._vectors}
        missing = [text for text in dict.fromkeys(texts) if text not in found]
        # Embedded outside the lock: nobody waits for another one's sentences.
        made = self._embedder.embed_texts(missing)
        # Copies: a row would keep the whole batch alive.
        found |= {text: row.copy() for text, row in zip(missing, made, strict=True)}
        with self._lock:
            for text, vector in found.items():
                self._vectors[text] = vector
                self._vectors.move_to_end(text)
            while len(self._vectors) > self._limit:
                self._vectors.popitem(last=False)
        return np.stack([found[text] for text in texts])
