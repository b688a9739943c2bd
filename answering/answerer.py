"""Question -> Answer, as one straight line; LlamaIndex's query engine in its middle."""

import logging
import time
from collections.abc import Callable, Iterable, Sequence

from llama_index.core.base.response.schema import StreamingResponse
from llama_index.core.query_engine import RetrieverQueryEngine
from llama_index.core.response_synthesizers import BaseSynthesizer
from llama_index.core.schema import MetadataMode, NodeWithScore, QueryBundle

import prompts
from answering import judge, smalltalk
from answering.answer import Answer, Citation, Closest, Sentence, Timings
from answering.citing import CitationBook
from answering.errors import AnsweringError, ModelError
from answering.extractive import SENTENCES, ExtractiveSynthesizer
from answering.model_settings import EXTRACTIVE
from answering.models import ModelRegistry
from answering.question import Question
from answering.retriever import HybridRetriever
from answering.rewrite import standalone
from indexing.store import PassageStore

log = logging.getLogger(__name__)

OnSentence = Callable[[Sentence, Sequence[Citation]], None]

_CLOSEST = 3


def _ignore(_sentence: Sentence, _citations: Sequence[Citation]) -> None:
    pass


def _never() -> bool:
    return False


class Answerer:
    """Answers questions from `store` with the models of `registry`. Safe to share by threads."""

    def __init__(self, store: PassageStore, registry: ModelRegistry) -> None:
        self._store = store
        self.registry = registry

    def warm(self) -> None:
        """Load what every answer needs, and read the index."""
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
            return _plain(said, "smalltalk", name, began)
        if self._store.is_empty():
            return _plain(prompts.load("empty_index"), "empty", name, began)
        retriever = HybridRetriever(self._store, question.audience)
        engine = RetrieverQueryEngine(retriever, synthesizer)
        query = QueryBundle(standalone(question))
        nodes = engine.retrieve(query)
        if not nodes or not self._can_answer(question, query.query_str, nodes, retriever):
            return _not_found(nodes, name, began)
        book = CitationBook(nodes)
        stream = _Stream(book, on_sentence, began)
        try:
            stream.say(_drafts(engine, query, nodes), stopped)
            if not stream.sentences and not stopped() and name != EXTRACTIVE:
                # Nothing the model wrote is supported: fall back to the best quotes.
                quotes = RetrieverQueryEngine(retriever, self._quoting())
                stream.say(_drafts(quotes, query, nodes), stopped)
        except AnsweringError:
            raise
        except Exception as error:
            raise ModelError(f"The model {name!r} failed while answering: {error}") from error
        if not stream.sentences:
            return _not_found(nodes, name, began)
        return Answer(
            sentences=tuple(stream.sentences),
            citations=tuple(book.citations),
            status="answered",
            model=name,
            timings=Timings(time.perf_counter() - began, stream.first),
        )

    def _quoting(self) -> BaseSynthesizer:
        return self.registry.synthesizer(EXTRACTIVE)

    def _can_answer(
        self, question: Question, query: str, nodes: list[NodeWithScore], retriever: HybridRetriever
    ) -> bool:
        quoting = self._quoting()
        assert isinstance(quoting, ExtractiveSynthesizer)
        ranked = quoting.rank(query, [node.node.get_content(MetadataMode.LLM) for node in nodes])
        best = ranked[0].score if ranked else 0.0
        strange = judge.is_strange(question.text, self._store)
        return judge.answerable(judge.observe(nodes, retriever.evidence, best, strange))


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
            self.sentences.append(sentence)
            self.first = self.first or time.perf_counter() - self._began
            self._on_sentence(sentence, tuple(self._book.citations))


def _drafts(
    engine: RetrieverQueryEngine, query: QueryBundle, nodes: list[NodeWithScore]
) -> Iterable[str]:
    response = engine.synthesize(query, nodes)
    assert isinstance(response, StreamingResponse)
    return response.response_gen


def _plain(text: str, kind: str, model: str, began: float) -> Answer:
    seconds = time.perf_counter() - began
    return Answer(
        sentences=(Sentence(text),),
        citations=(),
        status="answered" if kind == "smalltalk" else "not_found",
        model=model,
        timings=Timings(seconds, seconds),
        kind="smalltalk" if kind == "smalltalk" else "empty",
    )


def _not_found(nodes: Sequence[NodeWithScore], model: str, began: float) -> Answer:
    closest: dict[str, Closest] = {}
    for node in nodes:
        metadata = node.node.metadata
        source = str(metadata["source_label"])
        closest.setdefault(
            source, Closest(source, str(metadata["title"]), str(metadata.get("url", "")))
        )
    seconds = time.perf_counter() - began
    return Answer(
        sentences=(Sentence(prompts.load("not_found")),),
        citations=(),
        status="not_found",
        model=model,
        timings=Timings(seconds, seconds),
        closest=tuple(closest.values())[:_CLOSEST],
    )
