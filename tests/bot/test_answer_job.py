"""Answering, job by job: what was interrupted, what Slack refuses, what was lost on the way."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy import Engine, update

import prompts
from answering.answer import Answer, Citation, Sentence
from answering.answerer import Answerer
from answering.models import ModelRegistry
from answering.question import Question
from answering.writing import OnSentence
from bot.audience import Audience
from bot.jobs.answer import AnswerJob
from bot.jobs.runtime import attempt
from bot.slack import make_client
from bot.state.choices import Choices
from bot.state.deliveries import Deliveries
from bot.state.questions import Asked, Kind, Questions, record
from bot.state.tables import open_state, questions
from bot.thread import history
from indexing.embedder import Embedder
from indexing.store import PassageStore
from tests.bot.conftest import EMMA, HANNAH, HELP
from tests.bot.test_asking import shown
from workspace import seed
from workspace.client import Json, WorkspaceClient
from workspace.server import Workspace, run_in_thread

FAILED = "Something went wrong"
DAYS = Answer(
    (Sentence("You get 27 days.", (1,)),),
    (Citation(1, "Vacation", "", "27 days", 1, "vacation.md"),),
    "answered",
    "extractive",
)
NOTHING = Answer((Sentence("I could not find this."),), (), "not_found", "extractive")
SECRET = Answer((Sentence("Between 78,000 € and 96,000 €."),), (), "answered", "extractive")

Says = Callable[[Question, OnSentence], Answer]


class Scripted(Answerer):
    """Says what the test wants, without looking anything up."""

    says: Says

    def answer(
        self, question: Question, model: Any = None, on_sentence: Any = None, stopped: Any = None
    ) -> Answer:
        del model, stopped
        return self.says(question, on_sentence or (lambda *_said: None))


class Unconnected(WebClient):
    """Its calls named in `lost` never reach Slack."""

    lost: frozenset[str] = frozenset()

    def api_call(self, api_method: str, **kwargs: Any) -> Any:
        if api_method in self.lost:
            raise URLError("Connection refused")
        return super().api_call(api_method, **kwargs)


class Interrupted(WebClient):
    """Something happens between Slack's starting a stream and the bot's hearing of it."""

    meanwhile: Callable[[], None]

    def chat_startStream(self, **kwargs: Any) -> Any:  # type: ignore[override]
        response = super().chat_startStream(**kwargs)
        self.meanwhile()
        return response


class Asking:
    """A job, the people who ask, and what they see."""

    def __init__(self, people: WorkspaceClient, home: Path, answerer: Scripted) -> None:
        self.people = people
        self.state: Engine = open_state(f"sqlite:///{home / 'state.db'}")
        self.answerer = answerer
        self.job = self.with_clients()

    def with_clients(self, **clients: WebClient) -> AnswerJob:
        """A job that uses these clients instead of its own."""
        api = f"{self.people.url}/api/"
        patient = make_client(seed.BOT_TOKEN, api, patient=True)
        made = {
            "eager": make_client(seed.BOT_TOKEN, api, repeats=False),
            "patient": patient,
            "poster": make_client(seed.BOT_TOKEN, api, patient=True, repeats=False),
        }
        return AnswerJob(
            answerer=self.answerer,
            questions=Questions(self.state),
            deliveries=Deliveries(self.state),
            choices=Choices(self.state),
            audience=Audience(patient),
            outsiders=False,
            **made | clients,
        )

    def lose(self, *methods: str) -> None:
        """What is posted by these methods never reaches Slack."""
        poster = Unconnected(seed.BOT_TOKEN, f"{self.people.url}/api/", retry_handlers=[])
        poster.proxy = None
        poster.lost = frozenset(methods)
        self.job = self.with_clients(poster=poster)

    def connect(self) -> None:
        """All is well again."""
        self.people.behave()
        self.job = self.with_clients()

    def ask(self, user: str, says: Says, kind: Kind = "message", **more: Any) -> Asked:
        """A recorded question that is answered by `says`."""
        self.answerer.says = says
        ts = self.people.post(user, HELP, "How many days?", more.get("thread_ts"))
        # Of a private question there is no message.
        place = {"ts": ts, "thread_ts": ts} if kind == "message" else {"ts": "", "thread_ts": ""}
        asked = Asked(
            **{"id": f"answer:{ts}", "kind": kind, "team": seed.TEAM.id, "channel": HELP}
            | {"user": user, "text": "How many days?"}
            | place
            | more
        )
        with self.state.begin() as connection:
            record(connection, asked)
        return asked

    def thread(self, asked: Asked) -> list[Json]:
        """The bot's messages that all see below a question."""
        seen = self.people.replies(EMMA, HELP, asked.thread_ts)
        return [m for m in seen if m.get("bot_id") and not m["ephemeral"]]

    def alone(self, user: str) -> list[Json]:
        """What only this user sees, in the channel, its threads and the DM."""
        said = [m for those in self.people.state()["messages"].values() for m in those]
        hidden = [m for m in said if m["ephemeral_to"] == user]
        return hidden + self.people.history(user, self.people.direct(user))


@pytest.fixture
def people() -> Iterator[WorkspaceClient]:
    started = run_in_thread(Workspace())
    yield started.client
    started.stop()


@pytest.fixture
def asking(
    people: WorkspaceClient, store: PassageStore, embedder: Embedder, tmp_path: Path
) -> Asking:
    return Asking(people, tmp_path, Scripted(store, ModelRegistry(embedder, tmp_path)))


def plainly(_question: Question, _say: OnSentence) -> Answer:
    """Made at once, shown whole."""
    return DAYS


def streaming(_question: Question, say: OnSentence) -> Answer:
    """Shown sentence by sentence."""
    for sentence in DAYS.sentences:
        say(sentence, DAYS.citations)
    return DAYS


def privately(question: Question, _say: OnSentence) -> Answer:
    """Only the asker's own rights lead to an answer."""
    return SECRET if any(label.startswith("user:") for label in question.audience) else NOTHING


def test_what_was_kept_for_one_person_is_sent_to_no_other(asking: Asking) -> None:
    asked = asking.ask(HANNAH, plainly)
    # The run that found it ended before it was sent.
    asking.job.questions.save_answer(asked.id, SECRET, private=True)
    asking.job.run(asked.id)
    assert not any("96,000" in str(message) for message in asking.thread(asked))
    (told,) = asking.alone(HANNAH)
    assert told["ephemeral_to"]
    assert "96,000" in shown(told)


def test_a_private_answer_that_was_lost_on_the_way_comes_in_a_dm(asking: Asking) -> None:
    asked = asking.ask(HANNAH, privately)
    asking.lose("chat.postEphemeral")
    attempt(asking.job, asked.id, is_last=False)
    (told,) = asking.alone(HANNAH)
    assert "96,000" in shown(told)
    assert not asking.thread(asked)


@pytest.mark.parametrize("kind", ["message", "private"])
def test_a_private_answer_that_reached_nobody_is_tried_again(asking: Asking, kind: Kind) -> None:
    asked = asking.ask(HANNAH, privately, kind)
    asking.lose("chat.postEphemeral", "chat.postMessage")
    with pytest.raises(URLError):
        attempt(asking.job, asked.id, is_last=False)
    asking.connect()
    attempt(asking.job, asked.id, is_last=False)
    attempt(asking.job, asked.id, is_last=False)
    (told,) = asking.alone(HANNAH)
    assert "96,000" in shown(told)


def test_whoever_cannot_be_sent_the_answer_gets_a_reason(asking: Asking) -> None:
    expired = f"{asking.people.url}/response/expired"
    asked = asking.ask(EMMA, plainly, "ask", response_url=expired)
    asking.people.fault("chat.postMessage", "error", error="invalid_blocks")
    attempt(asking.job, asked.id, is_last=False)
    (told,) = asking.alone(EMMA)
    assert FAILED in told["text"]


def test_a_private_answer_behind_a_server_error_is_not_repeated(asking: Asking) -> None:
    asked = asking.ask(HANNAH, privately)
    asking.people.fault("chat.postEphemeral", "lost", times=2)
    asking.job.run(asked.id)
    assert len(asking.people.calls("chat.postEphemeral")) == 1


def test_an_answer_that_slack_did_not_take_is_not_thrown_away(asking: Asking) -> None:
    asked = asking.ask(EMMA, plainly)
    asking.people.fault("chat.postMessage", "500", times=3)
    with pytest.raises(SlackApiError):
        attempt(asking.job, asked.id, is_last=False)
    assert not asking.thread(asked)
    attempt(asking.job, asked.id, is_last=False)
    (only,) = asking.thread(asked)
    assert "27 days" in shown(only)


def test_the_last_try_ends_in_an_apology(asking: Asking) -> None:
    asked = asking.ask(EMMA, plainly)
    asking.people.fault("chat.postMessage", "500", times=3)
    attempt(asking.job, asked.id, is_last=True)
    (only,) = asking.thread(asked)
    assert FAILED in shown(only)


def test_what_no_later_try_mends_is_told_at_once(asking: Asking) -> None:
    def broken(_question: Question, _say: OnSentence) -> Answer:
        raise OSError("The disk is away.")

    asked = asking.ask(EMMA, broken)
    attempt(asking.job, asked.id, is_last=False)
    (only,) = asking.thread(asked)
    assert FAILED in shown(only)


def test_a_stream_that_slack_did_not_end_is_ended_before_it_is_replaced(asking: Asking) -> None:
    asked = asking.ask(EMMA, streaming)
    asking.people.fault("chat.stopStream", "error", times=2, error="internal_error")
    attempt(asking.job, asked.id, is_last=False)
    (only,) = asking.thread(asked)
    assert "27 days" in shown(only)
    assert not only["streaming"]


def test_where_nobody_may_write_the_asker_is_told_alone(asking: Asking) -> None:
    asked = asking.ask(EMMA, plainly)
    for method in ("chat.postEphemeral", "chat.postMessage"):
        asking.people.fault(method, "error", error="restricted_action_read_only_channel")
    attempt(asking.job, asked.id, is_last=False)
    (told,) = asking.alone(EMMA)
    assert "27 days" in shown(told)
    assert prompts.load("refused").format(place=f"<#{HELP}>") in shown(told)


def test_an_apology_that_may_not_stand_in_the_thread_goes_to_the_asker(asking: Asking) -> None:
    def broken(_question: Question, _say: OnSentence) -> Answer:
        raise RuntimeError("A defect.")

    asked = asking.ask(EMMA, broken)
    asking.people.fault("chat.postMessage", "error", error="restricted_action")
    attempt(asking.job, asked.id, is_last=False)
    (told,) = asking.alone(EMMA)
    assert FAILED in told["text"]


def test_two_questions_never_share_a_message(asking: Asking) -> None:
    first = asking.ask(EMMA, streaming)
    second = asking.ask(EMMA, streaming, thread_ts=first.thread_ts)

    def meanwhile() -> None:
        asking.people.fault("chat.startStream", "500")
        asking.job.run(first.id)

    eager = Interrupted(seed.BOT_TOKEN, f"{asking.people.url}/api/")
    eager.proxy = None
    eager.meanwhile = meanwhile
    asking.with_clients(eager=eager).run(second.id)
    found = asking.thread(first)
    assert ["27 days" in shown(message) for message in found] == [True, True]
    assert not any(message["streaming"] for message in found)
    kept = [asking.job.deliveries.get(asked.id) for asked in (first, second)]
    assert len({each.ts for each in kept if each}) == 2


def test_a_follow_up_leans_on_the_end_of_a_long_thread(
    asking: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.thread._PAGE", 7)
    root = asking.people.post(EMMA, HELP, "start")
    for number in range(30):
        asking.people.post(EMMA, HELP, f"message {number}", root)
    asked = asking.ask(EMMA, plainly, thread_ts=root)
    turns = history(asking.job.patient, asked)
    assert [turn.text for turn in turns] == [f"message {number}" for number in range(18, 30)]


def test_nothing_private_is_sent_to_whoever_took_the_question_back(asking: Asking) -> None:
    def taken_back(question: Question, say: OnSentence) -> Answer:
        answer = privately(question, say)
        if answer is SECRET:
            asking.people.delete(HANNAH, HELP, asked.ts)
            asking.job.questions.cancel(HELP, asked.ts)
        return answer

    asked = asking.ask(HANNAH, taken_back)
    asking.job.run(asked.id)
    assert not asking.alone(HANNAH)


@pytest.mark.parametrize(("kind", "stands"), [("documents", True), ("curated", False)])
def test_a_stand_in_is_named_only_where_a_model_wrote(
    asking: Asking, kind: Any, stands: bool
) -> None:
    asking.job.choices.use_model("gone", "U")
    said = Answer(DAYS.sentences, DAYS.citations, "answered", "extractive", kind=kind)
    asked = asking.ask(EMMA, lambda _question, _say: said)
    asking.job.run(asked.id)
    (only,) = asking.thread(asked)
    assert ("gone was not in footnote.toml" in shown(only)) is stands


def test_a_file_that_is_heard_of_late_is_mentioned(asking: Asking) -> None:
    def late(question: Question, say: OnSentence) -> Answer:
        with asking.state.begin() as connection:
            connection.execute(update(questions).values(files=1))
        return streaming(question, say)

    asked = asking.ask(EMMA, late)
    asking.job.run(asked.id)
    (only,) = asking.thread(asked)
    assert "I could not read the attached file" in shown(only)


def test_what_the_app_may_not_see_is_done_without(asking: Asking) -> None:
    root = asking.people.post(EMMA, HELP, "start")
    for method, says, said in (
        ("conversations.replies", plainly, "27 days"),
        ("users.conversations", lambda _question, _say: NOTHING, "could not find"),
    ):
        asked = asking.ask(EMMA, says, thread_ts=root)
        asking.people.fault(method, "error", times=50, error="missing_scope")
        attempt(asking.job, asked.id, is_last=False)
        asking.connect()
        assert said in shown(asking.thread(asked)[-1])


def test_nothing_of_an_interrupted_answer_stays_beside_a_private_one(asking: Asking) -> None:
    asked = asking.ask(HANNAH, privately)
    interrupted = asking.job._delivery(asked)
    interrupted.begin()
    interrupted.say(DAYS.sentences[0], DAYS.citations)
    attempt(asking.job, asked.id, is_last=False)
    assert not asking.thread(asked)
    assert "96,000" in shown(asking.alone(HANNAH)[0])
