"""Slash commands through the workspace."""

import pytest

from tests.bot.conftest import ALEX, EMMA, HANNAH, HELP, Bot
from tests.bot.test_asking import shown
from workspace.client import Json


def told(bot: Bot, user: str, containing: str, timeout: float = 60) -> Json:
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


def test_ask_without_a_question_says_how(bot: Bot) -> None:
    bot.people.command(EMMA, HELP, "/ask", "")
    told(bot, EMMA, "for example")


@pytest.mark.parametrize(("command", "text"), [("/reindex", ""), ("/model", "use smollm2")])
def test_admin_commands_are_refused_to_others_privately(bot: Bot, command: str, text: str) -> None:
    bot.people.command(EMMA, HELP, command, text)
    told(bot, EMMA, "for admins")


def test_an_admin_reindexes_and_sees_what_changed(bot: Bot) -> None:
    (bot.home / "docs" / "Canteen.md").write_text("# Canteen\n\nThe canteen opens at 11:45.\n")
    (bot.home / "docs" / "empty.md").write_text("")
    bot.people.command(ALEX, HELP, "/reindex", "handbook")
    summary = shown(told(bot, ALEX, "up to date", 120))
    assert "1 added" in summary
    assert "empty.md: is empty" in summary
    bot.people.command(EMMA, HELP, "/ask", "When does the canteen open?")
    told(bot, EMMA, "11:45")


def test_an_unknown_source_is_named(bot: Bot) -> None:
    bot.people.command(ALEX, HELP, "/reindex", "wiki")
    assert "`handbook`" in shown(told(bot, ALEX, "Usage"))


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
    told(bot, EMMA, "Model: smollm2", 120)
    bot.people.command(ALEX, HELP, "/model", "use extractive")
    told(bot, ALEX, "answers come from `extractive`")
