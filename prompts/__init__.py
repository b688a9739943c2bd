"""Every prompt and fixed sentence as a text file that a non-programmer can edit."""

from collections.abc import Iterable
from functools import cache
from importlib.resources import files


@cache
def load(name: str) -> str:
    """The text of `prompts/NAME.txt`, without lines that start with `#`."""
    text = files("prompts").joinpath(f"{name}.txt").read_text(encoding="utf-8")
    return "\n".join(line for line in text.splitlines() if not line.startswith("#")).strip()


def lines(name: str) -> tuple[str, ...]:
    """The non-empty lines of `prompts/NAME.txt`."""
    return tuple(line.strip() for line in load(name).splitlines() if line.strip())


def numbered(passages: Iterable[str]) -> list[str]:
    """Passages as a model reads them, when it answers and when it learns to."""
    return [f"[{number}] {passage}" for number, passage in enumerate(passages, 1)]
