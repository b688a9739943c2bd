"""What Slack says of messages that are gone, and of one message twice."""

from pathlib import Path
from typing import Any

import pytest
from slack_bolt import BoltContext
from sqlalchemy import select

from bot.inbox import Inbox
from bot.listeners.messages import Messages
from bot.state.questions import Asked, Questions, record
from bot.state.tables import open_state, outbox


@pytest.mark.parametrize(
    ("event", "gone"),
    [
        ({"subtype": "message_deleted", "deleted_ts": "1.0"}, True),
        # What became of one that has replies.
        ({"subtype": "message_changed", "message": {"subtype": "tombstone", "ts": "1.0"}}, True),
        ({"subtype": "message_changed", "message": {"text": "edited", "ts": "1.0"}}, False),
    ],
)
def test_a_deleted_question_wants_no_answer(
    tmp_path: Path, event: dict[str, Any], gone: bool
) -> None:
    state = open_state(f"sqlite:///{tmp_path / 'state.db'}")
    with state.begin() as connection:
        record(connection, Asked("answer:1", "message", "T1", "C1", "U1", "1.0", "1.0", "Why?"))
    listener = Messages(Inbox(state), Questions(state))
    listener.on_message({"type": "message", "channel": "C1"} | event, {}, BoltContext())
    assert Questions(state).cancelled("answer:1") is gone


def test_a_deleted_root_takes_no_follow_up_with_it(tmp_path: Path) -> None:
    state = open_state(f"sqlite:///{tmp_path / 'state.db'}")
    with state.begin() as connection:
        record(connection, Asked("answer:2", "message", "T1", "C1", "U1", "2.0", "1.0", "And?"))
    deleted = {
        "type": "message",
        "channel": "C1",
        "subtype": "message_deleted",
        "deleted_ts": "1.0",
    }
    Messages(Inbox(state), Questions(state)).on_message(deleted, {}, BoltContext())
    assert not Questions(state).cancelled("answer:2")


@pytest.mark.parametrize("order", [("app_mention", "message"), ("message", "app_mention")])
def test_the_file_of_a_mention_is_known_from_either_event(
    tmp_path: Path, order: tuple[str, str]
) -> None:
    state = open_state(f"sqlite:///{tmp_path / 'state.db'}")
    listener = Messages(Inbox(state), Questions(state))
    told = {"user": "U1", "text": "<@U0BOT>", "ts": "1.0", "channel": "C1", "team": "T1"}
    more: dict[str, dict[str, Any]] = {
        "app_mention": {},
        "message": {"subtype": "file_share", "channel_type": "channel", "files": [{"id": "F1"}]},
    }
    for kind in order:
        context = BoltContext({"bot_user_id": "U0BOT", "team_id": "T1"})
        listener.on_message(told | {"type": kind} | more[kind], {"team_id": "T1"}, context)
    asked = Questions(state).get("answer:T1:C1:1.0")
    assert asked is not None
    assert asked.files == 1
    with state.connect() as connection:
        assert len(connection.execute(select(outbox)).all()) == 1
