"""The stop button and the shortcut below a message."""

from pathlib import Path

import pytest
from slack_bolt import BoltContext

from bot.inbox import Inbox
from bot.listeners.lifecycle import Lifecycle
from bot.state.questions import Asked, Questions, record
from bot.state.tables import open_state


def started(home: Path) -> tuple[Lifecycle, Questions]:
    """The listener over a thread with two questions, and one by /ask beside it."""
    state = open_state(f"sqlite:///{home / 'state.db'}")
    with state.begin() as connection:
        for id_, kind, ts, thread in (
            ("root", "message", "1.0", "1.0"),
            ("later", "message", "2.0", "1.0"),
            ("other", "message", "3.0", "3.0"),
            ("ask", "ask", "", ""),
        ):
            record(connection, Asked(id_, kind, "T1", "C1", "U1", ts, thread, "Why?"))
    return Lifecycle(Inbox(state), Questions(state)), Questions(state)


@pytest.mark.parametrize(("thread", "stopped"), [("1.0", ["root", "later"]), ("", [])])
def test_the_stop_button_stops_the_thread(tmp_path: Path, thread: str, stopped: list[str]) -> None:
    listener, questions = started(tmp_path)
    listener.on_stopped({"channel": "C1", "thread_ts": thread})
    found = [id_ for id_ in ("root", "later", "other", "ask") if questions.cancelled(id_)]
    assert found == stopped


def test_a_message_below_which_the_shortcut_is_used_is_read_as_people_see_it(
    tmp_path: Path,
) -> None:
    listener, questions = started(tmp_path)
    text = "<@U0BOT>, what is <https://wiki.example/x|the wiki> on R&amp;D leave?"
    shortcut = {
        "message": {"text": text},
        "team": {"id": "T1"},
        "channel": {"id": "C1"},
        "user": {"id": "U1"},
        "trigger_id": "9",
    }
    listener.on_shortcut(lambda: None, shortcut, BoltContext({"bot_user_id": "U0BOT"}))
    asked = questions.get("shortcut:T1:9")
    assert asked is not None
    assert asked.text == "what is the wiki on R&D leave?"
