"""Jobs that were interrupted, taken up by the next run."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from answering.answer import Answer, Sentence
from answering.answerer import Answerer
from answering.models import ModelRegistry
from bot.audience import Audience
from bot.jobs.answer import AnswerJob
from bot.slack import make_client
from bot.state.choices import Choices
from bot.state.deliveries import Deliveries
from bot.state.questions import Asked, Questions, record
from bot.state.tables import open_state
from indexing.embedder import Embedder
from indexing.store import PassageStore
from tests.bot.conftest import EMMA, HANNAH, HELP
from workspace import seed
from workspace.client import WorkspaceClient
from workspace.server import Workspace, run_in_thread


@pytest.fixture
def people(tmp_path: Path) -> Iterator[WorkspaceClient]:
    started = run_in_thread(Workspace())
    yield started.client
    started.stop()


def job(people: WorkspaceClient, store: PassageStore, embedder: Embedder, home: Path) -> AnswerJob:
    state = open_state(f"sqlite:///{home / 'state.db'}")
    client = make_client(seed.BOT_TOKEN, f"{people.url}/api/")
    return AnswerJob(
        answerer=Answerer(store, ModelRegistry(embedder, home)),
        questions=Questions(state),
        deliveries=Deliveries(state),
        choices=Choices(state),
        audience=Audience(client),
        eager=client,
        patient=client,
        poster=client,
        outsiders=False,
    )


def test_what_was_kept_for_one_person_is_sent_to_no_other(
    people: WorkspaceClient, store: PassageStore, embedder: Embedder, tmp_path: Path
) -> None:
    made = job(people, store, embedder, tmp_path)
    ts = people.post(HANNAH, HELP, "What does a senior engineer earn?")
    asked = Asked("answer:1", "message", seed.TEAM.id, HELP, HANNAH, ts, ts, "What does …?")
    with open_state(f"sqlite:///{tmp_path / 'state.db'}").begin() as connection:
        record(connection, asked)
    secret = Answer((Sentence("Between 78,000 € and 96,000 €."),), (), "answered", "extractive")
    # The run that found it ended before it was sent.
    made.questions.save_answer(asked.id, secret, private=True)
    made.run(asked.id)
    assert not any("96,000" in str(message) for message in people.replies(EMMA, HELP, ts))
    told = people.wait_for_reply(HELP, ts, HANNAH, 5)
    assert told["ephemeral"]
    assert "96,000" in str(told)
