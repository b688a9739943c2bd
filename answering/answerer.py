"""Question -> Answer, as one straight line."""

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import partial
from typing import Protocol

from llama_index.core.schema import MetadataMode, NodeWithScore, QueryBundle

import prompts
from answering import judge, replies, smalltalk
from answering.answer import Answer, Citation, Sentence, Timings
from answering.citing import CitationBook
from answering.clarify import question_back
from answering.confidence import Confidence
from answering.models import ModelRegistry
from answering.question import Question
from answering.replies import Contacts
from answering.retrieval.filters import Filter
from answering.retrieval.reranker import Reranker
from answering.retrieval.retriever import HybridRetriever
from answering.side_by_side import side_by_side
from answering.voice.speaker import Speaker
from answering.writing import OnSentence, Stream, Writing
from indexing.readers import PUBLIC
from indexing.store import PassageStore


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
    stands in the sources `local_only` is never sent to a model outside. Without `stand_ins` no
    model writes for another: one that fails raises ModelError, and where it writes nothing that
    is supported, the answer is a refusal. `company` is the name that "we" may stand for where
    sentences are said in a tone; `confidence` says how sure is sure enough.
    """

    def __init__(
        self,
        store: PassageStore,
        registry: ModelRegistry,
        pinned: Pinned | None = None,
        contacts: Contacts | None = None,
        reranker: Reranker | None = None,
        local_only: Collection[str] = (),
        stand_ins: bool = True,
        company: str = "",
        confidence: Confidence | None = None,
    ) -> None:
        self._store = store
        self.registry = registry
        self._pinned = pinned
        self._contacts = contacts or {}
        self.reranker = reranker
        self._local_only = frozenset(local_only)
        self._stand_ins = stand_ins
        self._company = company
        self._confidence = confidence or Confidence()

    def warm(self) -> None:
        """Load what every answer needs, and read the index, side by side."""

        def search() -> None:
            self._store.search_dense(self._store.embedder.embed_query("warm up"), frozenset(), 1)

        side_by_side(
            search,
            lambda: self._store.corrected("warm up", PUBLIC),
            lambda: self.registry.ranker.rank("warm up", ["Warm up\n\nAll is loaded."]),
        )

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
        said = smalltalk.reply(question.text, question.history)
        if said is not None:
            return replies.smalltalk(said, name, began)
        pinned = self._pinned.find(question, name) if self._pinned else None
        if pinned is not None:
            return pinned
        if self._store.is_empty():
            return replies.empty(name, began)
        answered = partial(self._retrieved, question, name, began, on_sentence, stopped)
        return self._in_time(question, answered)

    def _in_time(self, question: Question, answered: Callable[[HybridRetriever], Answer]) -> Answer:
        """What is `answered`; where a filter by date leaves nothing, without that filter."""

        def asked(by_date: bool) -> tuple[Answer, Filter]:
            retriever = HybridRetriever(
                self._store, question.audience, reranker=self.reranker, by_date=by_date
            )
            return answered(retriever), retriever.filter

        answer, used = asked(by_date=True)
        if not used.is_dated or answer.kind == "clarify":
            return answer
        if answer.status != "not_found":
            return _noted(answer, prompts.load("filtered").format(filter=used.described()))
        undated, _ = asked(by_date=False)
        if undated.status == "not_found":
            return answer
        return _noted(undated, prompts.load("undated").format(filter=used.described()))

    def _retrieved(
        self,
        question: Question,
        name: str,
        began: float,
        on_sentence: OnSentence,
        stopped: Callable[[], bool],
        retriever: HybridRetriever,
    ) -> Answer:
        """The answer from what `retriever` finds."""
        nodes = retriever.retrieve(QueryBundle(judge.whole(question, self._store)))
        back = question_back(question, nodes)
        if back is not None:
            return replies.clarifying(back, nodes, name, began)
        query = QueryBundle(retriever.corrected)
        verdict = self._judged(question, query, nodes, retriever)
        if not verdict.answerable:
            return self._refusal(nodes, name, began, retriever, verdict)
        book = CitationBook(nodes, asked=query.query_str)
        speaker = Speaker(self.registry, name, self._local_only, self._company)
        stream = Stream(book, on_sentence, began, speaker)
        used, note = Writing(
            self.registry,
            self._local_only,
            retriever,
            query,
            nodes,
            stream,
            stopped,
            self._stand_ins,
        ).write(name)
        speaker.close()
        if not stream.sentences:
            # A refusal is never surer of an answer than any answer is.
            sure = min(verdict.probability / 2, self._confidence.least)
            unsupported = replace(verdict, probability=sure)
            return self._refusal(nodes, used, began, retriever, unsupported)
        for part in verdict.missing:
            stream.remark(prompts.load("partial").format(part=part))
        return Answer(
            sentences=tuple(stream.sentences),
            citations=tuple(book.citations),
            status="partial" if verdict.missing else "answered",
            model=used,
            timings=Timings(time.perf_counter() - began, stream.first),
            note=f"{note} {speaker.note}".strip(),
            confidence=verdict.probability,
            voice=speaker.used,
            kept_plain=speaker.kept_plain,
        )

    def _judged(
        self,
        question: Question,
        query: QueryBundle,
        nodes: Sequence[NodeWithScore],
        retriever: HybridRetriever,
    ) -> judge.Verdict:
        if not nodes:
            return judge.Verdict(0.0, False)
        texts = [node.node.get_content(MetadataMode.LLM) for node in nodes]
        ranking = self.registry.ranker.rank(query.query_str, texts)
        return judge.judged(
            question,
            query.query_str,
            retriever.typed,
            [retriever.evidence[node.node_id].cosine for node in nodes],
            ranking,
            self._store,
            self._confidence,
        )

    def _refusal(
        self,
        nodes: Sequence[NodeWithScore],
        name: str,
        began: float,
        retriever: HybridRetriever,
        verdict: judge.Verdict,
    ) -> Answer:
        remarks = []
        if described := retriever.filter.described():
            remarks.append(prompts.load("filtered").format(filter=described))
        if verdict.unmentioned:
            names = ", ".join(f"“{each}”" for each in verdict.unmentioned)
            remarks.append(prompts.load("unmentioned").format(names=names))
        remark = " ".join(remarks)
        return replies.not_found(nodes, name, began, self._contacts, verdict.probability, remark)


def _noted(answer: Answer, remark: str) -> Answer:
    return replace(answer, note=f"{remark} {answer.note}".strip())
