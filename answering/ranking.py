"""The sentences of the passages, ranked by how well they answer."""

import math
import re
import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from answering.checking.instructions import for_readers
from answering.expected import Kind, expected, has
from answering.plain import STRUCK
from answering.rewrite import last_asked
from answering.spans.model import SpanModel
from answering.spans.reading import Reading
from answering.units import Unit, units
from answering.vectors import SentenceVectors
from answering.words import coverage, rarity
from indexing.embedder import Embedder, Vectors
from indexing.terms import terms

LONGEST = 900
"""Characters of a list or table that is shown whole."""

_STEPS_WANTED = re.compile(r"\bhow (?:do|can|should|to|does)\b|\bsteps?\b", re.IGNORECASE)
_POINTER = re.compile(r"^(?:see|read|more in|details are in)\b.{0,60}$", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:[-*+\s]|\[[^\]]*\]\([^)\s]*\))+")
"""Links and nothing else: what a page has, not how something is done."""
_REST = re.compile(r"(?![01]\b)\d+[.)]")
"""Begins in the middle, where a passage was cut."""
_TITLE_WORDS = 6
_DIGIT = re.compile(r"\d")
_SHORTEST = 2
"""Terms; a shorter line says too little to be an answer."""

_EXPECTED = 0.15
"""For a sentence with a number or a time where the question asks for one."""

_LATER_PASSAGE = 0.04
"""Taken from the sentences of each next passage, since those found first fit better."""
_PASSAGES = 5
_CANDIDATES = 20
_ASKS = re.compile(r"\b(?:who|whose|whom|where|when|why|which|how|what)\b(?! about)", re.IGNORECASE)
_READ = 4
"""Passages that the span model reads: each takes some 30 ms on two cores."""
_JUDGED = 2
"""Of these, those whose margin says whether there is an answer: the more passages, the more
often one of them looks like it by chance."""
_SAID = 0.3
"""Weight of what the span model says of a sentence."""
_SAID_STEEPNESS = 4.0
_KEPT = 16
"""Rankings remembered: the judge and the synthesizer look at the same one."""


@dataclass(frozen=True)
class Candidate:
    """A unit of the `passage`-th passage and how well it answers."""

    passage: int
    position: int
    unit: Unit
    score: float


@dataclass(frozen=True)
class Ranking:
    """Candidates with their (n, dimension) unit vectors, to be scored for a text."""

    passages: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    vectors: Vectors
    weights: Mapping[str, float]
    embedder: Embedder
    said: tuple[float, ...] = ()
    """For each candidate, how likely (0..1) the span model sees the answer begin in it."""
    margin: float | None = None
    """What the span model says for an answer in any passage, in logits; None without it."""

    def best(self, text: str) -> list[Candidate]:
        """All candidates, those that answer `text` best first."""
        if not self.candidates:
            return []
        likeness = self.vectors @ self.embedder.embed_query(text)
        wanted, kind = terms(text), _kind(text)
        said = self.said or (0.0,) * len(self.candidates)
        scored = [
            replace(
                each,
                score=float(alike)
                + _lexical(each, wanted, self.weights)
                + _form(each, kind)
                + _SAID * begins,
            )
            for each, alike, begins in zip(self.candidates, likeness, said, strict=True)
        ]
        return sorted(scored, key=lambda candidate: -candidate.score)


class SentenceRanker:
    """Ranks sentences with `embedder` and, if its weights are there, the span model.

    Safe to share by threads.
    """

    def __init__(self, embedder: Embedder, spans: SpanModel | None = None) -> None:
        self._embedder = embedder
        self._vectors = SentenceVectors(embedder)
        self._spans = spans if spans and spans.available() else None
        self._made: OrderedDict[tuple[str, tuple[str, ...]], Ranking] = OrderedDict()
        self._lock = threading.Lock()

    def rank(self, question: str, passages: Sequence[str]) -> Ranking:
        """The candidates of `passages`, each "Title › Heading", an empty line, then its text."""
        key = (question, tuple(passages[:_PASSAGES]))
        with self._lock:
            if key in self._made:
                return self._made[key]
        ranking = self._rank(question, key[1])
        with self._lock:
            self._made[key] = ranking
            while len(self._made) > _KEPT:
                self._made.popitem(last=False)
        return ranking

    def order(self, question: str, passages: Sequence[str]) -> list[int]:
        """The places of all `passages`, those with the best sentences first."""
        best = self.rank(question, passages).best(question)
        return list(dict.fromkeys([*(each.passage for each in best), *range(len(passages))]))

    def _rank(self, question: str, passages: Sequence[str]) -> Ranking:
        wanted, weights = terms(question), rarity(passages)
        # Steps answer "how do I" as a whole; one step rarely looks like the answer.
        left_out = {"table"} if asks_for_steps(question) else {"list", "table"}
        pool = [
            Candidate(number, position, unit, coverage(wanted, _in_context(unit), weights))
            for number, passage in enumerate(passages)
            for position, unit in quotable(passage)
            if unit.kind not in left_out and len(unit.text) <= LONGEST
        ]
        # Embedding every sentence would take 0.3 s on two cores; few of them have a chance.
        pool.sort(key=lambda candidate: -candidate.score + _LATER_PASSAGE * candidate.passage)
        pool = pool[:_CANDIDATES]
        texts = [f"{heading(passages[c.passage])} {_in_context(c.unit)}" for c in pool]
        readings = self._read(question, passages)
        return Ranking(
            tuple(passages),
            tuple(pool),
            self._vectors.of(texts),
            weights,
            self._embedder,
            tuple(_begins(candidate, passages, readings) for candidate in pool),
            max((reading.margin for reading in readings[:_JUDGED]), default=None),
        )

    def _read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        if self._spans is None:
            return []
        return self._spans.read(question, [(heading(p), _valid(body(p))) for p in passages[:_READ]])


def asks_for_steps(question: str) -> bool:
    """Whether it asks how something is done."""
    return bool(_STEPS_WANTED.search(question))


def is_list(whole: Unit) -> bool:
    """Whether a list is one to read: no table of contents, and not the rest of one that was cut."""
    return not (_CONTENTS.fullmatch(whole.quote) or _REST.match(whole.text))


def quotable(passage: str) -> Iterator[tuple[int, Unit]]:
    """Position and unit, without the paragraphs in which somebody gives orders to the bot."""
    found = units(body(passage))
    kept = for_readers(found, heading(passage))
    yield from ((position, unit) for position, unit in enumerate(found) if unit in kept)


def body(passage: str) -> str:
    """The passage without the line that names its title and heading."""
    return passage.partition("\n\n")[2]


def title(passage: str) -> str:
    """The title of its document."""
    return passage.partition("\n\n")[0].partition(" › ")[0]


def heading(passage: str) -> str:
    """That line, as words."""
    return passage.partition("\n\n")[0].replace(" › ", " ")


def _is_title(unit: Unit) -> bool:
    """Whether a line only names what stands elsewhere: "## Salary", "- Salary and equity"."""
    words = len(unit.text.split())
    return words <= _TITLE_WORDS and unit.text[-1].isalpha() and not _DIGIT.search(unit.text)


def _kind(text: str) -> Kind:
    """What kind of answer is asked for last: "and for my kids?" asks for that of the question
    before it, "and who pays?" does not."""
    asked = last_asked(text)
    return expected(asked if _ASKS.search(asked) else text)


def _valid(text: str) -> str:
    """With blanks for what is struck through: everything keeps its place."""
    return STRUCK.sub(lambda struck: " " * len(struck.group()), text)


def _begins(candidate: Candidate, passages: Sequence[str], readings: Sequence[Reading]) -> float:
    """How likely an answer begins in the candidate; 0 where the span model did not look."""
    if candidate.passage >= len(readings):
        return 0.0
    quote = candidate.unit.quote
    start = body(passages[candidate.passage]).find(quote)
    if start < 0:
        return 0.0
    (score,) = readings[candidate.passage].scores([(start, start + len(quote))])
    return 1.0 / (1.0 + math.exp(min(-score / _SAID_STEEPNESS, 30.0)))


def _lexical(candidate: Candidate, wanted: Sequence[str], weights: Mapping[str, float]) -> float:
    """What the words say: rare ones that the question has too, and the rank of the passage."""
    said = _in_context(candidate.unit)
    return 0.5 * coverage(wanted, said, weights) - _LATER_PASSAGE * candidate.passage


def _in_context(unit: Unit) -> str:
    """What it says, behind the sentence that leads in to it or asks what it answers."""
    return f"{unit.asked or unit.lead} {unit.text}"


def _form(candidate: Candidate, kind: Kind) -> float:
    """What speaks for a unit by its form.

    Lists are candidates only where steps are asked for, and then they are the answer; a line
    that only points elsewhere ("See the travel policy.") is none.
    """
    unit = candidate.unit
    if unit.kind == "list":
        if _CONTENTS.fullmatch(unit.quote):
            return -0.25
        return 0.2 if is_list(unit) else 0.0
    bonus = _EXPECTED if kind != "any" and has(kind, unit.text) else 0.0
    asks = unit.text.endswith("?")  # A page that asks answers in the next sentence.
    short = not unit.asked and (len(terms(unit.text)) < _SHORTEST or _is_title(unit))
    if asks or short or _POINTER.search(unit.text):
        bonus -= 0.25
    return bonus
