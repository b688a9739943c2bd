"""Answers without a language model: the best supporting sentences, quoted.

On a small machine this is more often right than a small model, and it cannot invent.
"""

import re
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from llama_index.core.llms import MockLLM
from llama_index.core.prompts.mixin import PromptDictType
from llama_index.core.response_synthesizers import BaseSynthesizer
from llama_index.core.types import RESPONSE_TEXT_TYPE

from answering.units import Unit, UnitKind, units
from answering.words import coverage, rarity
from indexing.embedder import Embedder
from indexing.terms import terms

SENTENCES = 3
"""At most so many: replies that are too long are the top complaint about such bots."""

_PASSAGES = 5
_CANDIDATES = 16
_KEEP = 0.82
"""A further sentence must score at least this share of the best one."""

_LIST_WANTED = re.compile(
    r"\b(?:how (?:do|can|should|to|does)|steps?|what (?:are|should|do i need)|which|list|"
    r"procedure|process)\b",
    re.IGNORECASE,
)
_STEPS_WANTED = re.compile(r"\bhow (?:do|can|should|to|does)\b|\bsteps?\b", re.IGNORECASE)
_POINTER = re.compile(r"^(?:see|read|more in|details are in)\b.{0,60}$", re.IGNORECASE)
_SHORTEST = 2
"""Terms; a shorter line says too little to be an answer."""
_LEANS_BACK = re.compile(
    r"^(?:this|that|these|those|it|they|he|she|such|however|also|in addition|otherwise)\b",
    re.IGNORECASE,
)
_LONGEST = 900
"""Characters of a list or table that is shown whole."""


@dataclass(frozen=True)
class Candidate:
    """A unit of the `passage`-th passage and how well it answers."""

    passage: int
    position: int
    unit: Unit
    score: float


class ExtractiveSynthesizer(BaseSynthesizer):
    """Yields whole sentences, each ending in the number of its passage: `… [2]`."""

    def __init__(self, embedder: Embedder) -> None:
        super().__init__(llm=MockLLM(), streaming=True)
        self._embedder = embedder

    def get_response(
        self, query_str: str, text_chunks: Sequence[str], **response_kwargs: Any
    ) -> RESPONSE_TEXT_TYPE:
        """The sentences, as a stream."""
        del response_kwargs
        return self._sentences(query_str, text_chunks)

    def _sentences(self, question: str, passages: Sequence[str]) -> Generator[str, None, None]:
        for candidate in self.choose(question, passages):
            yield f"{candidate.unit.text} [{candidate.passage + 1}]"

    def choose(self, question: str, passages: Sequence[str]) -> list[Candidate]:
        """The best units: the direct answer first, then what adds to it."""
        ranked = self.rank(question, passages)
        if not ranked:
            return []
        best = ranked[0]
        chosen = [best]
        if best.unit.kind == "list":
            return chosen  # the steps are the answer; more would only follow them
        for candidate in ranked[1:]:
            if len(chosen) == SENTENCES or candidate.score < _KEEP * best.score:
                break
            if all(_adds(candidate.unit, other.unit) for other in chosen):
                chosen.append(candidate)
        return _readable(question, chosen, passages)

    def rank(self, question: str, passages: Sequence[str]) -> list[Candidate]:
        """All candidates, best first: likeness + rare words + rank of their passage."""
        wanted = terms(question)
        weights = rarity(passages)
        # Steps answer "how do I" as a whole; one step rarely looks like the answer.
        left_out = {"table"} if _STEPS_WANTED.search(question) else {"list", "table"}
        pool = [
            Candidate(number, position, unit, coverage(wanted, f"{unit.lead} {unit.text}", weights))
            for number, passage in enumerate(passages[:_PASSAGES])
            for position, unit in enumerate(units(_body(passage)))
            if unit.kind not in left_out and len(unit.text) <= _LONGEST
        ]
        # Embedding every sentence would take 0.3 s on two cores; few of them have a chance.
        pool.sort(key=lambda candidate: -candidate.score + 0.05 * candidate.passage)
        pool = pool[:_CANDIDATES]
        if not pool:
            return []
        texts = [
            f"{_heading(passages[candidate.passage])} {candidate.unit.lead} {candidate.unit.text}"
            for candidate in pool
        ]
        vectors = self._embedder.embed_texts(texts)
        likeness = np.asarray(vectors) @ np.asarray(self._embedder.embed_query(question))
        scored = [
            replace(
                candidate,
                score=float(alike)
                + 0.5 * candidate.score
                - 0.06 * candidate.passage
                + _fitness(candidate.unit),
            )
            for candidate, alike in zip(pool, likeness, strict=True)
        ]
        return sorted(scored, key=lambda candidate: -candidate.score)

    def _get_prompts(self) -> PromptDictType:
        return {}

    def _update_prompts(self, prompts: PromptDictType) -> None:
        pass

    async def aget_response(
        self, query_str: str, text_chunks: Sequence[str], **response_kwargs: Any
    ) -> RESPONSE_TEXT_TYPE:
        """Not used: Footnote is synchronous throughout."""
        raise NotImplementedError("Use get_response.")


def _fitness(unit: Unit) -> float:
    """What speaks for a unit whatever was asked.

    Lists are candidates only where steps are asked for, and then they are the answer; a line
    that only points elsewhere ("See the travel policy.") is none.
    """
    if unit.kind == "list":
        return 0.2
    return -0.25 if _POINTER.search(unit.text) or len(terms(unit.text)) < _SHORTEST else 0.0


def _body(passage: str) -> str:
    """The passage without the line that names its title and heading."""
    return passage.partition("\n\n")[2]


def _heading(passage: str) -> str:
    return passage.partition("\n\n")[0].replace(" › ", " ")


def _adds(unit: Unit, other: Unit) -> bool:
    """Whether `unit` says something that `other` does not."""
    words, have = set(terms(unit.text)), set(terms(other.text))
    return bool(words) and len(words & have) / len(words) < 0.7


def _readable(question: str, chosen: list[Candidate], passages: Sequence[str]) -> list[Candidate]:
    """Whole lists and tables where one line would mislead, and no sentence that leans back.

    Steps and lists come whole when the question asks for them; a table when it names none of
    its rows, so that the reader, not the bot, picks the line that applies.
    """
    found: list[Candidate] = []
    for candidate in chosen:
        body = units(_body(passages[candidate.passage]))
        unit = candidate.unit
        if unit.kind == "item" and _LIST_WANTED.search(question):
            unit = _whole(unit, "list", body)
        elif unit.kind == "row" and not _names(question, unit):
            unit = _whole(unit, "table", body)
        elif unit.kind == "sentence" and _LEANS_BACK.search(unit.text) and candidate.position:
            before = body[candidate.position - 1]
            if before.block == unit.block and len(found) + 1 < SENTENCES:
                found.append(replace(candidate, position=candidate.position - 1, unit=before))
        found.append(replace(candidate, unit=unit))
    unique: list[Candidate] = []
    for candidate in found:
        if candidate.unit not in [other.unit for other in unique] and len(unique) < SENTENCES:
            unique.append(candidate)
    return unique


def _whole(part: Unit, kind: UnitKind, body: list[Unit]) -> Unit:
    """The list or table that `part` is of, unless it is too long to read."""
    for unit in body:
        if unit.kind == kind and unit.block == part.block and len(unit.text) <= _LONGEST:
            return unit
    return part


def _names(question: str, row: Unit) -> bool:
    """Whether the question names what the row is about: its first cell."""
    return bool(set(terms(row.text.partition(" – ")[0])) & set(terms(question)))
