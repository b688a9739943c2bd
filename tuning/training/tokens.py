"""Pairs as tokens: what is read, and what is learned."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import torch
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from tuning.data.pair import Pair

Row = Mapping[str, list[int]]
"""A pair for Trainer: `input_ids`, `attention_mask` and `labels`."""

IGNORED = -100
"""The label of a token whose prediction is not learned."""


@dataclass(frozen=True)
class Tokens:
    """One pair. The `prompt` is what the model is given when it answers, `completion` what it is
    to write, up to and with the token that ends its turn.
    """

    prompt: list[int]
    completion: list[int]

    def __len__(self) -> int:
        return len(self.prompt) + len(self.completion)

    def as_row(self) -> dict[str, list[int]]:
        """A row for Trainer: the loss is that of the completion alone."""
        return {
            "input_ids": self.prompt + self.completion,
            "attention_mask": [1] * len(self),
            "labels": [IGNORED] * len(self.prompt) + self.completion,
        }


def encoded(pairs: Sequence[Pair], tokenizer: Any, max_length: int) -> list[Tokens]:
    """The pairs of at most `max_length` tokens. Cut ones would teach to end in mid-sentence."""
    every = (encode(pair, tokenizer) for pair in pairs)
    return [each for each in every if len(each) <= max_length]


def encode(pair: Pair, tokenizer: Any, before: Sequence[Pair] = ()) -> Tokens:
    """`pair` in the tokenizer's chat template, behind the pairs `before` it."""
    told = [turn for each in (*before, pair) for turn in _turns(each)]
    asked = told[:-1]
    prompt = tokenizer.apply_chat_template(asked, add_generation_prompt=True, tokenize=False)
    whole = tokenizer.apply_chat_template(told, tokenize=False)
    # Some templates rewrite a turn once it is past; the reply is then taken as it is.
    reply = whole[len(prompt) :] if whole.startswith(prompt) else pair.completion
    # What a template puts behind the end of a turn is never generated.
    reply = reply.rstrip()
    if not reply.endswith(tuple(tokenizer.all_special_tokens)):
        reply += tokenizer.eos_token
    # Apart, because a model that answers begins its reply with a token of its own.
    return Tokens(_ids(prompt, tokenizer), _ids(reply, tokenizer))


def _turns(pair: Pair) -> list[dict[str, str]]:
    return [
        {"role": "user", "content": pair.prompt},
        {"role": "assistant", "content": pair.completion},
    ]


def batch(rows: Sequence[Row]) -> dict[str, Tensor]:
    """Rows as tensors of shape (rows, longest row), padded on the right."""
    return _padded(rows, "right")


def completions(rows: Sequence[Row]) -> dict[str, Any]:
    """Rows as tensors of shape (rows, longest row), padded on the left: completions end together.

    `logits_to_keep` is how many tokens at the end have logits; the labels are theirs.
    """
    made: dict[str, Any] = dict(_padded(rows, "left"))
    made["position_ids"] = (made["attention_mask"].cumsum(1) - 1).clamp(min=0)
    longest = max(sum(label != IGNORED for label in row["labels"]) for row in rows)
    # The token before a completion is the one that predicts its first.
    kept = min(longest + 1, made["labels"].shape[1])
    made["labels"] = made["labels"][:, -kept:]
    return made | {"logits_to_keep": kept}


def _padded(rows: Sequence[Row], side: Literal["left", "right"]) -> dict[str, Tensor]:
    return {
        name: pad_sequence(
            [torch.tensor(row[name]) for row in rows],
            batch_first=True,
            padding_value=padding,
            padding_side=side,
        )
        # Which token pads is all one: nothing attends to it.
        for name, padding in (("input_ids", 0), ("attention_mask", 0), ("labels", IGNORED))
    }


def _ids(text: str, tokenizer: Any) -> list[int]:
    # The template has written the special tokens already.
    return list(tokenizer(text, add_special_tokens=False)["input_ids"])
