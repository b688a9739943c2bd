"""The span model, run by onnxruntime: question and passages in, a reading of each out."""

import logging
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from answering.spans.conversion import convert, converted_model
from answering.spans.encoding import SpanEncoder
from answering.spans.reading import Reading, reading_of
from answering.spans.weights import SHIPPED
from indexing.converted import session
from indexing.embedder import packaged_folder

log = logging.getLogger(__name__)


class SpanModel:
    """Loaded at first use. Safe to share by threads."""

    def __init__(self, weights: Path = SHIPPED) -> None:
        self._weights = weights
        self._loaded: tuple[SpanEncoder, Any] | None = None
        self._lock = threading.Lock()

    def available(self) -> bool:
        """Whether there are weights; without them callers go without the model."""
        return self._weights.is_file()

    def load(self) -> None:
        """Make it ready to run; the first time ever takes seconds."""
        self._ready()

    def read(self, question: str, passages: Sequence[tuple[str, str]]) -> list[Reading]:
        """A reading of each passage, which is a title and a text; in their order."""
        encoder, model = self._ready()
        # One at a time: together they are no faster on a CPU, and the scale of the bytes would
        # be shared, so that a passage's reading would depend on its neighbours.
        return [_read(encoder, model, question, title, text) for title, text in passages]

    def _ready(self) -> tuple[SpanEncoder, Any]:
        with self._lock:
            if self._loaded is None:
                folder = packaged_folder()
                self._loaded = SpanEncoder(folder), _model(self._weights, folder)
            return self._loaded


def _model(weights: Path, folder: Path) -> Any:
    try:
        return session(converted_model(weights, folder))
    except OSError as error:
        if not weights.is_file():
            raise
        log.warning("The converted span model cannot be kept (%s); it is made every time.", error)
        with tempfile.TemporaryDirectory() as aside:
            target = Path(aside) / "spans.onnx"
            convert(weights, folder, target)
            return session(target)


def _read(encoder: SpanEncoder, model: Any, question: str, title: str, text: str) -> Reading:
    encoding = encoder.encode(question, title, text)
    ids, types = np.array([encoding.ids]), np.array([encoding.types])
    start, end, null = model.run(None, {"ids": ids, "types": types, "mask": np.ones_like(ids)})
    return reading_of(encoding, start[0], end[0], float(null[0]))
