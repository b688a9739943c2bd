"""Pairs of a plain text and the same in a company's voice, as `samples/voice` has them."""

import json
from dataclasses import dataclass
from pathlib import Path

HELD_OUT = ("validation", "test")
"""The splits that no adapter is trained on."""


class PairsError(Exception):
    """The pairs cannot be used; one sentence for people."""


@dataclass(frozen=True)
class VoicePair:
    """`document` is what both texts are about: pairs of one document stay together."""

    id: str
    document: str
    neutral: str
    styled: str


def load_pairs(folder: Path, split: str) -> list[VoicePair]:
    """The lines of `split`.jsonl. PairsError names a file or line that is not as it should be."""
    path = folder / f"{split}.jsonl"
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise PairsError(f"{path} cannot be read; name a folder of pairs that has it.") from error
    found = [_pair(path, number, line) for number, line in enumerate(lines, 1) if line.strip()]
    if not found:
        raise PairsError(f"{path} has no pairs.")
    return found


def _pair(path: Path, number: int, line: str) -> VoicePair:
    try:
        fields = json.loads(line)
        texts = [fields[key] for key in ("neutral", "styled")]
    except (ValueError, KeyError, TypeError):
        texts = [None]
    if not all(isinstance(text, str) and text.strip() for text in texts):
        raise PairsError(
            f'{path.name}, line {number}, is not JSON with the texts "neutral" and "styled".'
        )
    name = str(fields.get("id", f"{path.stem}-{number}"))
    return VoicePair(name, str(fields.get("document", name)), *texts)
