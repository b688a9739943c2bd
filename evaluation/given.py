"""A language model given the right passage, without retrieval: how well it answers from it.

It reads of that passage what it would in an answer: all, or its best sentences (`reads`). Where the
bot's judge is asked first, as for every answer, the model writes only what that lets through.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from llama_index.core.schema import MetadataMode, QueryBundle

from answering.answer import Answer
from answering.asked import Case, CasesError, objects
from answering.confidence import Confidence
from answering.errors import AnsweringError
from answering.judge import judged
from answering.models import ModelRegistry
from answering.question import Question
from answering.ranking import SentenceRanker
from answering.retrieval.retriever import HybridRetriever
from evaluation.arms.closed_book import unchecked
from evaluation.outcome import Outcome
from evaluation.saved import RunError
from evaluation.suite import Suite
from indexing.readers import PUBLIC
from indexing.store import PassageStore


@dataclass(frozen=True)
class Given:
    """A question and the passage that answers it, or the one it was asked about in vain."""

    case: Case
    passage: str


def load_given(suite: Suite) -> tuple[Given, ...]:
    """Those questions of `suite` that name their passage; RunError if there are none.

    A question without an answer names it as `asked_about`.
    """
    passages = suite.folder / "passages.jsonl"
    if not passages.is_file():
        raise RunError(f"{suite.folder} has no passages.jsonl, and --given gives passages.")
    try:
        texts = dict(_passage(passages, *each) for each in objects(passages))
        about = [
            data.get("asked_about") or "" for _, data in objects(suite.folder / "questions.jsonl")
        ]
    except CasesError as error:
        raise RunError(str(error)) from error
    given = [
        Given(case, texts[passage])
        for case, asked_about in zip(suite.cases, about, strict=True)
        if (passage := str(case.sources[0] if case.sources else asked_about)) in texts
    ]
    if not given:
        raise RunError(f"No question in {suite.folder} names its passage.")
    return tuple(given)


class GivenJudge:
    """The bot's judge, as if the right passage were the first that was found in `store`."""

    def __init__(self, store: PassageStore, ranker: SentenceRanker, confidence: Confidence) -> None:
        self._store = store
        self._ranker = ranker
        self._confidence = confidence

    def lets_through(self, given: Given) -> bool:
        """Whether the passage answers, as far as the judge can tell."""
        question = Question(given.case.question, audience=PUBLIC)
        query = self._store.corrected(question.text, PUBLIC)
        retriever = HybridRetriever(self._store, PUBLIC)
        nodes = retriever.retrieve(QueryBundle(query))
        others = [node.node.get_content(MetadataMode.LLM) for node in nodes]
        passages = [given.passage, *(each for each in others if each != given.passage)]
        embedder = self._store.embedder
        own = float(embedder.embed_texts([given.passage])[0] @ embedder.embed_query(query))
        return judged(
            question,
            query,
            question.text,
            [own, *(retriever.evidence[node.node_id].cosine for node in nodes)],
            self._ranker.rank(query, passages),
            self._store,
            self._confidence,
        ).answerable


def run_given(
    given: tuple[Given, ...],
    registry: ModelRegistry,
    model: str,
    judge: GivenJudge | None = None,
) -> Iterator[Outcome]:
    """One outcome a question: what the model wrote, unchecked, or why it did not.

    With a `judge`, what does not get past it is a refusal.
    """
    for each in given:
        if judge is None or judge.lets_through(each):
            yield Outcome(each.case, (), _answer(each, registry, model))
        else:
            yield Outcome(each.case, (), Answer((), (), "not_found", model))


def _answer(given: Given, registry: ModelRegistry, model: str) -> Answer:
    try:
        return unchecked(
            registry, model, lambda asked: asked.messages(given.case.question, [given.passage])
        )
    except AnsweringError as error:
        # It rests, and would not be asked; the next question shall not be lost.
        registry.probe(model)
        return Answer((), (), "error", model, error=str(error))


def _passage(path: Path, number: int, data: Mapping[str, Any]) -> tuple[str, str]:
    """The id of the passage and what a model reads of it; its id is the title where it has none."""
    if data.get("id") in (None, "") or not isinstance(data.get("text"), str):
        raise RunError(f'{path}, line {number} is not a passage: it needs "id" and "text".')
    return str(data["id"]), f"{data.get('title') or data['id']}\n\n{data['text']}"
