"""One stage of the training: a network and examples in, the network changed."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import torch
from torch import Tensor, nn

from answering.spans.encoding import SHARED
from answering.spans.network import SpanNetwork
from answering.spans.weights import base_weights
from tuning.precision import has_bf16
from tuning.spans.batches import NOWHERE, Batch, Item, batch

_BATCH = 16
_DECAY = 0.01
_WARM = 0.1
"""Of all steps, in which the learning rate rises; after them it falls to nothing."""
_STEEPEST = 1.0
"""Length at which gradients are cut."""
_ALIKE = 20
"""Batches' worth of examples that are sorted by length together, so that little is padding."""
_OUTSIDE = -1e4
"""The logit of a token that is not the text's."""


@dataclass(frozen=True)
class Step:
    """The `number`-th step `of` as many."""

    number: int
    of: int
    ends_epoch: bool
    loss: float


def fresh_network(folder: Path) -> SpanNetwork:
    """The encoder in `folder` with untrained heads."""
    network = SpanNetwork(folder)
    network.take(network.weights() | dict(base_weights(folder)))
    embeddings = network.encoder.embeddings
    # Half of the model, and too few examples to teach words anything.
    embeddings.word_embeddings.requires_grad_(False)
    with torch.no_grad():
        # Else the types for shared words would begin equal to the others.
        shared = embeddings.token_type_embeddings.weight[SHARED:]
        shared += 0.01 * torch.randn_like(shared)
    return network


def train(
    network: SpanNetwork, items: Sequence[Item], epochs: int, rate: float, seed: int
) -> Iterator[Step]:
    """Train for as long as it is asked for steps."""
    random = Random(seed)
    in_epoch = math.ceil(len(items) / _BATCH)
    steps = in_epoch * epochs
    optimizer = _optimizer(network, rate)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _share(step, steps))
    device = str(next(network.parameters()).device)
    kind, in_16_bits = torch.device(device).type, has_bf16()
    done = 0
    for _ in range(epochs):
        for chosen in _shuffled(items, random):
            network.train()
            with torch.autocast(kind, torch.bfloat16, enabled=in_16_bits):
                loss = _loss(network, batch(chosen, device))
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(network.parameters(), _STEEPEST)
            optimizer.step()
            schedule.step()
            done += 1
            yield Step(done, steps, done % in_epoch == 0, loss.item())


def _share(step: int, steps: int) -> float:
    """Of the highest learning rate, that is used in the `step`-th of `steps`."""
    rising, falling = (step + 1) / (_WARM * steps), (steps - step) / ((1 - _WARM) * steps)
    return min(1.0, rising, max(0.0, falling))


def _optimizer(network: SpanNetwork, rate: float) -> torch.optim.Optimizer:
    learned = [each for each in network.parameters() if each.requires_grad]
    groups = [
        {"params": [each for each in learned if each.ndim > 1], "weight_decay": _DECAY},
        {"params": [each for each in learned if each.ndim <= 1], "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=rate)


def _shuffled(items: Sequence[Item], random: Random) -> list[list[Item]]:
    """All items in batches, each of items of like length."""
    order = random.sample(items, len(items))
    size = _BATCH * _ALIKE
    batches = []
    for at in range(0, len(order), size):
        alike = sorted(order[at : at + size], key=lambda each: len(each.encoding.ids))
        batches += [alike[low : low + _BATCH] for low in range(0, len(alike), _BATCH)]
    random.shuffle(batches)
    return batches


def _loss(network: SpanNetwork, examples: Batch) -> Tensor:
    """Cross entropy of start and end over the tokens of the text and "no answer"."""
    start, end, null = network(examples.ids, examples.types, examples.mask)
    return (
        _entropy(start, null, examples.text, examples.starts)
        + _entropy(end, null, examples.text, examples.ends)
    ) / 2


def _entropy(logits: Tensor, null: Tensor, text: Tensor, targets: Tensor) -> Tensor:
    choices = logits.masked_fill(~text, _OUTSIDE)
    choices = torch.cat([null.unsqueeze(1), choices[:, NOWHERE + 1 :]], dim=1)
    return nn.functional.cross_entropy(choices, targets)
