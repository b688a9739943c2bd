"""The whole training: data in, the file of weights out."""

from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import numpy as np
import torch

from answering.spans.encoding import SpanEncoder
from answering.spans.network import SpanNetwork
from answering.spans.weights import Weights, base_weights, save_weights
from indexing.embedder import packaged_folder
from tuning.spans.batches import item
from tuning.spans.data import Data
from tuning.spans.measuring import measure
from tuning.spans.recipe import AVERAGED, Stage, stages
from tuning.spans.training import fresh_network, train

_TOLD = 20
"""Steps between two losses."""


def run(data: Data, output: Path, seed: int = 0, steps: int | None = None) -> None:
    """Train on `data` and write `output`; with `steps`, end every stage after as many."""
    torch.manual_seed(seed)
    folder = packaged_folder()
    network = fresh_network(folder).to("cuda" if torch.cuda.is_available() else "cpu")
    kept = []
    for stage in stages(data, seed):
        _learn(network, stage, data, seed, steps)
        kept.append(network.weights())
    network.take(average(kept[-AVERAGED:]))
    print(f"mean of the last {AVERAGED}: {measure(network, data.held_out)}", flush=True)
    save_weights(output, network.weights(), base_weights(folder))


def _learn(network: SpanNetwork, stage: Stage, data: Data, seed: int, steps: int | None) -> None:
    encoder = SpanEncoder(packaged_folder(), stage.length)
    items = [made for example in stage.examples if (made := item(example, encoder))]
    losses = []
    for step in islice(train(network, items, stage.epochs, stage.rate, seed), steps):
        losses.append(step.loss)
        if step.number % _TOLD == 0:
            recent = np.mean(losses[-_TOLD:])
            print(f"{stage.name} {step.number}/{step.of}: loss {recent:.3f}", flush=True)
        if step.ends_epoch:
            print(f"{stage.name}: {measure(network, data.held_out)}", flush=True)


def average(several: Sequence[Weights]) -> Weights:
    """The mean of each weight."""
    return {
        name: np.mean([each[name] for each in several], axis=0, dtype=np.float32)
        for name in several[0]
    }
