"""Curated answers: kept, changed from the command line and in Slack, and shown as such."""

import datetime
import json
import sqlite3
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from answering.curated import CuratedAnswer, as_answer, drafted
from bot.blocks import answer_blocks, answer_text
from bot.commands.curated import curated as commands
from bot.listeners.curated import list_blocks
from bot.state.curated import Curated
from bot.state.tables import open_state
from tests.bot.conftest import ALEX, EMMA, HELP, Bot
from tests.bot.test_asking import shown
from tests.bot.test_commands import audit, told
from workspace.blocks import check_blocks
from workspace.client import Json, wait_until

TODAY = datetime.date(2026, 3, 1)
PAYDAY = drafted(patterns=["when is payday"], text="On the *27th*.", owner="Hannah & co")


def state(home: Path) -> Curated:
    return Curated(open_state(f"sqlite:///{home / 'state.db'}"))


# Kept


def test_what_one_process_keeps_another_sees_at_once(tmp_path: Path) -> None:
    one, other = state(tmp_path), state(tmp_path)
    assert list(other.all()) == []
    kept = one.keep(PAYDAY, "U1")
    assert other.get(kept.id) == kept
    changed = one.keep(drafted(patterns=["payday"], text="x", owner="o", id=kept.id), "U2")
    assert list(other.all()) == [changed]
    assert changed.updated_at > kept.updated_at
    second = one.keep(PAYDAY, "U1")
    assert one.remove(kept.id, "U2") == changed
    assert one.remove(kept.id, "U2") is None
    assert list(other.all()) == [second]


def test_everything_that_is_kept_comes_back(tmp_path: Path) -> None:
    full = drafted(
        patterns=["when is * payday", "payday"],
        text="On the 27th.\n\n- or before",
        owner="Hannah",
        review_by="2027-03-01",
        readers=["group:S0HR", "user:U1"],
        sources=["Pay/Pay days.md"],
    )
    kept = state(tmp_path).keep(full, "U1")
    assert state(tmp_path).get(kept.id) == kept
    assert (kept.patterns, kept.review_by, kept.readers, kept.sources) == (
        full.patterns,
        datetime.date(2027, 3, 1),
        {"group:S0HR", "user:U1"},
        full.sources,
    )


def test_every_change_is_in_the_audit_log(tmp_path: Path) -> None:
    kept = state(tmp_path).keep(PAYDAY, "U1")
    state(tmp_path).keep(kept, "U2")
    state(tmp_path).remove(kept.id, "U3")
    with sqlite3.connect(tmp_path / "state.db") as connection:
        rows = connection.execute("SELECT user, action, detail FROM audit ORDER BY id").fetchall()
    connection.close()
    said = f"{kept.id}: when is payday"
    assert rows == [
        ("U1", "curate add", said),
        ("U2", "curate change", said),
        ("U3", "curate remove", said),
    ]


# The command line


def footnote(home: Path, *arguments: str) -> Result:
    command, *rest = arguments
    return CliRunner().invoke(commands, [command, "--home", str(home), *rest])


ADD = ["add", "--question", "when is payday", "--question", "payday", "--owner", "Hannah"]


def test_an_answer_is_added_listed_shown_and_removed(tmp_path: Path) -> None:
    file = tmp_path / "answer.md"
    file.write_text("On the **27th**.")
    arguments = ["--answer-file", str(file), "--review-by", "2999-01-01", "--source", "Pay.md"]
    added = footnote(tmp_path, *ADD, *arguments, "--readers", "group:S0HR")
    assert added.exit_code == 0, added.output
    (listed,) = json.loads(footnote(tmp_path, "list", "--json").stdout)
    assert listed["patterns"] == ["when is payday", "payday"]
    assert listed["overdue"] is False
    assert "2999-01-01" in footnote(tmp_path, "list").stdout
    whole = footnote(tmp_path, "show", listed["id"]).stdout
    for part in ("On the **27th**.", "owner: Hannah", "readers: group:S0HR", "sources: Pay.md"):
        assert part in whole
    assert footnote(tmp_path, "remove", listed["id"]).exit_code == 0
    assert "Nothing is curated" in footnote(tmp_path, "list").stdout


@pytest.mark.parametrize(
    ("arguments", "status", "named"),
    [
        ([*ADD, "--answer", "[x](javascript:y)"], 2, "javascript:y"),
        ([*ADD, "--answer", "x", "--review-by", "2020-01-01"], 2, "2020-01-01"),
        ([*ADD, "--answer", "x", "--readers", "all"], 2, "'all'"),
        (ADD, 2, "--answer-file"),
        ([*ADD, "--answer-file", "nowhere.md"], 2, "nowhere.md"),
        (["show", "abc"], 1, "'abc'"),
        (["remove", "abc"], 1, "'abc'"),
        (["import", "nowhere.jsonl"], 2, "nowhere.jsonl"),
    ],
)
def test_what_cannot_be_done_is_named(
    tmp_path: Path, arguments: list[str], status: int, named: str
) -> None:
    done = footnote(tmp_path, *arguments)
    assert done.exit_code == status
    assert named in done.stderr
    assert list(state(tmp_path).all()) == []


def test_an_export_is_taken_over_overdue_or_not(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    late = drafted(patterns=["payday"], text="ü", owner="H", review_by="2020-01-01", id="late")
    kept = [state(here).keep(each, "U1") for each in (PAYDAY, late)]
    file = tmp_path / "curated.jsonl"
    assert "Wrote 2" in footnote(here, "export", str(file)).stdout
    assert footnote(here, "export").stdout == file.read_text()
    for _ in range(2):  # The second time they are replaced.
        assert "Took over 2" in footnote(there, "import", str(file)).stdout
    taken = [(each.id, each.patterns, each.text, each.review_by) for each in state(there).all()]
    assert taken == [(each.id, each.patterns, each.text, each.review_by) for each in kept]
    assert "(overdue)" in footnote(there, "list").stdout


@pytest.mark.parametrize(
    "line",
    [
        "nonsense",
        '{"text": "x", "owner": "o"}',
        '{"patterns": "payday", "text": "x", "owner": "o"}',
        '{"patterns": ["payday"], "text": "<file:///etc/passwd>", "owner": "o"}',
    ],
)
def test_one_wrong_line_and_nothing_is_taken_over(tmp_path: Path, line: str) -> None:
    file = tmp_path / "curated.jsonl"
    file.write_text(f'{{"patterns": ["payday"], "text": "x", "owner": "o"}}\n{line}\n')
    done = footnote(tmp_path, "import", str(file))
    assert done.exit_code == 2
    assert "line 2" in done.stderr
    assert list(state(tmp_path).all()) == []


# Slack


def test_an_answer_is_marked_as_curated(tmp_path: Path) -> None:
    late = drafted(patterns=["payday"], text="On the 27th.", owner="<@U1>", review_by="2026-02-01")
    answer = as_answer(late, "extractive", 0.0, TODAY)
    blocks = check_blocks(answer_blocks(answer, "q1"))
    text, context, buttons = blocks
    assert text["text"] == answer_text(answer) == "On the 27th."
    said = context["elements"][0]["text"]
    assert said == (
        "📌 Curated by &lt;@U1&gt;, to be reviewed by 1 February 2026 (overdue for review)."
    )
    assert buttons["elements"][0]["type"] == "feedback_buttons"


def test_of_a_long_list_as_much_is_shown_as_a_message_takes() -> None:
    kept = [
        drafted(patterns=[f"what is {name} & {n}?" for n in range(8)], text="By the book. " * 60,
                owner="people-ops", id=f"a{name}")
        for name in range(30)
    ]  # fmt: skip
    blocks = check_blocks(list_blocks(kept, TODAY, "Removed."))
    shown = sum(block["type"] == "actions" for block in blocks)
    assert 5 < shown < 30
    assert f"… and {30 - shown} more; `footnote curated list`" in str(blocks[-1])


@pytest.mark.parametrize("text", ["", "list", "remove abc"])
def test_curating_is_for_admins(bot: Bot, text: str) -> None:
    before = len(bot.people.history(EMMA, HELP))
    bot.people.command(EMMA, HELP, "/curate", text)
    (message,) = bot.people.history(EMMA, HELP)[before:]
    assert "for admins" in shown(message)
    assert not bot.people.state()["modals"].get(EMMA)


def test_wrong_usage_is_answered_with_the_right_one(bot: Bot) -> None:
    bot.people.command(ALEX, HELP, "/curate", "dance")
    told(bot, ALEX, "Usage: `/curate`")
    bot.people.command(ALEX, HELP, "/curate", "remove abc123")
    told(bot, ALEX, "no curated answer `abc123`")


def form(bot: Bot) -> Json:
    """The modal that is open for ALEX."""
    return wait_until(lambda: (bot.people.state()["modals"].get(ALEX) or [None])[-1], 5, "a modal")


def typed(**fields: str) -> Json:
    return {name: {"value": {"value": value}} for name, value in fields.items()}


def kept_for(bot: Bot, pattern: str) -> CuratedAnswer | None:
    found = [each for each in state(bot.home).all() if pattern in each.patterns]
    return found[0] if found else None


def test_an_admin_pins_changes_and_removes_an_answer(bot: Bot) -> None:
    bot.people.command(ALEX, HELP, "/curate")
    view = form(bot)
    filled = {
        "patterns": "where is the canteen\n\n where do I * lunch ",
        "text": "On the **4th** floor.",
        "owner": "Hannah",
        "review_by": "2999-12-31",
        "readers": "channel:C0HELP, group:S0HR",
        "sources": "Travel.md",
    }
    assert bot.people.submit(ALEX, view["id"], typed(**filled)).get("errors") is None
    told(bot, ALEX, "From the next question on")
    kept = kept_for(bot, "where is the canteen")
    assert kept is not None
    assert kept.patterns == ("where is the canteen", "where do I * lunch")
    assert kept.readers == {"channel:C0HELP", "group:S0HR"}
    assert (kept.sources, kept.updated_by) == (("Travel.md",), ALEX)

    bot.people.command(ALEX, HELP, "/curate", "list")
    listed = told(bot, ALEX, "*Questions*")
    bot.people.click(ALEX, HELP, listed["ts"], f"curated_edit:{kept.id}")
    view = form(bot)
    initial = {each["block_id"]: each["element"].get("initial_value") for each in view["blocks"]}
    assert initial == filled | {"patterns": "where is the canteen\nwhere do I * lunch"}
    again = typed(**(filled | {"text": "On the 5th floor.", "readers": ""}))
    bot.people.submit(ALEX, view["id"], again)
    told(bot, ALEX, "On the 5th floor.")
    changed = kept_for(bot, "where is the canteen")
    assert changed is not None
    assert (changed.id, changed.text, changed.readers) == (
        kept.id,
        "On the 5th floor.",
        {"everyone"},
    )

    bot.people.click(ALEX, HELP, listed["ts"], f"curated_remove:{kept.id}")
    told(bot, ALEX, f"Removed curated answer `{kept.id}`")
    assert kept_for(bot, "where is the canteen") is None
    log = audit(bot)
    for action in ("add", "change", "remove"):
        assert f"{ALEX} curate {action} {kept.id}: where is the canteen" in log


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"patterns": "  "}, "at least one question"),
        ({"text": " "}, "Write the answer"),
        ({"text": "[here](javascript:alert)"}, "'javascript:alert'"),
        ({"owner": ""}, "Name a person"),
        ({"review_by": "2020-01-01"}, "2020-01-01"),
        ({"readers": "everyone, Hannah"}, "'Hannah'"),
    ],
)
def test_a_wrong_field_is_named_below_it(bot: Bot, wrong: Mapping[str, str], named: str) -> None:
    bot.people.command(ALEX, HELP, "/curate")
    view = form(bot)
    filled = {"patterns": "is this wrong", "text": "Yes.", "owner": "H", "review_by": ""}
    errors = bot.people.submit(ALEX, view["id"], typed(**(filled | wrong)))["errors"]
    assert list(errors) == list(wrong)
    assert named in errors[next(iter(wrong))]
    assert kept_for(bot, "is this wrong") is None


def test_what_is_overdue_comes_first_and_is_marked(bot: Bot) -> None:
    fresh = drafted(patterns=["fresh one"], text="x", owner="o", review_by="2999-01-01")
    late = drafted(patterns=["late one"], text="x" * 900, owner="o", review_by="2020-01-01")
    kept = [state(bot.home).keep(each, "test") for each in (fresh, late)]
    bot.people.command(ALEX, HELP, "/curate", "list")
    text = shown(told(bot, ALEX, "late one"))
    assert text.index("late one") < text.index("*overdue for review*") < text.index("fresh one")
    for each in kept:
        bot.people.command(ALEX, HELP, "/curate", f"remove {each.id}")
        told(bot, ALEX, f"Removed curated answer `{each.id}`")


def test_nobody_else_can_submit_the_form(bot: Bot) -> None:
    bot.people.command(ALEX, HELP, "/curate")
    filled = typed(patterns="is this mine", text="Yes.", owner="H", review_by="")
    errors = bot.people.submit(EMMA, form(bot)["id"], filled)["errors"]
    assert "for admins" in errors["patterns"]
    assert kept_for(bot, "is this mine") is None
