"""What is learned, in which order, how often and how fast: all that was tuned stands here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from answering.spans.encoding import LENGTH
from tuning.spans.cloze import cloze
from tuning.spans.data import Data
from tuning.spans.example import Example
from tuning.spans.negatives import Neighbours, altered
from tuning.spans.windows import shortened

_CLOZE = 5_000
"""Examples; more repeat the same few hundred passages."""
_MISLEADING, _ALTERED = 0.7, 0.6
"""How often a question of an article is also asked where its answer is not."""


@dataclass(frozen=True)
class Stage:
    """`rate` is the highest learning rate; `length` how many tokens of an example are read."""

    name: str
    examples: Sequence[Example]
    epochs: int
    rate: float
    length: int = LENGTH


AVERAGED = 2
"""Stages, the last ones: the mean of the weights after each of them is what is shipped."""


def stages(data: Data, seed: int) -> list[Stage]:
    """First what is cheap and plenty, then what people asked, then what misleads."""
    made = list(cloze(data.passages, random := Random(seed)))
    random.shuffle(made)
    return [
        Stage("cloze", made[:_CLOZE], epochs=1, rate=2e-4, length=256),
        Stage("asked", _asked(data, seed + 1), epochs=3, rate=1.5e-4),
        Stage("misleading", list(_misleading(data, seed + 2)), epochs=1, rate=8e-5),
    ]


def _asked(data: Data, seed: int) -> list[Example]:
    random = Random(seed)
    return [shortened(example, random) for example in data.learned]


def _misleading(data: Data, seed: int) -> Iterator[Example]:
    random = Random(seed)
    neighbours, articles = Neighbours(data.articles), set(data.articles)
    for example in data.learned:
        yield shortened(example, random)
        if example.passage not in articles:
            continue
        if random.random() < _MISLEADING and (made := neighbours.misleading(example, random)):
            yield made
        if random.random() < _ALTERED and (made := altered(example, random)):
            yield made
