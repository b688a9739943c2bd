"""Ask a suite's questions of an index of its own and collect what comes back."""

from collections.abc import Iterator

from answering.answer import Answer
from answering.answerer import Answerer
from answering.asked import Case
from answering.errors import AnsweringError
from answering.search import Found, search
from evaluation.outcome import Outcome
from evaluation.quotes import SourceTexts
from evaluation.suite import Suite
from indexing.reindex import reindex
from indexing.sources.base import Source
from indexing.sources.folder import FolderSource
from indexing.sources.jsonl import JsonlSource
from indexing.store import PassageStore


def source_of(suite: Suite) -> Source:
    """The suite's documents."""
    docs = suite.folder / "docs"
    if docs.is_dir():
        return FolderSource(suite.name, docs)
    return JsonlSource(suite.name, suite.folder / "passages.jsonl")


def index_suite(suite: Suite, store: PassageStore) -> None:
    """Index the suite's documents into `store`, which should be its own."""
    reindex(store, source_of(suite))


def run_suite(
    suite: Suite,
    store: PassageStore,
    answerer: Answerer,
    model: str | None,
) -> Iterator[Outcome]:
    """One outcome per case, in order, as each is answered."""
    texts = SourceTexts(suite, store)
    for case in suite.cases:
        found: list[Found] = search(store, case.asked(), 10, answerer.reranker)
        answer = _answer(answerer, case, model)
        yield Outcome(case, tuple(f.source for f in found), answer, texts.verbatim(answer))


def _answer(answerer: Answerer, case: Case, model: str | None) -> Answer:
    try:
        return answerer.answer(case.asked(), model)
    except AnsweringError as error:
        name = model or answerer.registry.default
        return Answer((), (), "error", name, error=str(error))
