"""What a worker reads from the commands that it runs."""

import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from bot.jobs.reindex import Children, LiveMessage, follow
from bot.slack import make_client
from workspace import seed
from workspace.server import RunningWorkspace, Workspace, run_in_thread


def followed(code: str) -> tuple[dict[str, Any] | None, str, list[dict[str, Any]]]:
    """What `follow` returns for a child that runs `code`, and what it was shown."""
    seen: list[dict[str, Any]] = []
    command = [sys.executable, "-c", f"import json, sys\n{code}"]
    report, said = follow(command, seen.append, Children())
    return report, said, seen


@pytest.mark.timeout(60)
def test_a_report_larger_than_a_pipe_is_read() -> None:
    names = "[f'{n:0100d}.py' for n in range(1000)]"
    report, said, seen = followed(
        "print(json.dumps({'what': 'reading'}), file=sys.stderr, flush=True)\n"
        f"print(json.dumps({{'skipped': {names}}}), flush=True)\n"
        "print('gone wrong', file=sys.stderr)"
    )
    assert report is not None
    assert len(report["skipped"]) == 1000
    assert said == "gone wrong"
    assert seen == [{"what": "reading"}]


@pytest.mark.parametrize("printed", ["Loading the reader...", "[1, 2]", "7", ""])
def test_what_is_no_json_object_is_no_report(printed: str) -> None:
    report, said, seen = followed(
        f"print({printed!r})\nprint({printed!r}, file=sys.stderr)\n"
        "print('The source is gone.', file=sys.stderr)"
    )
    assert report is None
    assert said == "The source is gone."
    assert seen == []


def test_a_silent_command_is_ended_and_its_job_stays_open() -> None:
    children, begun, returned = Children(), threading.Event(), threading.Event()
    command = [
        sys.executable,
        "-c",
        "import sys, time\nprint('{}', file=sys.stderr, flush=True)\ntime.sleep(60)",
    ]

    def job() -> None:
        follow(command, lambda _: begun.set(), children)
        returned.set()

    threading.Thread(target=job, daemon=True).start()
    assert begun.wait(30)
    (process,) = children._running
    children.end()
    deadline = time.monotonic() + 10
    while process.returncode is None:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert not returned.wait(0.5)


@pytest.fixture(scope="module")
def workspace() -> Iterator[RunningWorkspace]:
    running = run_in_thread(Workspace())
    yield running
    running.stop()


def test_an_end_whose_blocks_slack_refuses_is_told_as_text(workspace: RunningWorkspace) -> None:
    alex = seed.ALEX.id
    message = LiveMessage(make_client(seed.BOT_TOKEN, workspace.api_url), alex)
    message.show("The reindex ended early.", [{"type": "section"}], last=True)
    people = workspace.client
    (told,) = people.history(alex, people.direct(alex))
    assert told["text"] == "The reindex ended early."


def test_an_end_that_slack_does_not_take_stops_nothing(
    workspace: RunningWorkspace, caplog: pytest.LogCaptureFixture
) -> None:
    workspace.client.fault("conversations.open", "error", times=2, error="user_disabled")
    message = LiveMessage(make_client(seed.BOT_TOKEN, workspace.api_url), seed.ALEX.id)
    message.show("The reindex ended early.", [], last=True)
    assert "The end of a reindex: user_disabled" in caplog.text
