"""One question to one model or two, and what the admin who asked is told of it."""

from collections.abc import Iterator
from typing import Any

import pytest

from answering.answer import Answer, Citation, Sentence
from answering.answerer import Answerer
from answering.errors import AnsweringError
from answering.question import Question
from bot.audience import Audience
from bot.jobs.trial import TrialJob
from bot.slack import make_client
from tests.bot.conftest import ALEX
from tests.bot.test_asking import shown
from workspace import seed
from workspace.client import Json, WorkspaceClient
from workspace.server import Workspace, run_in_thread

CITED = tuple(Citation(n, "Vacation", "", "27 days " * 60, 1, "Vacation.md") for n in range(1, 4))


class Prepared(Answerer):
    """Says `text`, or raises it."""

    def __init__(self, said: str | Exception) -> None:
        self._said = said

    def answer(self, _question: Question, model: str | None = None, *_: Any, **__: Any) -> Answer:
        if isinstance(self._said, Exception):
            raise self._said
        return Answer((Sentence(self._said, (1,)),), CITED, "answered", model or "")


@pytest.fixture
def people() -> Iterator[WorkspaceClient]:
    started = run_in_thread(Workspace())
    yield started.client
    started.stop()


def told(people: WorkspaceClient, said: str | Exception, names: list[str], question: str) -> Json:
    """The message that ALEX gets."""
    client = make_client(seed.BOT_TOKEN, f"{people.url}/api/")
    TrialJob(Prepared(said), Audience(client), client).run(ALEX, "", names, question)
    (message,) = people.history(ALEX, people.direct(ALEX))
    return message


@pytest.mark.parametrize("names", [["a"], ["a", "b"]])
def test_long_answers_to_a_long_question_are_shown(
    people: WorkspaceClient, names: list[str]
) -> None:
    seen = shown(told(people, "y " * 4000, names, "why & " * 550))
    assert "*a*, answered" in seen
    assert seen.count("y y …") == len(names)
    assert seen.count("why &amp; …") == 1


def test_sources_are_left_out_before_answers_are(people: WorkspaceClient) -> None:
    seen = shown(told(people, "y " * 4000, ["a", "b"], "Why?"))
    assert seen.count("y y …") == 2
    assert seen.count("more sources") == 2


def test_short_answers_have_their_sources(people: WorkspaceClient) -> None:
    seen = shown(told(people, "You get 27 days.", ["a", "b"], "How many?"))
    assert seen.count("Vacation.md") == 6
    assert "more sources" not in seen


def test_where_blocks_are_refused_the_text_is_sent(people: WorkspaceClient) -> None:
    people.fault("chat.postMessage", "error", error="msg_blocks_too_long")
    message = told(people, "You get 27 days.", ["a", "b"], "How many?")
    assert "blocks" not in message
    assert message["text"].count("You get 27 days.") == 2


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (KeyError("tokenizer"), "tokenizer"),
        (ValueError(), "ValueError"),
        (OSError(28, "full"), "full"),
    ],
)
def test_what_goes_wrong_is_told(people: WorkspaceClient, said: Exception, reason: str) -> None:
    text = told(people, said, ["a", "b"], "Why?")["text"]
    assert text.startswith("Trying `a` and `b` failed: ")
    assert reason in text


def test_a_model_that_fails_leaves_the_other_its_answer(people: WorkspaceClient) -> None:
    seen = shown(told(people, AnsweringError("No key & no model. " * 300), ["a"], "Why?"))
    assert "*a*: No key &amp; no model." in seen
