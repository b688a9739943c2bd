"""What fingers do on a keyboard: letters swapped, left out, doubled, or the key beside."""

import random
import re
from collections.abc import Collection

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_FEWEST_LETTERS = 5


def slipped(question: str, vocabulary: Collection[str], rng: random.Random) -> str | None:
    """The question with one or two words misspelt as no word of `vocabulary` is spelled.

    Numbers, names in capitals and first letters stay; None where no word is long enough.
    """
    words = [
        match
        for match in re.finditer(r"[A-Za-z]+", question)
        if len(match.group()) >= _FEWEST_LETTERS and match.group()[1:].islower()
    ]
    if not words:
        return None
    chosen = rng.sample(words, min(len(words), rng.choice((1, 1, 2))))
    for match in sorted(chosen, key=lambda each: -each.start()):
        for _attempt in range(10):
            wrong = _slip(match.group(), rng)
            if wrong != match.group() and wrong.lower() not in vocabulary:
                question = question[: match.start()] + wrong + question[match.end() :]
                break
        else:
            return None
    return question


def _slip(word: str, rng: random.Random) -> str:
    at = rng.randrange(1, len(word) - 1)
    match rng.choice(("swap", "drop", "double", "neighbour")):
        case "swap":
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        case "drop":
            return word[:at] + word[at + 1 :]
        case "double":
            return word[:at] + word[at] + word[at:]
        case _:
            return word[:at] + rng.choice(_beside(word[at])) + word[at + 1 :]


def _beside(letter: str) -> str:
    row = next((row for row in _ROWS if letter in row), "")
    at = row.find(letter)
    return (row[max(0, at - 1) : at] + row[at + 1 : at + 2]) or letter
