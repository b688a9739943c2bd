"""Question -> Answer, as one straight line; LlamaIndex's query engine in its middle."""

import logging
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from llama_index.core.base.response.schema import StreamingResponse
from llama_index.core.query_engine import RetrieverQueryEngine
from llama_index.core.schema import MetadataMode, NodeWithScore, QueryBundle

import prompts
from answering import judge, replies, smalltalk
from answering.answer import Answer, Citation, Sentence, Timings
from answering.citing import CitationBook
from answering.clarify import question_back
from answering.composing import SENTENCES
from answering.errors import AnsweringError, ModelError
from answering.model_settings import EXTRACTIVE
from answering.models import ModelRegistry
from answering.question import Question
from answering.replies import Contacts
from answering.retrieval.reranker import Reranker
from answering.retrieval.retriever import HybridRetriever
from answering.rewrite import standalone
from indexing.store import PassageStore

log = logging.getLogger(__name__)

OnSentence = Callable[[Sentence, Sequence[Citation]], None]


class Pinned(Protocol):
    """Answers that people wrote; they win."""

    def find(self, question: Question, model: str = "") -> Answer | None:
        """The answer pinned to `question`, or None."""
        ...


def _ignore(_sentence: Sentence, _citations: Sequence[Citation]) -> None:
    pass


def _never() -> bool:
    return False


class Answerer:
    """Answers questions from `store` with the models of `registry`. Safe to share by threads.

    `pinned` is asked before the documents; `contacts` are named where they do not say.
    """

    def __init__(
        self,
        store: PassageStore,
        registry: ModelRegistry,
        pinned: Pinned | None = None,
        contacts: Contacts | None = None,
        reranker: Reranker | None = None,
    ) -> None:
        self._store = store
        self.registry = registry
        self._pinned = pinned
        self._contacts = contacts or {}
        self._reranker = reranker

    def warm(self) -> None:
        """Load what every answer needs, and read the index."""
        self._store.corrected("warm up")
        vector = self._store.embedder.embed_query("warm up")
        self._store.search_dense(vector, frozenset(), 1)

    def answer(
        self,
        question: Question,
        model: str | None = None,
        on_sentence: OnSentence = _ignore,
        stopped: Callable[[], bool] = _never,
    ) -> Answer:
        """Answer `question` from what its audience may read.

        `on_sentence` gets every sentence as soon as it is checked, with all citations so
        far; `stopped` is asked between sentences. Raises ModelError.
        """
        name = model or self.registry.default
        synthesizer = self.registry.synthesizer(name)
        began = time.perf_counter()
        said = smalltalk.reply(question.text)
        if said is not None:
            return replies.smalltalk(said, name, began)
        pinned = self._pinned.find(question, name) if self._pinned else None
        if pinned is not None:
            return pinned
        if self._store.is_empty():
            return replies.empty(name, began)
        retriever = HybridRetriever(self._store, question.audience, reranker=self._reranker)
        engine = RetrieverQueryEngine(retriever, synthesizer)
        nodes = engine.retrieve(QueryBundle(standalone(question)))
        back = question_back(question, nodes)
        if back is not None:
            return replies.clarifying(back, nodes, name, began)
        query = QueryBundle(retriever.corrected)
        verdict = self._judged(question, query, nodes, retriever)
        if not verdict.answerable:
            return self._refusal(nodes, name, began, retriever, verdict)
        book = CitationBook(nodes)
        stream = _Stream(book, on_sentence, began)
        try:
            stream.say(_drafts(engine, query, nodes), stopped)
            if not stream.sentences and not stopped() and name != EXTRACTIVE:
                # Nothing the model wrote is supported: fall back to the best quotes.
                quoting = RetrieverQueryEngine(retriever, self.registry.synthesizer(EXTRACTIVE))
                stream.say(_drafts(quoting, query, nodes), stopped)
        except AnsweringError:
            raise
        except Exception as error:
            raise ModelError(f"The model {name!r} failed while answering: {error}") from error
        if not stream.sentences:
            return self._refusal(nodes, name, began, retriever, verdict)
        for part in verdict.missing:
            stream.remark(prompts.load("partial").format(part=part))
        return Answer(
            sentences=tuple(stream.sentences),
            citations=tuple(book.citations),
            status="partial" if verdict.missing else "answered",
            model=name,
            timings=Timings(time.perf_counter() - began, stream.first),
            confidence=verdict.probability,
        )

    def _judged(
        self,
        question: Question,
        query: QueryBundle,
        nodes: Sequence[NodeWithScore],
        retriever: HybridRetriever,
    ) -> judge.Verdict:
        if not nodes:
            return judge.Verdict(0.0)
        texts = [node.node.get_content(MetadataMode.LLM) for node in nodes]
        ranking = self.registry.ranker.rank(query.query_str, texts)
        return judge.judged(question, query.query_str, nodes, retriever, ranking, self._store)

    def _refusal(
        self,
        nodes: Sequence[NodeWithScore],
        name: str,
        began: float,
        retriever: HybridRetriever,
        verdict: judge.Verdict,
    ) -> Answer:
        described = retriever.filter.described()
        remark = prompts.load("filtered").format(filter=described) if described else ""
        return replies.not_found(nodes, name, began, self._contacts, verdict.probability, remark)


class _Stream:
    """Says checked sentences one after the other, at most `SENTENCES`."""

    def __init__(self, book: CitationBook, on_sentence: OnSentence, began: float) -> None:
        self._book = book
        self._on_sentence = on_sentence
        self._began = began
        self.sentences: list[Sentence] = []
        self.first = 0.0

    def say(self, drafts: Iterable[str], stopped: Callable[[], bool]) -> None:
        for draft in drafts:
            if stopped() or len(self.sentences) == SENTENCES:
                break
            sentence = self._book.cite(draft)
            if sentence is None or sentence.text in [said.text for said in self.sentences]:
                continue
            self._add(sentence)

    def remark(self, text: str) -> None:
        """Something that the bot says of its answer, not from a document."""
        self._add(Sentence(text))

    def _add(self, sentence: Sentence) -> None:
        self.sentences.append(sentence)
        self.first = self.first or time.perf_counter() - self._began
        self._on_sentence(sentence, tuple(self._book.citations))


def _drafts(
    engine: RetrieverQueryEngine, query: QueryBundle, nodes: list[NodeWithScore]
) -> Iterable[str]:
    response = engine.synthesize(query, nodes)
    assert isinstance(response, StreamingResponse)
    return response.response_gen
