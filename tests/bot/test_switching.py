"""Switching models while questions are in flight loses none, and each is answered by one model."""

import itertools
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from answering.model_settings import ModelSettings
from answering.models import ModelRegistry
from bot.blocks import DISCLAIMER
from bot.jobs.switch import switch
from bot.state.choices import Choices
from bot.state.tables import open_state
from indexing.embedder import Embedder
from tests.bot.conftest import ALEX, BOT, EMMA, HANNAH, HELP, Bot
from tests.bot.test_asking import ask, shown
from tests.bot.test_commands import told, wait_until

QUESTIONS = ["How many days of vacation do I get?", "By when do I tell my team that I am sick?"]
MODELS = [f"quick-{number}" for number in range(1, 11)]
SLACK = 0.5
"""Seconds between a switch's time in the audit log and its commit, at most."""


@dataclass(frozen=True)
class Answered:
    """One answer of the table, with the time of its question; times in seconds."""

    asked_at: float
    answered_at: float
    model: str


@pytest.fixture
def quick(quick_bot: Bot) -> Iterator[Bot]:
    """The bot with the quick models, back at `extractive` afterwards."""
    yield quick_bot
    Choices(open_state(f"sqlite:///{quick_bot.home / 'state.db'}")).use_model("extractive", "test")


def rows(bot: Bot, query: str, *values: object) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(bot.home / "state.db")
    try:
        return connection.execute(query, values).fetchall()
    finally:
        connection.close()


def answers(bot: Bot, ts: str) -> list[Answered]:
    found = rows(
        bot,
        "SELECT asked_at, answered_at, model FROM questions JOIN answers "
        "ON questions.id = answers.question_id WHERE ts = ?",
        ts,
    )
    return [Answered(*row) for row in found]  # type: ignore[arg-type]


def switches(bot: Bot) -> list[tuple[float, str]]:
    """When what was switched to for the workspace, in the order of the audit log."""
    found = rows(
        bot,
        "SELECT at, detail FROM audit WHERE action = 'model use' AND detail NOT LIKE '% in %' "
        "ORDER BY id",
    )
    return [(float(str(at)), str(model)) for at, model in found]


def current(bot: Bot, answer: Answered, before: str) -> list[str]:
    """The models in use at some moment between a question and its answer."""
    times = [(0.0, before), *switches(bot), (float("inf"), "")]
    return [
        model
        for (since, model), (until, _) in itertools.pairwise(times)
        if since <= answer.answered_at and until + SLACK >= answer.asked_at
    ]


def named(message: dict[str, object]) -> list[str]:
    """The models that a message says it is by."""
    return re.findall(rf"{re.escape(DISCLAIMER)} Model: ([\w-]+)\.", shown(message))


def test_ten_switches_under_load_lose_no_question(quick: Bot) -> None:
    people, before = quick.people, len(switches(quick))
    ask(quick, f"{BOT} {QUESTIONS[0]}")  # Everything is loaded now.
    places = [
        (EMMA, HELP),
        (HANNAH, HELP),
        (EMMA, people.direct(EMMA)),
        (HANNAH, people.direct(HANNAH)),
    ]
    asked = []
    for number in range(20):
        user, channel = places[number % 4]
        text = QUESTIONS[number % 3 % 2]
        asked.append((user, channel, people.post(user, channel, f"{BOT} {text}")))
        if number % 2:
            people.command(ALEX, HELP, "/model", f"use {MODELS[number // 2]}")
    for user, channel, ts in asked:
        people.wait_for_reply(channel, ts, user, 120)
    wait_until(lambda: len(switches(quick)) == before + len(MODELS))

    assert [model for _, model in switches(quick)[before:]] == MODELS
    used = []
    for user, channel, ts in asked:
        (message,) = [m for m in people.replies(user, channel, ts) if m.get("bot_id")]
        assert not message["streaming"]
        (answer,) = answers(quick, ts)
        assert named(message) == [answer.model]
        assert answer.model in current(quick, answer, "extractive")
        used.append(answer.model)
    assert len(set(used)) > 3, "the switches came before or after the questions"
    assert named(ask(quick, f"{BOT} {QUESTIONS[0]}")) == [MODELS[-1]]


def test_a_switch_does_not_wait_for_the_questions_before_it(quick: Bot) -> None:
    asked = [quick.people.post(EMMA, HELP, f"{BOT} {QUESTIONS[0]}") for _ in range(20)]
    quick.people.command(ALEX, HELP, "/model", "use quick-3")
    told(quick, ALEX, "answers come from `quick-3`")
    at = switches(quick)[-1][0]
    for ts in asked:
        quick.people.wait_for_reply(HELP, ts, EMMA, 120)
    assert at < max(answers(quick, ts)[0].answered_at for ts in asked)


def test_a_model_that_fails_its_probe_changes_nothing(quick: Bot) -> None:
    before = switches(quick)
    quick.people.command(ALEX, HELP, "/model", "use broken")
    told(quick, ALEX, "`broken` does not work, so nothing was switched: The model 'broken' names")
    assert switches(quick) == before


def test_the_last_one_asked_for_wins_be_it_the_default(quick: Bot) -> None:
    before = switches(quick)
    quick.people.command(ALEX, HELP, "/model", "use quick-4")
    quick.people.command(ALEX, HELP, "/model", "use default")
    told(quick, ALEX, "answers come from `extractive`, as configured")
    named = [model for _, model in switches(quick)[len(before) :]]
    assert named == ["quick-4", "the configured one"]


def test_a_voice_that_is_dumb_is_not_switched_to(embedder: Embedder, tmp_path: Path) -> None:
    models = {
        "quotes": ModelSettings("extractive", voice="dumb"),
        "dumb": ModelSettings("llama_index", path="nowhere.LLM"),
    }
    registry = ModelRegistry(embedder, tmp_path, models)
    choices = Choices(open_state(f"sqlite:///{tmp_path / 'state.db'}"))
    assert (switch(registry, choices, "U1", "quotes") or "").startswith("its voice dumb: ")
    assert choices.models() == []
    assert "There is no model" in (switch(registry, choices, "U1", "gone") or "")
    assert switch(registry, choices, "U1", "extractive") is None
    assert choices.models() == ["extractive"]
