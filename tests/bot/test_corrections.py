"""A thumb down asks what would have been right; what is written becomes a regression case."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert
from typer.testing import CliRunner

from bot.commands.suite import suite
from bot.state.corrections import Correction, Corrections
from bot.state.questions import Asked, Questions, record
from bot.state.tables import open_state
from bot.state.tables import votes as votes_table
from bot.state.votes import Votes
from evaluation.suite import load_suite
from tests.bot.conftest import BOT, EMMA, HANNAH, HELP, Bot
from tests.bot.test_asking import ask
from workspace.client import Json, wait_until


def press_down(bot: Bot, user: str, channel: str, reply: Json) -> str:
    """Press "Bad answer" below `reply`; the id of the question."""
    block = next(b for b in reply["blocks"] if b["type"] == "context_actions")
    value = block["elements"][0]["negative_button"]["value"]
    bot.people.click(user, channel, reply["ts"], "feedback", value)
    return str(value.partition(":")[2])


def modal(bot: Bot, user: str) -> Json:
    """The modal that `user` sees."""
    return wait_until(lambda: (bot.people.state()["modals"].get(user) or [None])[-1], 10, "a modal")


def corrections_of(bot: Bot) -> Corrections:
    return Corrections(open_state(f"sqlite:///{bot.home / 'state.db'}"))


def votes_of(bot: Bot) -> dict[str, int]:
    return Votes(open_state(f"sqlite:///{bot.home / 'state.db'}")).count()


def typed(right: str = "", source: str = "", silent: bool = False) -> Json:
    """What Slack sends of the modal's fields."""
    ticked = [{"value": "silent"}] if silent else []
    return {
        "right": {"right": {"type": "plain_text_input", "value": right or None}},
        "source": {"source": {"type": "plain_text_input", "value": source or None}},
        "documents": {"documents": {"type": "checkboxes", "selected_options": ticked}},
    }


def run(bot: Bot, output: Path, *more: str) -> Any:
    arguments = ["corrections", "--output", str(output), "--home", str(bot.home), *more]
    return CliRunner().invoke(suite, arguments)


def test_a_thumb_down_and_its_correction_become_a_case(bot: Bot, tmp_path: Path) -> None:
    before = votes_of(bot).get("down", 0)
    reply = ask(bot, f"{BOT} By what time do I tell my team that I am sick?")
    question_id = press_down(bot, EMMA, HELP, reply)
    view = modal(bot, EMMA)
    # The vote stands before anything is sent.
    assert votes_of(bot)["down"] == before + 1
    assert view["private_metadata"] == question_id
    bot.people.submit(EMMA, view["id"], typed("By 10:00, and tell Emma Vos.", "Sick leave"))
    assert "Thanks" in json.dumps(modal(bot, EMMA)["blocks"])
    done = run(bot, tmp_path / "suite")
    assert done.exit_code == 0, done.output
    (case,) = [c for c in load_suite(tmp_path / "suite").cases if c.id == question_id]
    assert case.type == "regression"
    assert case.question == "By what time do I tell my team that I am sick?"
    assert case.answers == ("By 10:00, and tell Emma Vos.",)
    assert case.must_include == (("10:00",), ("Emma Vos",))
    assert case.sources == ("Time off/Sick leave.md",)
    passages = (tmp_path / "suite" / "passages.jsonl").read_text(encoding="utf-8")
    assert "27 days" in passages
    assert "96,000" not in passages


def test_again_adds_nothing_and_keeps_what_was_edited(bot: Bot, tmp_path: Path) -> None:
    reply = ask(bot, f"{BOT} How many days of vacation do I get?")
    question_id = press_down(bot, EMMA, HELP, reply)
    bot.people.submit(EMMA, modal(bot, EMMA)["id"], typed(silent=True))
    run(bot, tmp_path / "suite")
    path = tmp_path / "suite" / "questions.jsonl"
    text = path.read_text(encoding="utf-8")
    (case,) = [json.loads(line) for line in text.splitlines() if question_id in line]
    assert case["answerable"] is False
    edited = text.replace("How many days", "How many working days")
    path.write_text(edited, encoding="utf-8")
    assert "0 added" in run(bot, tmp_path / "suite").output
    assert path.read_text(encoding="utf-8") == edited


def test_earlier_questions_of_the_thread_come_along(bot: Bot, tmp_path: Path) -> None:
    first = ask(bot, f"{BOT} What is the hotel limit per night in Lisbon?")
    ts = bot.people.post(EMMA, HELP, f"{BOT} and in Utrecht?", first["thread_ts"])
    reply = bot.people.wait_for_reply(
        HELP, first["thread_ts"], EMMA, 60, lambda m: float(m["ts"]) > float(ts)
    )
    question_id = press_down(bot, EMMA, HELP, reply)
    bot.people.submit(EMMA, modal(bot, EMMA)["id"], typed("150 €"))
    run(bot, tmp_path / "suite")
    (case,) = [c for c in load_suite(tmp_path / "suite").cases if c.id == question_id]
    assert case.history[0].text == "What is the hotel limit per night in Lisbon?"
    assert case.history[1].role == "assistant"
    assert "140" in case.history[1].text


def test_private_questions_stay_unless_they_are_asked_for(bot: Bot, tmp_path: Path) -> None:
    direct = bot.people.direct(HANNAH)
    ts = bot.people.post(HANNAH, direct, "What does a senior engineer earn a year?")
    reply = bot.people.wait_for_reply(direct, ts, HANNAH, 120)
    question_id = press_down(bot, HANNAH, direct, reply)
    bot.people.submit(HANNAH, modal(bot, HANNAH)["id"], typed("Between 78,000 and 96,000"))
    done = run(bot, tmp_path / "suite")
    assert "1 left out: asked in a direct message or by /ask" in done.output
    questions = tmp_path / "suite" / "questions.jsonl"
    assert not questions.exists() or question_id not in questions.read_text(encoding="utf-8")
    run(bot, tmp_path / "suite", "--include-private")
    assert question_id in questions.read_text(encoding="utf-8")


def test_where_no_modal_opens_the_vote_is_kept_and_thanked_for(bot: Bot) -> None:
    before = votes_of(bot).get("down", 0)
    reply = ask(bot, f"{BOT} How do I reset my password?")
    bot.people.fault("views.open", "error", error="expired_trigger_id")
    press_down(bot, EMMA, HELP, reply)
    seen = bot.people.wait_for_reply(HELP, reply["thread_ts"], EMMA, 10, lambda m: m["ephemeral"])
    assert "Thanks for telling us" in seen["text"]
    assert votes_of(bot)["down"] == before + 1


def test_thanks_for_a_vote_come_where_the_bot_may_not_write(bot: Bot) -> None:
    reply = ask(bot, f"{BOT} How do I reset my password?")
    bot.people.fault("views.open", "error", error="expired_trigger_id")
    bot.people.fault("chat.postEphemeral", "error", error="channel_not_found")
    press_down(bot, EMMA, HELP, reply)
    seen = bot.people.wait_for_reply(HELP, reply["thread_ts"], EMMA, 10, lambda m: m["ephemeral"])
    assert "Thanks for telling us" in seen["text"]


def test_an_empty_modal_only_closes(bot: Bot) -> None:
    reply = ask(bot, f"{BOT} Are trains preferred to planes?")
    question_id = press_down(bot, EMMA, HELP, reply)
    bot.people.submit(EMMA, modal(bot, EMMA)["id"], typed())
    assert not bot.people.state()["modals"].get(EMMA)
    found, _ = corrections_of(bot).usable(include_private=True)
    assert question_id not in {each.question_id for each in found}


@pytest.fixture
def votes(tmp_path: Path) -> Votes:
    """A state with one question in a channel."""
    engine = open_state(f"sqlite:///{tmp_path / 'state.db'}")
    asked = Asked("q1", "message", "T1", "C1", EMMA, "1.0", "1.0", "How long?")
    with engine.begin() as connection:
        record(connection, asked)
    return Votes(engine)


def test_the_last_correction_counts_and_only_below_a_thumb_down(
    votes: Votes, tmp_path: Path
) -> None:
    kept = Corrections(open_state(f"sqlite:///{tmp_path / 'state.db'}"))
    votes.cast("q1", EMMA, "down")
    votes.cast("q1", HANNAH, "down")
    assert votes.correct("q1", EMMA, Correction("Two days"))
    assert votes.correct("q1", HANNAH, Correction("Three days"))
    assert votes.correct("q1", EMMA, Correction("Four days"))
    assert not votes.correct("gone", EMMA, Correction("Five days"))
    assert [each.correction.right for each in kept.usable()[0]] == ["Four days"]
    votes.cast("q1", EMMA, "up")
    assert [each.correction.right for each in kept.usable()[0]] == ["Three days"]


def test_no_vote_outlives_its_question(votes: Votes, tmp_path: Path) -> None:
    engine = open_state(f"sqlite:///{tmp_path / 'state.db'}")
    assert votes.cast("q1", EMMA, "down")
    assert votes.cast("q1", EMMA, "up")
    assert votes.count() == {"up": 1}
    assert Questions(engine).expire(-1) == ["q1"]
    assert not votes.cast("q1", EMMA, "down")
    assert votes.count() == {}
    with engine.begin() as connection:
        left = {"question_id": "q1", "user": EMMA, "vote": "up", "voted_at": 1.0}
        connection.execute(insert(votes_table).values(**left))
    Questions(engine).expire(90)
    assert votes.count() == {}
