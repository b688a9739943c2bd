"""Refusals beyond the share that a recipe takes: they are one sentence, learned soon enough."""

import hashlib
from collections.abc import Mapping, Sequence

from tuning.data.example import Example

_REASON = ("more refusals than the recipe takes", "")


def surplus(
    examples: Sequence[Example], refusal: str, share: float
) -> Mapping[int, tuple[str, str]]:
    """Places of the refusals to leave out so that they are at most `share` (0..1) of what stays.

    Which ones depends on their ids alone.
    """
    refused = [at for at, each in enumerate(examples) if each.pair.completion == refusal]
    answered = len(examples) - len(refused)
    kept = int(answered * share / (1 - share))
    refused.sort(key=lambda at: hashlib.sha256(examples[at].pair.id.encode()).digest())
    return dict.fromkeys(refused[kept:], _REASON)
