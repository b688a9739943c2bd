"""What Slack says of messages that are gone."""

from pathlib import Path
from typing import Any

import pytest
from slack_bolt import BoltContext

from bot.inbox import Inbox
from bot.listeners.messages import Messages
from bot.state.questions import Asked, Questions, record
from bot.state.tables import open_state


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
