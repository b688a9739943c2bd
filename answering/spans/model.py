"""The span model, run by onnxruntime: question and passages in, a reading of each out."""

import logging
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from answering.spans.conversion import convert, converted_model
from answering.spans.encoding import Encoding, SpanEncoder
from answering.spans.reading import Reading
from answering.spans.weights import SHIPPED
from indexing.converted import session
from indexing.embedder import packaged_folder

log = logging.getLogger(__name__)

_BATCH = 8
"""Passages at a time; more only leave the processor's cache."""


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
        """Make it ready to run; the first time ever takes a while."""
        self._ready()

    def read(self, question: str, passages: Sequence[tuple[str, str]]) -> list[Reading]:
        """A reading of each passage, which is a title and a text."""
        encoder, run = self._ready()
        encoded = [encoder.encode(question, title, text) for title, text in passages]
        # Those of like length together, so that little is padding.
        order = sorted(range(len(encoded)), key=lambda index: len(encoded[index].ids))
        readings: dict[int, Reading] = {}
        for at in range(0, len(order), _BATCH):
            batch = order[at : at + _BATCH]
            readings.update(zip(batch, _read(run, [encoded[i] for i in batch]), strict=True))
        return [readings[index] for index in range(len(encoded))]

    def _ready(self) -> tuple[SpanEncoder, Any]:
        with self._lock:
            if self._loaded is None:
                folder = packaged_folder()
                self._loaded = SpanEncoder(folder), _session(self._weights, folder)
            return self._loaded


def _session(weights: Path, folder: Path) -> Any:
    try:
        return session(converted_model(weights, folder))
    except OSError as error:
        log.warning("The converted span model cannot be kept (%s); it is made again.", error)
        with tempfile.TemporaryDirectory() as aside:
            target = Path(aside) / "spans.onnx"
            convert(weights, folder, target)
            return session(target)


def _read(run: Any, batch: Sequence[Encoding]) -> list[Reading]:
    width = max(len(each.ids) for each in batch)
    ids, types, mask = np.zeros((3, len(batch), width), dtype=np.int64)
    for row, each in enumerate(batch):
        ids[row, : len(each.ids)] = each.ids
        types[row, : len(each.ids)] = each.types
        mask[row, : len(each.ids)] = 1
    start, end, null = run.run(None, {"ids": ids, "types": types, "mask": mask})
    return [
        Reading(start[row][text], end[row][text], float(null[row]), each.offsets)
        for row, each in enumerate(batch)
        for text in [slice(each.first, each.first + len(each.offsets))]
    ]
