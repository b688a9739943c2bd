"""The word lists of `english.txt`, by name."""

from functools import cache
from importlib.resources import files


@cache
def listed(name: str) -> tuple[str, ...]:
    """The words of the list `name`, in their order; KeyError if there is none."""
    return _lists()[name]


@cache
def words(name: str) -> frozenset[str]:
    """The same as a set."""
    return frozenset(listed(name))


@cache
def _lists() -> dict[str, tuple[str, ...]]:
    text = (files("evaluation.building") / "english.txt").read_text(encoding="utf-8")
    found: dict[str, tuple[str, ...]] = {}
    name = ""
    for line in text.splitlines():
        if line.startswith(" "):
            found[name] += tuple(line.split())
        elif line.endswith(":"):
            name = line.removesuffix(":")
            found[name] = ()
    return found
