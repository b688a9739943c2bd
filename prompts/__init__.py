"""Every prompt and fixed sentence as a text file that a non-programmer can edit."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

SLOT = "{text}"
"""Where the plain text stands in a tone."""


@cache
def load(name: str) -> str:
    """The text of `prompts/NAME.txt`, without lines that start with `#`."""
    text = files("prompts").joinpath(f"{name}.txt").read_text(encoding="utf-8")
    return "\n".join(line for line in text.splitlines() if not line.startswith("#")).strip()


def lines(name: str) -> tuple[str, ...]:
    """The non-empty lines of `prompts/NAME.txt`."""
    return tuple(line.strip() for line in load(name).splitlines() if line.strip())


def tones() -> tuple[str, ...]:
    """The names of the files in `prompts/tones`."""
    found = files("prompts").joinpath("tones").iterdir()
    return tuple(sorted(each.name[:-4] for each in found if each.name.endswith(".txt")))


def numbered(passages: Sequence[str], order: Sequence[int] | None = None) -> list[str]:
    """Passages as a model reads them, when it answers and when it learns to.

    With `order`, places in `passages`, only these, in that order; each keeps its number.
    """
    places = range(len(passages)) if order is None else order
    return [f"[{place + 1}] {passages[place]}" for place in places]
