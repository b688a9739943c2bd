"""The demo: its configuration, and the whole of it, in a process of its own as people start it."""

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import takewhile
from pathlib import Path

import pytest

from bot.demo import configure
from bot.home_lock import HomeLock
from bot.settings import Settings
from tests.command_line import footnote
from workspace.client import WorkspaceClient, wait_until

COMMAND = [sys.executable, "-m", "bot.cli", "demo"]
DOCUMENTS = Path("/srv/handbook")
PATIENCE = 120.0


def free_port() -> int:
    with closing(socket.socket()) as bound:
        bound.bind(("127.0.0.1", 0))
        return int(bound.getsockname()[1])


@contextmanager
def demo(home: Path, *options: str) -> Iterator[WorkspaceClient]:
    """The people of a running demo."""
    port = free_port()
    command = [*COMMAND, "--home", str(home), "--port", str(port), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout
        try:
            said = list(takewhile(lambda line: line != "Stop with Ctrl-C.\n", running.stdout))
            assert f"Workspace: http://127.0.0.1:{port}\n" in said
            yield WorkspaceClient(f"http://127.0.0.1:{port}")
        finally:
            running.send_signal(signal.SIGTERM)


def answer(people: WorkspaceClient, question: str) -> str:
    ts = people.post("U0EMMA", "C0HELP", f"<@{people.bot_user()}> {question}")
    return str(people.wait_for_reply("C0HELP", ts, "U0EMMA", PATIENCE))


def test_what_was_added_to_the_demos_configuration_stays(tmp_path: Path) -> None:
    file = tmp_path / "footnote.toml"
    configure(file, 8800, DOCUMENTS)
    with file.open("a") as opened:
        opened.write('\n[models.acme]\nkind = "extractive"\n')
    configure(file, 8801, DOCUMENTS)
    configure(file, 8802, DOCUMENTS)
    settings = Settings(tmp_path)
    assert "acme" in settings.models
    assert settings.file.sources["handbook"].model_extra["url_prefix"] == (
        "http://127.0.0.1:8802/documents"
    )
    assert file.read_text().count("[models.acme]") == 1


@pytest.mark.parametrize("port", ["0", "65536"])
def test_a_port_that_no_machine_has_is_refused(tmp_path: Path, port: str) -> None:
    done = footnote("demo", "--home", str(tmp_path), "--port", port)
    assert done.exit_code == 2
    assert "--port" in done.stderr


def test_a_second_demo_in_one_home_is_refused(tmp_path: Path) -> None:
    # The first bot would answer the second's questions, in its own workspace.
    (tmp_path / "demo").mkdir()
    with closing(HomeLock(tmp_path / "demo", "demo")) as first:
        assert first.take()
        done = footnote("demo", "--home", str(tmp_path), "--once")
    assert done.exit_code == 2
    assert "A demo runs in" in done.stderr
    assert "--home DIR" in done.stderr


def test_the_demo_of_a_folder_answers_from_it_and_follows_what_changes(tmp_path: Path) -> None:
    documents = tmp_path / 'Bob\'s "own" pages'
    documents.mkdir()
    page = documents / "parking.md"
    page.write_text("# Parking\n\nA place in the garage costs 40 euros a month.\n")
    with demo(tmp_path, "--folder", str(documents)) as people:
        assert "40 euros" in answer(people, "What does a place in the garage cost?")
        page.write_text("# Parking\n\nA place in the garage costs 55 euros a month.\n")
        wait_until(
            lambda: "55 euros" in answer(people, "What does a place in the garage cost?") or None,
            PATIENCE,
            "the page as it was changed",
        )


def test_once_asks_the_sample_and_ends(tmp_path: Path) -> None:
    done = subprocess.run(
        [*COMMAND, "--home", str(tmp_path), "--port", str(free_port()), "--once"],
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    assert "Vacation days a year" in done.stdout
    assert "Vacation" in done.stdout
    assert "Workspace: http://127.0.0.1:" in done.stdout


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--folder", "nowhere"], "nowhere is no folder"),
        (["--folder", ".", "--once"], "--once ends after the sample question"),
    ],
)
def test_a_folder_that_the_demo_cannot_use_is_refused(
    tmp_path: Path, options: list[str], said: str
) -> None:
    done = footnote("demo", "--home", str(tmp_path), *options)
    assert done.exit_code == 2
    assert said in done.stderr
