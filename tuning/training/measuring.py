"""What a model makes of pairs that it was not trained on."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import torch
from torch.nn.functional import cross_entropy

from tuning.data.pair import Pair
from tuning.training import overlap
from tuning.training.errors import TrainingError
from tuning.training.tokens import IGNORED, Tokens, encode

_PAIRS = {"cpu": 128, "cuda": 1000}
"""Test pairs whose loss is taken, at most."""
REPLIES = 50
"""Of the test pairs are answered at most: writing is slow."""
_LONGER = 2
"""Times the longest expected reply, after which one is cut off."""
_AT_ONCE = 8


@dataclass(frozen=True)
class Figures:
    """`loss` is in nats for each token of the completions of `pairs` pairs, `perplexity` its
    exponential. The rest is about greedy replies to `replies` of them: BLEU and chrF of 100,
    `rouge_l` and `exact` shares of 1, lengths in words.
    """

    pairs: int
    loss: float
    perplexity: float
    replies: int
    bleu: float
    chrf: float
    rouge_l: float
    exact: float
    length: float
    expected_length: float


def measure(
    model: Any,
    tokenizer: Any,
    pairs: Sequence[Pair],
    max_length: int,
    replies: int = REPLIES,
    before: Sequence[Pair] = (),
) -> Figures:
    """Of `pairs`, or enough of them; TrainingError if none has at most `max_length` tokens.

    `before` are examples that the model is shown first.
    """
    model.eval()
    fitting = [pair for pair in pairs if len(encode(pair, tokenizer)) <= max_length]
    if not fitting:
        raise TrainingError(
            f"No test pair has at most {max_length} tokens; choose a larger max_length in the "
            "recipe."
        )
    most = min(_PAIRS[model.device.type], len(fitting))
    chosen = Random(0).sample(fitting, most)
    known = [(pair, encode(pair, tokenizer, before)) for pair in chosen]
    loss = _loss(model, [tokens for _, tokens in known])
    asked = Random(0).sample(known, min(replies, len(known)))
    limit = _LONGER * max(len(tokens.completion) for _, tokens in known)
    said = _replies(model, tokenizer, [tokens for _, tokens in asked], limit)
    expected = [pair.completion.strip() for pair, _ in asked]
    return Figures(
        pairs=len(known),
        loss=loss,
        perplexity=math.exp(loss),
        replies=len(asked),
        bleu=overlap.bleu(said, expected),
        chrf=overlap.chrf(said, expected),
        rouge_l=overlap.rouge_l(said, expected),
        exact=overlap.exact(said, expected),
        length=overlap.length(said),
        expected_length=overlap.length(expected),
    )


@torch.no_grad()
def _loss(model: Any, examples: Sequence[Tokens]) -> float:
    """The mean over all learned tokens, long completions counting for more."""
    total, tokens = 0.0, 0
    for each in examples:
        row = {
            name: torch.tensor([ids], device=model.device) for name, ids in each.as_row().items()
        }
        labels = row.pop("labels")
        logits = model(**row).logits
        # The logits at a token are about the next one.
        total += cross_entropy(
            logits[0, :-1].float(), labels[0, 1:], ignore_index=IGNORED, reduction="sum"
        ).item()
        tokens += len(each.completion)
    return total / tokens


@torch.no_grad()
def _replies(model: Any, tokenizer: Any, examples: Sequence[Tokens], limit: int) -> list[str]:
    """Greedy, of at most `limit` tokens, several at once; in the order of `examples`."""
    order = sorted(range(len(examples)), key=lambda index: len(examples[index].prompt))
    said: dict[int, str] = {}
    for at in range(0, len(order), _AT_ONCE):
        chosen = order[at : at + _AT_ONCE]
        prompts = [examples[index].prompt for index in chosen]
        width = max(map(len, prompts))
        # Padded on the left, so that all begin to write in the same place.
        ids = [[tokenizer.pad_token_id] * (width - len(each)) + each for each in prompts]
        mask = [[0] * (width - len(each)) + [1] * len(each) for each in prompts]
        written = model.generate(
            input_ids=torch.tensor(ids, device=model.device),
            attention_mask=torch.tensor(mask, device=model.device),
            max_new_tokens=limit,
            do_sample=False,
            pad_token_id=tokenizer.pad_token_id,
        )
        texts = tokenizer.batch_decode(written[:, width:], skip_special_tokens=True)
        said |= dict(zip(chosen, (text.strip() for text in texts), strict=True))
    return [said[index] for index in range(len(examples))]
