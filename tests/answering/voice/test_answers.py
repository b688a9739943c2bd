"""Whole answers in a voice: what goes out, what is counted, what is never sent."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from llama_index.core.llms import ChatMessage

from answering.answer import Answer, Citation, Sentence
from answering.answerer import Answerer
from answering.generative import GenerativeSynthesizer
from answering.model_settings import ModelSettings
from answering.models import ModelRegistry
from answering.question import Question
from answering.spending import Spent, Uncounted
from indexing.embedder import Embedder

ASKED = Question("How many unused vacation days can I keep, and when is vacation approved?")
WORLD_CUP = "and who won the football world cup?"


class Counted(Uncounted):
    """A meter in memory."""

    def __init__(self) -> None:
        self.said: list[tuple[str, int, int]] = []
        self.failures: list[str] = []
        self.used = 0

    def today(self, model: str) -> int:
        del model
        return self.used

    def add(self, model: str, spent: Spent, cost: float, failed: bool = False) -> None:
        del spent, cost
        if failed:
            self.failures.append(model)

    def voiced(self, model: str, sentences: int, kept_plain: int) -> None:
        self.said.append((model, sentences, kept_plain))


class Asking:
    """The answerer of the package with a voice of `options`."""

    def __init__(self, answerer: Answerer, embedder: Embedder) -> None:
        self._answerer = answerer
        self._embedder = embedder
        self.meter = Counted()
        self.heard: list[Sentence] = []

    def ask(
        self,
        question: Question = ASKED,
        local_only: tuple[str, ...] = (),
        entry: dict[str, Any] | None = None,
        **options: Any,
    ) -> Answer:
        path = "tests.answering.voice.said_llm.SaidLLM"
        given = {"local": True, "options": options, **(entry or {})}
        models = {
            "quotes": ModelSettings("extractive", voice="friendly"),
            "friendly": ModelSettings("llama_index", path=path, **given),
        }
        registry = ModelRegistry(self._embedder, Path("unused"), models, meter=self.meter)
        speaking = Answerer(self._answerer._store, registry, local_only=local_only)

        def hear(sentence: Sentence, _citations: Sequence[Citation]) -> None:
            self.heard.append(sentence)

        return speaking.answer(question, "quotes", on_sentence=hear)


@pytest.fixture
def asking(answerer: Answerer, embedder: Embedder) -> Asking:
    return Asking(answerer, embedder)


def test_a_faithful_voice_is_heard_as_soon_as_it_speaks(asking: Asking, answerer: Answerer) -> None:
    plain, styled = answerer.answer(ASKED), asking.ask(opening="Good news: ")
    assert styled.text.startswith("Good news: ")
    assert styled.voice == "friendly"
    assert styled.kept_plain == 0
    assert styled.note == ""
    assert asking.heard == list(styled.sentences)
    assert [c.quote for c in styled.citations] == [c.quote for c in plain.citations]
    assert [s.citations for s in styled.sentences] == [s.citations for s in plain.sentences]
    assert asking.meter.said == [("friendly", len(styled.sentences), 0)]


def test_a_changed_number_leaves_it_plain_and_counts(asking: Asking, answerer: Answerer) -> None:
    plain, styled = answerer.answer(ASKED), asking.ask(replaced={"five": "six"})
    assert [s.text for s in styled.sentences] == [s.text for s in plain.sentences]
    assert styled.kept_plain == 1
    ((model, said, kept),) = asking.meter.said
    assert (model, kept) == ("friendly", styled.kept_plain)
    assert said > kept
    assert Answer.from_json(styled.to_json()) == styled


def test_a_voice_that_fails_leaves_a_note(asking: Asking, answerer: Answerer) -> None:
    plain, styled = answerer.answer(ASKED), asking.ask(failure="no such key: sk-secret")
    assert styled.sentences == plain.sentences
    assert styled.status == "answered"
    assert styled.voice == ""
    assert styled.note == "The voice friendly failed (RuntimeError), so this is said plainly."
    assert asking.meter.failures == ["friendly"]


def test_later_sentences_go_on_from_those_before(
    asking: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[list[str | None]] = []
    alone = GenerativeSynthesizer.pieces

    def pieces(made: GenerativeSynthesizer, messages: Sequence[ChatMessage]) -> Iterator[str]:
        begun.append([each.content for each in messages[1:]])
        return alone(made, messages[:1])

    monkeypatch.setattr(GenerativeSynthesizer, "pieces", pieces)
    monkeypatch.setattr(GenerativeSynthesizer, "goes_on", True)
    answer = asking.ask(opening="Good news: ")
    assert begun[:2] == [[], [answer.sentences[0].text]]


def test_a_voice_without_budget_leaves_a_note(asking: Asking) -> None:
    asking.meter.used = 10
    answer = asking.ask(opening="Good news: ", entry={"daily_tokens": 10})
    assert "has used its 10 tokens of today" in answer.note
    assert not answer.text.startswith("Good news")


def test_what_is_local_is_not_sent_outside(asking: Asking, answerer: Answerer) -> None:
    plain = answerer.answer(ASKED)
    answer = asking.ask(opening="Sent: ", local_only=("handbook",), entry={"local": False})
    assert answer.sentences == plain.sentences
    assert answer.voice == ""
    assert asking.meter.said == []
    here = asking.ask(opening="Said: ", local_only=("handbook",))
    assert here.text.startswith("Said: ")


def test_remarks_and_refusals_stay_plain(asking: Asking) -> None:
    partial = asking.ask(Question(f"{ASKED.text[:-1]}, {WORLD_CUP}"), opening="Look: ")
    assert partial.status == "partial"
    assert partial.text.startswith("Look: ")
    assert not partial.sentences[-1].text.startswith("Look: ")
    refused = asking.ask(Question("What is the melting point of tungsten?"), opening="Look: ")
    assert refused.status == "not_found"
    assert "Look: " not in refused.text


def test_steps_stay_plain(asking: Asking, answerer: Answerer) -> None:
    steps = Question("How do I claim an expense?")
    plain = [s.text for s in answerer.answer(steps).sentences]
    said = [s.text for s in asking.ask(steps, opening="Look: ").sentences]
    assert any("\n" in text for text in plain)
    assert [text for text in plain if "\n" in text] == [text for text in said if "\n" in text]


def test_an_answer_of_before_is_read() -> None:
    data = Answer((Sentence("Yes.", (1,)),), (), "answered", "extractive").to_json()
    del data["voice"], data["kept_plain"]
    assert Answer.from_json(data).kept_plain == 0
