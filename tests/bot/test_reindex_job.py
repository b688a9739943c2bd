"""What a worker reads from the commands that it runs."""

import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.audience import Audience
from bot.index_blocks import progress_blocks
from bot.jobs.reindex import Children, LiveMessage, ReindexJob, follow
from bot.slack import make_client
from bot.state.choices import Choices
from bot.state.tables import open_state
from indexing.access import Access
from indexing.reindex import reindex
from indexing.schema import sources
from indexing.sources.folder import FolderSource
from indexing.store import PassageStore
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


class Finished(ReindexJob):
    """Its command shows how far it is, and ends well."""

    def _run(
        self, command: Sequence[str], message: LiveMessage, sources: Sequence[str]
    ) -> tuple[dict[str, Any] | None, str]:
        del command
        message.show("5 of 6", progress_blocks("5 of 6", sources))
        return REPORT, ""


REPORT = {"added": 1, "changed": 0, "removed": 0, "unchanged": 5, "skipped": []} | {
    "documents": 6,
    "passages": 9,
    "seconds": 1.0,
}


def test_an_end_is_told_though_slack_does_not_say_who_the_admin_is(
    workspace: RunningWorkspace, store: PassageStore, tmp_path: Path
) -> None:
    client, people, alex = (
        make_client(seed.BOT_TOKEN, workspace.api_url),
        workspace.client,
        seed.ALEX.id,
    )
    access = {f"team-handbook-{number:03d}-wiki": Access() for number in range(90)}
    choices = Choices(open_state(f"sqlite:///{tmp_path / 'state.db'}"))
    job = Finished([], choices, client, Audience(client), store.client, access)
    people.fault("users.conversations", "error", times=9, error="internal_error")
    job.run(alex, "", "", full=False)
    people.behave()
    told = people.history(alex, people.direct(alex))[-1]
    assert told["text"].startswith("The index is up to date: 1 added")


def test_a_run_of_all_sources_is_called_off_as_a_whole(
    store: PassageStore, docs: Path, tmp_path: Path
) -> None:
    for name, folder in (("wiki", "IT"), ("hr", "HR")):
        reindex(store, FolderSource(name, docs / folder))
    choices = Choices(open_state(f"sqlite:///{tmp_path / 'state.db'}"))
    client = make_client(seed.BOT_TOKEN)
    access = {"wiki": Access(), "hr": Access()}
    ReindexJob([], choices, client, Audience(client), store.client, access).cancel("U0ALEX", [])
    with store.client.connect() as connection:
        assert list(connection.scalars(select(sources.c.cancelled))) == [True, True]
