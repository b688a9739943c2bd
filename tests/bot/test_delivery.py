"""Slack misbehaves: the answer still arrives, and once."""

import time
from collections.abc import Callable

import pytest

from tests.bot.conftest import BOT, EMMA, HELP, Bot
from tests.bot.test_asking import shown
from workspace.client import Json

QUESTION = f"{BOT} How many days of vacation do I get?"
IN_TWO = f"{QUESTION[:-1]}, and by when do I tell my team that I am sick?"


def answers(bot: Bot, ts: str) -> list[Json]:
    return [m for m in bot.people.replies(EMMA, HELP, ts) if m.get("bot_id") and not m["ephemeral"]]


def asked_once(bot: Bot, settle: float = 1.0, question: str = QUESTION) -> Json:
    """Ask, wait for the answer, and make sure that no second one follows."""
    ts = bot.people.post(EMMA, HELP, question)
    bot.people.wait_for_reply(HELP, ts, EMMA, 120, lambda m: "Check the sources" in shown(m))
    time.sleep(settle)
    (only,) = answers(bot, ts)
    return only


def test_an_event_delivered_three_times_is_answered_once(bot: Bot) -> None:
    bot.people.duplicate(3)
    assert "27 days" in shown(asked_once(bot, 2.0))


@pytest.mark.parametrize("method", ["chat.startStream", "chat.stopStream", "chat.postMessage"])
@pytest.mark.parametrize("kind", ["429", "500", "lost"])
def test_a_failing_method_costs_no_answer(bot: Bot, method: str, kind: str) -> None:
    bot.people.fault(method, kind, times=1)
    assert "27 days" in shown(asked_once(bot))


@pytest.mark.parametrize("kind", ["429", "500", "lost"])
def test_a_stream_that_breaks_off_costs_no_sentence(bot: Bot, kind: str) -> None:
    bot.people.fault("chat.appendStream", kind, times=1)
    reply = shown(asked_once(bot, question=IN_TWO))
    assert bot.people.calls("chat.appendStream")
    assert "27 days" in reply
    assert "10:00" in reply


def test_a_stream_that_cannot_be_ended_is_replaced_whole(bot: Bot) -> None:
    bot.people.fault("chat.stopStream", "error", times=1, error="internal_error")
    reply = shown(asked_once(bot, question=IN_TWO))
    assert "27 days" in reply
    assert "10:00" in reply


def test_a_post_that_happened_behind_a_server_error_is_not_repeated(bot: Bot) -> None:
    bot.people.fault("chat.startStream", "error", times=1, error="feature_not_enabled")
    bot.people.fault("chat.postMessage", "lost", times=1)
    assert "27 days" in shown(asked_once(bot, 2.0))


def test_without_streaming_the_answer_is_posted(bot: Bot) -> None:
    bot.people.fault("chat.startStream", "error", times=1, error="feature_not_enabled")
    reply = asked_once(bot)
    assert "27 days" in shown(reply)
    assert "Check the sources" in shown(reply)


def test_an_answer_that_slack_does_not_take_comes_later(bot: Bot) -> None:
    bot.people.fault("chat.startStream", "error", times=1, error="feature_not_enabled")
    # Three for the sentence, three for the whole: the first try ends without a message.
    bot.people.fault("chat.postMessage", "500", times=6)
    assert "27 days" in shown(asked_once(bot))


def test_a_dropped_socket_costs_no_answer(bot: Bot) -> None:
    bot.people.drop_sockets()
    ts = bot.people.post(EMMA, HELP, QUESTION)
    assert "27 days" in shown(bot.people.wait_for_reply(HELP, ts, EMMA, 90))
    assert len(answers(bot, ts)) == 1


def test_a_killed_bot_finishes_what_it_acknowledged(make_bot: Callable[..., Bot]) -> None:
    bot = make_bot("killed")
    bot.start()
    asked_once(bot)
    asked = [bot.people.post(EMMA, HELP, QUESTION) for _ in range(12)]
    time.sleep(1.0)
    bot.kill()
    bot.start()
    for ts in asked:
        reply = bot.people.wait_for_reply(
            HELP, ts, EMMA, 120, lambda m: "Interrupted" not in shown(m)
        )
        assert "27 days" in shown(reply)
    time.sleep(2.0)
    for ts in asked:
        (only,) = answers(bot, ts)
        assert "Check the sources" in shown(only)


def test_an_empty_index_names_the_command_that_fills_it(make_bot: Callable[..., Bot]) -> None:
    bot = make_bot("empty", indexed=False)
    bot.start()
    ts = bot.people.post(EMMA, HELP, QUESTION)
    assert "/reindex" in shown(bot.people.wait_for_reply(HELP, ts, EMMA, 120))
