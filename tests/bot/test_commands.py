"""Slash commands through the workspace."""

import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress

import psutil
import pytest

from tests.bot.conftest import ALEX, EMMA, HANNAH, HELP, Bot
from tests.bot.test_asking import shown
from workspace.client import Json


def told(bot: Bot, user: str, containing: str, timeout: float = 120) -> Json:
    """What `user` was told privately in the channel."""
    return bot.people.wait_for_message(
        HELP, user, lambda m: m["ephemeral"] and containing in shown(m), timeout
    )


def test_ask_answers_privately_from_what_the_asker_may_read(bot: Bot) -> None:
    bot.people.command(HANNAH, HELP, "/ask", "What does a senior engineer earn a year?")
    told(bot, HANNAH, "96,000")
    bot.people.command(EMMA, HELP, "/ask", "What is the hotel limit in Utrecht?")
    told(bot, EMMA, "150 €")
    assert all("96,000" not in shown(m) for m in bot.people.history(EMMA, HELP))


def test_ask_reads_channels_as_slack_sends_them(bot: Bot) -> None:
    bot.people.command(EMMA, HELP, "/ask", "How much vacation do I get in <#C0DRAWN|drawings>?")
    told(bot, EMMA, "I looked only in #drawings.")


def test_ask_without_a_question_says_how(bot: Bot) -> None:
    bot.people.command(EMMA, HELP, "/ask", "")
    told(bot, EMMA, "for example")


@pytest.mark.parametrize(("command", "text"), [("/reindex", ""), ("/model", "use smollm2")])
def test_admin_commands_are_refused_to_others_privately(bot: Bot, command: str, text: str) -> None:
    bot.people.command(EMMA, HELP, command, text)
    told(bot, EMMA, "for admins")


def test_an_admin_reindexes_and_sees_what_changed(bot: Bot) -> None:
    (bot.home / "docs" / "Canteen.md").write_text("# Canteen\n\nThe canteen opens at 11:45.\n")
    (bot.home / "docs" / "Pay.md").write_text("---\nreaders: [user:U0HANNAH]\n---\n# Pay\n\n9 €.\n")
    (bot.home / "docs" / "empty.md").write_text("")
    bot.people.command(ALEX, HELP, "/reindex", "handbook")
    assert "2 added" in shown(told(bot, ALEX, "up to date", 120))
    report = reported(bot, "up to date")
    assert "+ Canteen.md" in report
    assert "empty.md: is empty" in report
    assert "Pay.md" not in report
    assert "and 1 that you may not read" in report
    bot.people.command(EMMA, HELP, "/ask", "When does the canteen open?")
    told(bot, EMMA, "11:45")


def test_a_button_rolls_a_reindex_back(make_bot: Callable[..., Bot]) -> None:
    bot = make_bot("rollback")
    bot.start()
    (bot.home / "docs" / "Canteen.md").write_text("# Canteen\n\nThe canteen opens at 11:45.\n")
    bot.people.command(ALEX, HELP, "/reindex", "")
    reported(bot, "up to date")
    direct = bot.people.direct(ALEX)
    message = bot.people.history(ALEX, direct)[-1]
    bot.people.click(ALEX, direct, message["ts"], "reindex_rollback")
    assert "1 left" in reported(bot, "back at generation 1")
    bot.people.command(EMMA, HELP, "/ask", "When does the canteen open?")
    told(bot, EMMA, "could not find")
    bot.stop()


def test_a_folder_that_is_watched_is_reindexed_by_itself(make_bot: Callable[..., Bot]) -> None:
    bot = make_bot("watched")
    with (bot.home / "footnote.toml").open("a") as file:
        file.write("watch = true\n")
    bot.start()
    bot.people.command(EMMA, HELP, "/ask", "What is the hotel limit in Utrecht?")
    told(bot, EMMA, "150 €")
    (bot.home / "docs" / "Canteen.md").write_text("# Canteen\n\nThe canteen opens at 11:45.\n")
    wait_until(lambda: "schedule reindex handbook" in audit(bot))
    wait_until(lambda: generation(bot) == 2)
    bot.stop()


def test_a_source_that_is_overdue_is_reindexed_at_start(make_bot: Callable[..., Bot]) -> None:
    bot = make_bot("overdue", indexed=False)
    with (bot.home / "footnote.toml").open("a") as file:
        file.write('schedule = "* * * * *"\n')
    bot.start()
    wait_until(lambda: generation(bot) == 1)
    bot.stop()


def reported(bot: Bot, containing: str) -> str:
    """The text of the report that ALEX got in a direct message."""
    message = bot.people.wait_for_message(
        bot.people.direct(ALEX), ALEX, lambda m: containing in shown(m), 120
    )
    return shown(message)


def audit(bot: Bot) -> str:
    """The audit log, one line an entry."""
    with sqlite3.connect(bot.home / "state.db") as connection:
        rows = connection.execute("SELECT user, action, detail FROM audit").fetchall()
    return "\n".join(" ".join(row) for row in rows)


def generation(bot: Bot) -> int:
    """The live generation of the only source."""
    if not (bot.home / "index.db").exists():
        return 0
    with sqlite3.connect(bot.home / "index.db") as connection:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'sources'").fetchone():
            return 0
        row = connection.execute("SELECT generation FROM sources").fetchone()
    return int(row[0]) if row else 0


def wait_until(true: Callable[[], bool], timeout: float = 90) -> None:
    """Wait for something that another process does."""
    deadline = time.monotonic() + timeout
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.2)


def running(bot: Bot, command: str) -> psutil.Process:
    """The process below the bot's that runs `footnote` with `command`."""
    assert bot.process is not None
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        for each in psutil.Process(bot.process.pid).children(recursive=True):
            with suppress(psutil.NoSuchProcess):
                if command in each.cmdline():
                    return each
        time.sleep(0.1)
    raise TimeoutError(command)


def test_a_worker_that_is_told_to_end_does_and_its_reindex_begins_again(
    make_bot: Callable[..., Bot],
) -> None:
    bot = make_bot("ended", indexed=False)
    for number in range(80):
        text = "\n".join(f"Sentence {at} of page {number} is long." for at in range(20))
        (bot.home / "docs" / f"{number}.md").write_text(f"# {number}\n\n{text}\n")
    bot.start()
    bot.people.command(ALEX, HELP, "/reindex", "")
    ended = [running(bot, "worker"), running(bot, "reindex")]
    time.sleep(2.0)
    ended[0].terminate()
    gone, alive = psutil.wait_procs(ended, timeout=20)
    assert (len(gone), alive) == (2, [])
    assert "up to date" in reported(bot, "The ")
    bot.stop()


def test_an_unknown_source_is_named(bot: Bot) -> None:
    bot.people.command(ALEX, HELP, "/reindex", "wiki")
    assert "`handbook`" in shown(told(bot, ALEX, "Usage: `/reindex"))


def test_models_are_listed_and_unknown_ones_refused(bot: Bot) -> None:
    bot.people.command(EMMA, HELP, "/model", "list")
    listed = shown(told(bot, EMMA, "smollm2"))
    assert "➤ `extractive`" in listed
    bot.people.command(EMMA, HELP, "/model", "status")
    told(bot, EMMA, "come from `extractive`")
    bot.people.command(ALEX, HELP, "/model", "use gpt-9")
    told(bot, ALEX, "no model `gpt-9`")


def test_an_admin_switches_the_model_and_back(bot: Bot) -> None:
    bot.people.command(ALEX, HELP, "/model", "use smollm2")
    told(bot, ALEX, "answers come from `smollm2`", 240)
    bot.people.command(EMMA, HELP, "/ask", "By when do I tell my team that I am sick?")
    # It wrote the answer, or is named as having written nothing that stands in the documents.
    told(bot, EMMA, "smollm2", 120)
    bot.people.command(ALEX, HELP, "/model", "use extractive")
    told(bot, ALEX, "answers come from `extractive`")


def test_a_channel_has_a_model_of_its_own(bot: Bot) -> None:
    bot.people.command(ALEX, HELP, "/model", f"use smollm2 <#{HELP}|help>")
    told(bot, ALEX, f"answers in <#{HELP}> come from `smollm2`", 240)
    bot.people.command(EMMA, HELP, "/model", "status")
    told(bot, EMMA, "come from `smollm2`")
    bot.people.command(ALEX, HELP, "/model", "use default here")
    told(bot, ALEX, "the workspace's model again")
    bot.people.command(EMMA, HELP, "/model", "list")
    told(bot, EMMA, "➤ `extractive`")


def test_two_models_answer_side_by_side(bot: Bot) -> None:
    question = "By when do I tell my team that I am sick?"
    bot.people.command(ALEX, HELP, "/model", f"compare extractive smollm2 {question}")
    shown_blocks = shown(told(bot, ALEX, "Only you see this", 240))
    assert "*extractive*, answered" in shown_blocks
    assert "*smollm2*" in shown_blocks


@pytest.mark.parametrize("text", ["test", "compare extractive", "compare extractive smollm2", "x"])
def test_what_model_does_not_understand_names_its_usage(bot: Bot, text: str) -> None:
    bot.people.command(ALEX, HELP, "/model", text)
    told(bot, ALEX, "Usage: `/model")


def test_a_channel_that_is_only_letters_is_asked_for(bot: Bot) -> None:
    bot.people.command(ALEX, HELP, "/model", "use extractive #help")
    told(bot, ALEX, "do not know the channel '#help'")
