"""Examples that say the same as an earlier one, to the word or nearly."""

from collections import defaultdict
from collections.abc import Sequence
from math import ceil

from tuning.data.example import Example
from tuning.data.shingles import Ints, Shingles, likeness

_ALIKE = 0.85
"""Share of word triples in common, in each of two examples' texts, to be near duplicates."""

Texts = list[Ints]
"""The triples of each text of an example."""


def exact(examples: Sequence[Example]) -> dict[int, int]:
    """The place of a duplicate -> that of the first which says the same; space and case aside."""
    first: dict[tuple[str, ...], int] = {}
    found = {}
    for at, example in enumerate(examples):
        key = tuple(" ".join(text.split()).casefold() for text in example.texts)
        if first.setdefault(key, at) != at:
            found[at] = first[key]
    return found


def near(examples: Sequence[Example]) -> dict[int, int]:
    """The place of a near duplicate -> that of the earlier, kept example which it is like.

    Every text must be alike: two questions about one passage are not, nor two passages under
    one question. Examples with different numbers of texts are not compared.
    """
    found: dict[int, int] = {}
    for count in sorted({len(example.texts) for example in examples}):
        places = [at for at, example in enumerate(examples) if len(example.texts) == count]
        shingles = Shingles.of([text for at in places for text in examples[at].texts])
        index = _Index(shingles, count)
        for number, at in enumerate(places):
            twin = index.twin_or_add(number)
            if twin is not None:
                found[at] = places[twin]
    return found


class _Index:
    """Finds near duplicates exactly, by prefix filtering (Bayardo, Ma and Srikant, 2007).

    Two sets that are alike share one of their rarest members, as many of them as would leave too
    little if none were shared. That holds for every text of two examples, so looking for one of
    them is enough: the one whose rare shingles the fewest examples have.
    """

    def __init__(self, shingles: Shingles, count: int) -> None:
        self._shingles = shingles
        self._count = count
        self._holders: list[dict[int, list[int]]] = [defaultdict(list) for _ in range(count)]

    def twin_or_add(self, number: int) -> int | None:
        """The first example of those added that `number` is like; else None, and it is added."""
        own = self._texts(number)
        rare = [self._rare(each) for each in own]
        listed = [
            [holders[shingle] for shingle in few if shingle in holders]
            for holders, few in zip(self._holders, rare, strict=True)
        ]
        fewest = min(listed, key=lambda lists: sum(map(len, lists)))
        for other in sorted({each for holders in fewest for each in holders}):
            if all(_alike(*pair) for pair in zip(own, self._texts(other), strict=True)):
                return other
        for holders, few in zip(self._holders, rare, strict=True):
            for shingle in few:
                holders[shingle].append(number)
        return None

    def _texts(self, number: int) -> Texts:
        first = number * self._count
        return [self._shingles.of_text(at) for at in range(first, first + self._count)]

    def _rare(self, own: Ints) -> list[int]:
        few = own[: len(own) - ceil(_ALIKE * len(own)) + 1]
        return [int(each) for each in few[few >= self._shingles.first_shared]]


def _alike(one: Ints, two: Ints) -> bool:
    # The sizes alone rule most out.
    return _ALIKE <= len(one) / len(two) <= 1 / _ALIKE and likeness(one, two) >= _ALIKE
