"""How well a network reads questions that it was not trained on."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch

from answering.spans.encoding import SpanEncoder
from answering.spans.network import SpanNetwork
from answering.spans.reading import Reading, reading_of
from indexing.embedder import packaged_folder
from tuning.spans.batches import NOWHERE, Item, batch
from tuning.spans.example import Example
from tuning.spans.windows import sentence_ranges

_BATCH = 16

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Figures:
    """Shares of 1. `auc`: how often an answerable question has a higher margin than one that is
    not; `balanced`: mean of answered and refused ones at the best threshold for these questions;
    `sentence`: how often the sentence that scores best is the one with the answer.
    """

    auc: float
    balanced: float
    sentence: float

    def __str__(self) -> str:
        return f"AUC {self.auc:.3f}, balanced {self.balanced:.3f}, sentence {self.sentence:.3f}"


def measure(network: SpanNetwork, examples: Sequence[Example]) -> Figures:
    """Of `examples`, which must hold some with and some without an answer."""
    readings = read(network, examples)
    margins = np.array([reading.margin for reading in readings])
    answerable = np.array([example.answer is not None for example in examples])
    found = [
        _finds(reading, example)
        for reading, example in zip(readings, examples, strict=True)
        if example.answer
    ]
    yes, no = margins[answerable], margins[~answerable]
    return Figures(auc(yes, no), balanced(yes, no), float(np.mean(found)))


@torch.no_grad()
def read(network: SpanNetwork, examples: Sequence[Example]) -> list[Reading]:
    """What `network` says of each example, in their order, encoded as for an answer."""
    network.eval()
    encoder = SpanEncoder(packaged_folder())
    device = str(next(network.parameters()).device)
    encoded = [encoder.encode(each.question, each.passage.title, each.text) for each in examples]
    order = sorted(range(len(encoded)), key=lambda index: len(encoded[index].ids))
    readings: dict[int, Reading] = {}
    for at in range(0, len(order), _BATCH):
        chosen = order[at : at + _BATCH]
        tensors = batch([Item(encoded[index], (NOWHERE, NOWHERE)) for index in chosen], device)
        logits = network(tensors.ids, tensors.types, tensors.mask)
        start, end, null = (each.numpy(force=True) for each in logits)
        for row, index in enumerate(chosen):
            readings[index] = reading_of(encoded[index], start[row], end[row], float(null[row]))
    return [readings[index] for index in range(len(encoded))]


def auc(yes: Floats, no: Floats) -> float:
    """How often one of `yes` is higher than one of `no`; ties count half."""
    return float(np.mean((yes[:, None] > no) + 0.5 * (yes[:, None] == no)))


def balanced(yes: Floats, no: Floats) -> float:
    """The best mean of the shares of `yes` at or above a threshold and of `no` below it."""
    return max(float(((yes >= at).mean() + (no < at).mean()) / 2) for at in (*yes, np.inf))


def _finds(reading: Reading, example: Example) -> bool:
    ranges = sentence_ranges(example.text)
    low, high = ranges[int(np.argmax(reading.scores(ranges)))]
    return example.answer is not None and low <= example.answer[0] < high
