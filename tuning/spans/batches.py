"""Examples -> tensors."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from answering.spans.encoding import Encoding, SpanEncoder
from tuning.spans.example import Example

NOWHERE = 0
"""The token that stands for "no answer": [CLS], which is never part of one."""


@dataclass(frozen=True)
class Item:
    """An encoded example; its answer starts and ends at the tokens of `target`."""

    encoding: Encoding
    target: tuple[int, int]


@dataclass(frozen=True)
class Batch:
    """(n, tokens) of integers, `text` of booleans: which tokens are the text's; (n,) targets."""

    ids: Tensor
    types: Tensor
    mask: Tensor
    text: Tensor
    starts: Tensor
    ends: Tensor


def item(example: Example, encoder: SpanEncoder) -> Item | None:
    """`example` encoded; None if its answer stands where nothing is read any more."""
    encoding = encoder.encode(example.question, example.passage.title, example.text)
    if example.answer is None:
        return Item(encoding, (NOWHERE, NOWHERE))
    begin, end = example.answer
    covered = [
        encoding.first + number
        for number, (low, high) in enumerate(encoding.offsets)
        if high > begin and low < end
    ]
    return Item(encoding, (covered[0], covered[-1])) if covered else None


def batch(items: Sequence[Item], device: str) -> Batch:
    """Filled up to the longest of `items`."""
    width = max(len(each.encoding.ids) for each in items)
    ids, types, mask = torch.zeros((3, len(items), width), dtype=torch.int64)
    text = torch.zeros((len(items), width), dtype=torch.bool)
    for row, each in enumerate(items):
        encoding, length = each.encoding, len(each.encoding.ids)
        ids[row, :length] = torch.tensor(encoding.ids)
        types[row, :length] = torch.tensor(encoding.types)
        mask[row, :length] = 1
        text[row, encoding.first : encoding.first + len(encoding.offsets)] = True
    starts, ends = torch.tensor([each.target for each in items]).unbind(1)
    return Batch(*(tensor.to(device) for tensor in (ids, types, mask, text, starts, ends)))
