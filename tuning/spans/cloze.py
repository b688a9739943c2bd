"""Questions made from statements: a fact is taken out, and a question word put in its place.

"The castle was built in 1070 by Odo" gives "When by Odo the castle was built in?". They are no
good English, but teach cheaply that an answer is the thing that the rest of a sentence is about.
Half of them are broken, so that their passage no longer answers them.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from indexing.sentences import in_sentences
from indexing.stop_words import STOP_WORDS
from indexing.terms import terms
from tuning.spans.example import Example, Passage
from tuning.spans.facts import Fact, Kind, facts
from tuning.spans.windows import window

_ASKING: dict[Kind, list[str]] = {
    "date": ["When", "In what year", "what year"],
    "number": ["How many", "How much", "What number"],
    "name": ["Who", "What", "Which", "What is the name of the one that", "Where"],
}
_ASKED = {wording for wordings in _ASKING.values() for wording in wordings}
_BREAK = re.compile(r"[;:]|, (?:and|but|which|who|while)\b")
"""Between clauses."""
_WORDS = range(6, 46)
"""Of a sentence."""
_WINDOW = 70
"""Words of the passage that are kept."""
_SHORTEST = 100
"""Characters of a passage that lost its sentence."""


@dataclass(frozen=True)
class _Statement:
    """A `sentence` of `passage`, from its `begin`-th character on, and a fact in it."""

    passage: Passage
    begin: int
    sentence: str
    fact: Fact


def cloze(passages: Sequence[Passage], random: Random) -> Iterator[Example]:
    """One example at most for each fact of `passages`, in random order."""
    statements = [each for passage in passages for each in _statements(passage)]
    pool = defaultdict(list)
    for statement in statements:
        pool[statement.fact.kind].append(statement.fact.text)
    random.shuffle(statements)
    for statement in statements:
        if not (question := _question(statement, random)):
            continue
        begin, (low, high) = statement.begin, statement.fact.range
        passage = statement.passage
        made = Example(question, passage, passage.text, (begin + low, begin + high))
        broken = made if random.random() < 0.5 else _broken(made, statement, pool, random)
        if broken:
            sentence = begin, begin + len(statement.sentence)
            yield window(broken, sentence, random, _WINDOW)


def _statements(passage: Passage) -> Iterator[_Statement]:
    at = 0
    for segmented in in_sentences(passage.text):
        sentence = segmented.strip()
        begin = passage.text.find(sentence, at)
        if not sentence or begin < 0:
            continue
        at = begin + len(sentence)
        if len(sentence.split()) not in _WORDS:
            continue
        for fact in facts(sentence):
            if not _only_capitalised(fact):
                yield _Statement(passage, begin, sentence, fact)


def _only_capitalised(fact: Fact) -> bool:
    """Whether it looks like a name because it begins the sentence, or is "The" or "He"."""
    begins = fact.range[0] == 0 and " " not in fact.text
    return fact.kind == "name" and (begins or fact.text.lower() in STOP_WORDS)


def _question(statement: _Statement, random: Random) -> str | None:
    """The clause of the fact, as a question; None if it says too little."""
    sentence, (low, high) = statement.sentence, statement.fact.range
    begin = max((each.end() for each in _BREAK.finditer(sentence[:low])), default=0)
    stop = _BREAK.search(sentence, high)
    before = sentence[begin:low].strip()
    after = sentence[high : stop.start() if stop else len(sentence)].rstrip(".").strip()
    if len(terms(f"{before} {after}")) < 3:
        return None
    asking, order = random.choice(_ASKING[statement.fact.kind]), random.random()
    if order < 0.4:
        question = f"{asking} {after} {before}"
    elif order < 0.7:
        question = f"{asking} {before} {after}"
    else:
        question = f"{before} {asking.lower()} {after}"
    return _thinned(question, random).strip(" ,.") + "?"


def _thinned(question: str, random: Random) -> str:
    """Without some of its words, since people do not ask in the words of the passage."""
    first, *others = question.split()
    kept = [
        word for word in others if random.random() > (0.25 if word.lower() in STOP_WORDS else 0.12)
    ]
    return " ".join([first, *kept])


def _broken(
    example: Example, statement: _Statement, pool: dict[Kind, list[str]], random: Random
) -> Example | None:
    """The example without an answer: another fact in the question, or no such sentence."""
    named = [
        fact for fact in facts(example.question) if fact.range[0] > 0 and fact.text not in _ASKED
    ]
    if named and random.random() < 0.75:
        fact = random.choice(named)
        # One of the same passage is the harder to tell apart.
        near = [
            other.text
            for other in facts(example.text)
            if other.kind == fact.kind
            and other.text != fact.text
            and other.text not in statement.sentence
        ]
        other = random.choice(near if near and random.random() < 0.4 else pool[fact.kind])
        if other == fact.text:
            return None
        question = swapped(example.question, fact, other)
        return replace(example, question=question, answer=None)
    begin = statement.begin
    text = (example.text[:begin] + example.text[begin + len(statement.sentence) :]).strip()
    return replace(example, text=text, answer=None) if len(text) >= _SHORTEST else None


def swapped(text: str, fact: Fact, other: str) -> str:
    """`text` with `other` in the place of `fact`."""
    begin, end = fact.range
    return text[:begin] + other + text[end:]
