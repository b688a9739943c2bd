"""The peer of whatever embeds: sentence-transformers as everybody uses it, fp32 by torch.

It runs in a process of its own: Footnote has no torch in its own, and must not share torch's
threads and memory here either.
"""

import multiprocessing
import time
from collections.abc import Sequence
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any

import numpy as np

from indexing.embedder import Vectors, packaged_folder

_BATCH = 32


class Reference:
    """`SentenceTransformer.encode` of the packaged model on the CPU; a context manager."""

    def __enter__(self) -> "Reference":
        context = multiprocessing.get_context("spawn")
        self._pipe, other = context.Pipe()
        self._process = context.Process(target=_serve, args=(other,), daemon=True)
        self._process.start()
        other.close()
        self.encode(["warm up"])
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._pipe.close()
        self._process.join()

    def encode(self, texts: Sequence[str]) -> tuple[Vectors, float]:
        """(n, dimension) unit vectors, and the seconds that making them took."""
        self._pipe.send(list(texts))
        found: tuple[Vectors, float] = self._pipe.recv()
        return found


def _serve(pipe: "Connection[Any, Any]") -> None:
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    model = SentenceTransformer(str(packaged_folder()), device="cpu")
    while True:
        try:
            texts = pipe.recv()
        except EOFError:
            return
        began = time.perf_counter()
        made = model.encode(texts, batch_size=_BATCH, show_progress_bar=False)
        took = time.perf_counter() - began
        pipe.send((np.asarray(made, dtype=np.float32), took))
