"""What all rows of a batch begin with, read once.

A recipe's prompts begin with the same instructions, a third of a short row. They are read once
for a whole batch, as llama.cpp keeps them when it answers; the losses and their gradients are
those of whole rows.
"""

from collections.abc import Callable, Sequence
from inspect import signature
from itertools import takewhile
from typing import Any

import torch
from transformers import Trainer

from tuning.training.tokens import IGNORED, Row, batch, completions

_NAME = "prefix"
_TAKEN = {"logits_to_keep", "position_ids", "past_key_values", "use_cache"}


def collator(model: Any) -> Callable[[Sequence[Row]], dict[str, Any]]:
    """How rows become a batch for `model`: without what is read twice, where it can be told so.

    Logits are a vector as long as the vocabulary for each token, a third of a small model's
    work; they are made for the completions alone.
    """
    plain = getattr(model, "get_base_model", lambda: model)()
    if not signature(plain.forward).parameters.keys() >= _TAKEN:
        return batch
    kinds = set(getattr(plain.config, "layer_types", None) or ())
    # Layers that see a window, or keep a state, need not keep the whole prefix; of several GPUs
    # each would need its own.
    windowed = not kinds <= {"full_attention"} or getattr(plain.config, "sliding_window", None)
    several = torch.cuda.device_count() > 1
    return completions if windowed or several else behind_prefix


def behind_prefix(rows: Sequence[Row]) -> dict[str, Any]:
    """`completions` of what follows the tokens that all prompts begin with.

    Those stand beside them as `prefix`, of shape (1, tokens); no `prefix` if there are none.
    """
    columns = zip(*(_prompt(row) for row in rows), strict=False)
    length = sum(1 for _ in takewhile(lambda column: len(set(column)) == 1, columns))
    made = completions([{name: row[name][length:] for name in row} for row in rows])
    if not length:
        return made
    before = torch.ones(len(rows), length, dtype=torch.long)
    made["attention_mask"] = torch.cat([before, made["attention_mask"]], 1)
    made["position_ids"] += length
    return made | {_NAME: torch.tensor([rows[0]["input_ids"][:length]])}


class PrefixTrainer(Trainer):
    """Trainer for batches of `behind_prefix`, and for others as it is."""

    def compute_loss(self, model: Any, inputs: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """The loss of a batch; see Trainer."""
        if _NAME in inputs:
            inputs = _after(model, **inputs)
        return super().compute_loss(model, inputs, *args, **kwargs)


def _after(
    model: Callable[..., Any], prefix: torch.Tensor, **inputs: torch.Tensor
) -> dict[str, Any]:
    """`inputs` with what `model` makes of the `prefix`, for each row."""
    read = model(input_ids=prefix, use_cache=True, logits_to_keep=1).past_key_values
    read.batch_repeat_interleave(len(inputs["input_ids"]))
    return {**inputs, "past_key_values": read}


def _prompt(row: Row) -> list[int]:
    """All of it but its last token, behind which the completion begins."""
    learned = next(at for at, label in enumerate(row["labels"]) if label != IGNORED)
    return row["input_ids"][: learned - 1]
