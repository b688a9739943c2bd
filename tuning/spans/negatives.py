"""Harder examples without an answer: what retrieval finds beside the passage that answers."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from random import Random

from indexing.terms import terms
from tuning.spans.cloze import swapped
from tuning.spans.example import Example, Passage
from tuning.spans.facts import facts
from tuning.spans.windows import WORDS, likeliest, window

_STEEPNESS = 0.9


class Neighbours:
    """Other passages of an article, by the rare words that they share with a question."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._passages = [(each, set(terms(each.text))) for each in passages]
        self._found_in = Counter(term for _, held in self._passages for term in held)

    def misleading(self, example: Example, random: Random) -> Example | None:
        """The question with a passage of the same article that does not hold its answer."""
        answer = example.text[slice(*example.answer)].lower() if example.answer else None
        wanted = set(terms(example.question))
        others = [
            (self._weight(wanted & held), passage)
            for passage, held in self._passages
            if passage.title == example.passage.title
            and passage != example.passage
            and (answer is None or answer not in passage.text.lower())
        ]
        if not others:
            return None
        others.sort(key=lambda weighed: -weighed[0])
        # Mostly the one that shares most, and now and then one further down.
        _, passage = others[min(int(random.expovariate(_STEEPNESS)), len(others) - 1)]
        return likeliest(Example(example.question, passage, passage.text, None), random)

    def _weight(self, shared: set[str]) -> float:
        count = len(self._passages)
        # Exact, for a set has no order: a rounded sum would draw others in the next run.
        return math.fsum(math.log(count / (1 + self._found_in[term])) for term in shared)


def altered(example: Example, random: Random) -> Example | None:
    """The question with a fact swapped for one of its passage: nobody asks or answers that."""
    named = [fact for fact in facts(example.question) if fact.range[0] > 0]
    if not named or not example.answer:
        return None
    fact = random.choice(named)
    others = [
        other.text
        for other in facts(example.text)
        if other.kind == fact.kind
        and other.text != fact.text
        and other.text.lower() not in example.question.lower()
    ]
    if not others:
        return None
    question = swapped(example.question, fact, random.choice(others))
    changed = replace(example, question=question, answer=None)
    return window(changed, example.answer, random, WORDS)
