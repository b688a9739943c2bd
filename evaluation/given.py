"""A language model given the right passage, without retrieval: how well it answers from it.

It reads of that passage what it would in an answer: all, or its best sentences (`reads`).
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from answering.answer import Answer
from answering.asked import Case
from answering.errors import AnsweringError
from answering.models import ModelRegistry
from evaluation.arms.closed_book import unchecked
from evaluation.outcome import Outcome
from evaluation.saved import RunError
from evaluation.suite import Suite


@dataclass(frozen=True)
class Given:
    """A question and the passage that answers it, or the one it was asked about in vain."""

    case: Case
    passage: str


def load_given(suite: Suite) -> tuple[Given, ...]:
    """Those questions of `suite` that name their passage; RunError if there are none.

    A question without an answer names it as `asked_about`.
    """
    passages, about = suite.folder / "passages.jsonl", dict[str, str]()
    if not passages.is_file():
        raise RunError(f"{suite.folder} has no passages.jsonl, and --given gives passages.")
    texts = {each["id"]: f"{each['title']}\n\n{each['text']}" for each in _lines(passages)}
    for number, line in enumerate(_lines(suite.folder / "questions.jsonl"), 1):
        about[str(line.get("id", number))] = line.get("asked_about") or ""
    given = [
        Given(case, texts[passage])
        for case in suite.cases
        if (passage := case.sources[0] if case.sources else about[case.id]) in texts
    ]
    if not given:
        raise RunError(f"No question in {suite.folder} names its passage.")
    return tuple(given)


def run_given(given: tuple[Given, ...], registry: ModelRegistry, model: str) -> Iterator[Outcome]:
    """One outcome a question: what the model wrote, unchecked, or why it did not."""
    for each in given:
        yield Outcome(each.case, (), _answer(each, registry, model))


def _answer(given: Given, registry: ModelRegistry, model: str) -> Answer:
    try:
        return unchecked(
            registry, model, lambda asked: asked.messages(given.case.question, [given.passage])
        )
    except AnsweringError as error:
        # It rests, and would not be asked; the next question shall not be lost.
        registry.probe(model)
        return Answer((), (), "error", model, error=str(error))


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, filter(str.strip, file))
