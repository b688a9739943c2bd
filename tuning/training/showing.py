"""Instead of training: a few pairs that a model is shown before every question."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median

from tuning.data.pair import Pair

EXAMPLES = "examples.jsonl"
"""What `examples` of `[models.NAME]` names."""


def shown(pairs: Sequence[Pair], count: int) -> list[Pair]:
    """The `count` pairs of the most usual length, as many as can be from different documents.

    A very short or long one would be imitated for its length.
    """
    usual = median(map(_length, pairs))
    ranked = sorted(pairs, key=lambda pair: (abs(_length(pair) - usual), pair.id))
    first = {pair.document: pair.id for pair in reversed(ranked)}
    ranked.sort(key=lambda pair: first[pair.document] != pair.id)
    return ranked[:count]


def write_examples(path: Path, pairs: Iterable[Pair]) -> None:
    """Write `pairs` as `answering.examples` reads them."""
    rows = ({"prompt": pair.prompt, "completion": pair.completion} for pair in pairs)
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_text("".join(lines), encoding="utf-8")


def read_examples(path: Path) -> list[Pair]:
    """What was written there; nothing if nothing was."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [Pair("", "", row["prompt"], row["completion"]) for row in rows]


def _length(pair: Pair) -> int:
    return len(pair.prompt) + len(pair.completion)
