"""An answer being written: checked sentences, by a model or by those that stand in for it."""

import logging
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from llama_index.core.base.response.schema import StreamingResponse
from llama_index.core.query_engine import RetrieverQueryEngine
from llama_index.core.response_synthesizers import BaseSynthesizer
from llama_index.core.schema import NodeWithScore, QueryBundle

import prompts
from answering.answer import Citation, Sentence
from answering.citing import CitationBook
from answering.composing import SENTENCES
from answering.errors import ModelError
from answering.extractive import ExtractiveSynthesizer
from answering.generative import GenerativeSynthesizer
from answering.model_failures import explained, is_of_one_request
from answering.model_settings import EXTRACTIVE
from answering.models import ModelRegistry
from answering.reading_ahead import ReadingAhead
from answering.retrieval.retriever import HybridRetriever
from answering.voice.speaker import Speaker

log = logging.getLogger(__name__)

OnSentence = Callable[[Sentence, Sequence[Citation]], None]


class Stream:
    """Says checked sentences one after the other."""

    def __init__(
        self, book: CitationBook, on_sentence: OnSentence, began: float, speaker: Speaker
    ) -> None:
        self._book = book
        self._on_sentence = on_sentence
        self._began = began
        self._speaker = speaker
        self._plain: set[str] = set()
        self.sentences: list[Sentence] = []
        self.first = 0.0

    def say(
        self, drafts: Iterable[str], stopped: Callable[[], bool], most: int | None = SENTENCES
    ) -> None:
        """Say those of `drafts` that a passage supports, until `most` are said."""
        read = ReadingAhead(drafts) if self._speaker.name else None
        try:
            for draft in read or drafts:
                if stopped():
                    break
                sentence = self._book.cite(draft)
                if sentence is None or sentence.text in self._plain:
                    continue
                self._plain.add(sentence.text)
                last = len(self.sentences) + 1 == most
                if read and last:
                    read.close()  # Before the voice waits for its turn.
                self._add(self._speaker.speak(sentence, self._book.places(sentence)))
                if last:
                    break  # Not one draft more: writing it takes a model a second.
        finally:
            if read:
                read.close()

    def remark(self, text: str) -> None:
        """Something that the bot says of its answer, not from a document."""
        self._add(Sentence(text))

    def _add(self, sentence: Sentence) -> None:
        self.sentences.append(sentence)
        self.first = self.first or time.perf_counter() - self._began
        self._on_sentence(sentence, tuple(self._book.citations))


@dataclass(frozen=True)
class Writing:
    """From what an answer is written, and where its sentences go.

    What stands in the sources `local_only` is not sent to a model outside. Without `stand_ins`
    a model is on its own: it may end with nothing said.
    """

    registry: ModelRegistry
    local_only: Collection[str]
    retriever: HybridRetriever
    query: QueryBundle
    nodes: list[NodeWithScore]
    stream: Stream
    stopped: Callable[[], bool]
    stand_ins: bool = True

    def write(self, name: str) -> tuple[str, str]:
        """Have `name` write, or the first of those that stand in for it; who did, and a note.

        ModelError when none of them can.
        """
        reasons: list[str] = []
        for each in self.registry.chain(name) if self.stand_ins else [name]:
            reason = self._attempt(each)
            if reason:
                reasons.append(f"{each} {reason}")
                if not self.stream.sentences:
                    continue
            used = each
            silent = not self.stream.sentences and not self.stopped()
            if silent and self.stand_ins and each != EXTRACTIVE:
                reasons.append(f"{each} wrote nothing that the documents support")
                used = EXTRACTIVE
                self._by(self.registry.synthesizer(EXTRACTIVE))
            note = "; ".join(reasons)
            return used, prompts.load("stand_in").format(why=note, model=used) if note else ""
        raise ModelError(f"No model could answer: {'; '.join(reasons)}.")

    def _attempt(self, model: str) -> str:
        """Have `model` write; why it did not, or did not to the end, or nothing."""
        try:
            self.registry.check(model)
            self._check_places(model)
            self._by(self.registry.synthesizer(model))
        except ModelError as error:
            return str(error)
        except Exception as error:
            reason = explained(error)
            # Not the error itself: a service's message may quote its key.
            log.warning("The model %s %s", model, reason)
            self.registry.failed(model, reason, rests=not is_of_one_request(error))
            return reason
        return ""

    def _check_places(self, model: str) -> None:
        if self.registry.settings(model).outside:
            places = {node.node.metadata["source"] for node in self.nodes}
            closed = sorted(places & set(self.local_only))
            if closed:
                raise ModelError(f"may not be sent what stands in {', '.join(closed)}")

    def _by(self, synthesizer: BaseSynthesizer) -> None:
        if isinstance(synthesizer, GenerativeSynthesizer):
            synthesizer = synthesizer.until(self.stopped)
        engine = RetrieverQueryEngine(self.retriever, synthesizer)
        response = engine.synthesize(self.query, self.nodes)
        assert isinstance(response, StreamingResponse)
        # What is quoted is chosen beforehand, all parts of a table together.
        most = None if isinstance(synthesizer, ExtractiveSynthesizer) else SENTENCES
        self.stream.say(response.response_gen, self.stopped, most)
