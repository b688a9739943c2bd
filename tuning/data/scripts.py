"""The script that a text is written in, and examples in one that the others are not in."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache

from tuning.data.example import Example

_RARE, _RULES = 0.05, 0.8
"""Shares of texts: a script is wrong that at most so many have while another rules."""
_SAMPLE = 80
"""Characters from which a text's script is told."""
_EAST_ASIAN = frozenset({"CJK", "HIRAGANA", "KATAKANA"})
"""Japanese mixes them."""
_SENTENCE = frozenset(" \t\n.,;:!?'\"()[]-–—’“”…、。？！«»*#|")
_FEWEST_LETTERS = 0.5


def wrong_scripts(examples: Sequence[Example]) -> dict[int, str]:
    """The place of each example with a text in a wrong script -> what it is written in.

    Texts are compared with their like: a translation's prompts and completions differ.
    """
    found: dict[int, str] = {}
    like: dict[tuple[str, int], dict[int, str]] = defaultdict(dict)
    for at, example in enumerate(examples):
        for column, text in enumerate(example.texts):
            if script := script_of(text):
                like[example.kind, column][at] = script
    for scripts in like.values():
        counts = Counter(scripts.values())
        rules = any(count >= _RULES * len(scripts) for count in counts.values())
        for at, script in scripts.items():
            if rules and counts[script] <= _RARE * len(scripts):
                found.setdefault(at, script)
    return found


def script_of(text: str) -> str:
    """The script of most letters, such as `Latin`; "" where there is no letter."""
    counts = Counter[str]()
    for character, count in Counter(text[:_SAMPLE]).items():
        if character.isalpha():
            counts[_script(character)] += count
    return counts.most_common(1)[0][0] if counts else ""


def is_symbols(texts: Sequence[str]) -> bool:
    """Whether less than half of what is no punctuation of sentences is a letter or digit."""
    counts = Counter("".join(text[:_SAMPLE] for text in texts))
    told = {each: count for each, count in counts.items() if each not in _SENTENCE}
    speaking = sum(count for each, count in told.items() if _speaks(each))
    return speaking < _FEWEST_LETTERS * sum(told.values()) or not told


def _speaks(character: str) -> bool:
    # Marks are the vowels of Hindi and Thai.
    return character.isalnum() or unicodedata.category(character).startswith("M")


@lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    name = unicodedata.name(letter, "OTHER").split()[0]
    return "East Asian" if name in _EAST_ASIAN else name.split("-")[0].title()
