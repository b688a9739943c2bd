"""Question -> Answer, as one straight line; LlamaIndex's query engine in its middle."""

import logging
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from llama_index.core.base.response.schema import StreamingResponse
from llama_index.core.query_engine import RetrieverQueryEngine
from llama_index.core.response_synthesizers import BaseSynthesizer
from llama_index.core.schema import MetadataMode, NodeWithScore, QueryBundle

import prompts
from answering import judge, replies, smalltalk
from answering.answer import Answer, Citation, Sentence, Timings
from answering.citing import CitationBook
from answering.clarify import question_back
from answering.composing import SENTENCES
from answering.errors import ModelError
from answering.model_failures import explained
from answering.model_settings import EXTRACTIVE
from answering.models import ModelRegistry
from answering.question import Question
from answering.replies import Contacts
from answering.retrieval.reranker import Reranker
from answering.retrieval.retriever import HybridRetriever
from indexing.readers import PUBLIC
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

    `pinned` is asked before the documents; `contacts` are named where they do not say. What
    stands in the sources `local_only` is never sent to a model outside.
    """

    def __init__(
        self,
        store: PassageStore,
        registry: ModelRegistry,
        pinned: Pinned | None = None,
        contacts: Contacts | None = None,
        reranker: Reranker | None = None,
        local_only: Collection[str] = (),
    ) -> None:
        self._store = store
        self.registry = registry
        self._pinned = pinned
        self._contacts = contacts or {}
        self.reranker = reranker
        self._local_only = frozenset(local_only)

    def warm(self) -> None:
        """Load what every answer needs, and read the index."""
        self._store.corrected("warm up", PUBLIC)
        vector = self._store.embedder.embed_query("warm up")
        self._store.search_dense(vector, frozenset(), 1)
        self.registry.ranker.rank("warm up", ["Warm up\n\nEverything is loaded."])

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
        self.registry.settings(name)
        began = time.perf_counter()
        said = smalltalk.reply(question.text)
        if said is not None:
            return replies.smalltalk(said, name, began)
        pinned = self._pinned.find(question, name) if self._pinned else None
        if pinned is not None:
            return pinned
        if self._store.is_empty():
            return replies.empty(name, began)
        retriever = HybridRetriever(self._store, question.audience, reranker=self.reranker)
        nodes = retriever.retrieve(QueryBundle(judge.whole(question, self._store)))
        back = question_back(question, nodes)
        if back is not None:
            return replies.clarifying(back, nodes, name, began)
        query = QueryBundle(retriever.corrected)
        verdict = self._judged(question, query, nodes, retriever)
        if not verdict.answerable:
            return self._refusal(nodes, name, began, retriever, verdict)
        book = CitationBook(nodes)
        stream = _Stream(book, on_sentence, began)
        writing = _Writing(retriever, query, nodes, stream, stopped)
        used, note = self._written(name, writing)
        if not stream.sentences and not stopped() and used != EXTRACTIVE:
            # Nothing the model wrote is supported: fall back to the best quotes.
            writing.by(self.registry.synthesizer(EXTRACTIVE))
        if not stream.sentences:
            unsupported = replace(verdict, probability=verdict.probability / 2)
            return self._refusal(nodes, used, began, retriever, unsupported)
        for part in verdict.missing:
            stream.remark(prompts.load("partial").format(part=part))
        return Answer(
            sentences=tuple(stream.sentences),
            citations=tuple(book.citations),
            status="partial" if verdict.missing else "answered",
            model=used,
            timings=Timings(time.perf_counter() - began, stream.first),
            note=note,
            confidence=verdict.probability,
        )

    def _written(self, name: str, writing: "_Writing") -> tuple[str, str]:
        """Have `name` write, or the first of those that stand in for it; who wrote, and a note.

        ModelError when none of them can.
        """
        reasons: list[str] = []
        for each in self.registry.chain(name):
            try:
                self._check(each, writing.nodes)
            except ModelError as error:
                reasons.append(f"{each} {error}")
                continue
            try:
                writing.by(self.registry.synthesizer(each))
            except Exception as error:
                reason = explained(error)
                # Not the error itself: a service's message may quote its key.
                log.warning("The model %s %s", each, reason)
                if not isinstance(error, ModelError):
                    self.registry.failed(each, reason)
                reasons.append(f"{each} {reason}")
                if not writing.stream.sentences:
                    continue
            note = "; ".join(reasons)
            return each, prompts.load("stand_in").format(why=note, model=each) if note else ""
        raise ModelError(f"No model could answer: {'; '.join(reasons)}.")

    def _check(self, model: str, nodes: Sequence[NodeWithScore]) -> None:
        self.registry.check(model)
        if self.registry.settings(model).outside:
            closed = {node.node.metadata["source"] for node in nodes} & self._local_only
            if closed:
                raise ModelError("may not be sent what stands in " + ", ".join(sorted(closed)))

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
            if stopped():
                break
            sentence = self._book.cite(draft)
            if sentence is None or sentence.text in [said.text for said in self.sentences]:
                continue
            self._add(sentence)
            if len(self.sentences) == SENTENCES:
                break  # Not one draft more: writing it takes a model a second.

    def remark(self, text: str) -> None:
        """Something that the bot says of its answer, not from a document."""
        self._add(Sentence(text))

    def _add(self, sentence: Sentence) -> None:
        self.sentences.append(sentence)
        self.first = self.first or time.perf_counter() - self._began
        self._on_sentence(sentence, tuple(self._book.citations))


@dataclass(frozen=True)
class _Writing:
    """One answer being written: from what, and where its sentences go."""

    retriever: HybridRetriever
    query: QueryBundle
    nodes: list[NodeWithScore]
    stream: _Stream
    stopped: Callable[[], bool]

    def by(self, synthesizer: BaseSynthesizer) -> None:
        """Say what `synthesizer` writes; what it raises goes through."""
        engine = RetrieverQueryEngine(self.retriever, synthesizer)
        response = engine.synthesize(self.query, self.nodes)
        assert isinstance(response, StreamingResponse)
        self.stream.say(response.response_gen, self.stopped)
