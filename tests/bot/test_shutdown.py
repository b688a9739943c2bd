"""However often it is told to end, a process ends."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.shutdown import Shutdown
from tests.bot.conftest import Bot

PARENT = """
import subprocess, sys
subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE, start_new_session=True).wait()
"""

WAITING = """
from bot.shutdown import Shutdown
shutdown = Shutdown()
shutdown.listen()
print("ready", flush=True)
shutdown.wait()
"""


def test_signals_in_quick_succession_end_it() -> None:
    # An Event hangs in about every fourth of these.
    for _ in range(20):
        with subprocess.Popen([sys.executable, "-c", WAITING], stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            for _ in range(20):
                process.terminate()
            try:
                ended = process.wait(30)
            finally:
                process.kill()
        # While the interpreter ends, a signal has its usual effect again.
        assert ended in (0, -15)


def test_a_thread_may_begin_it_and_nobody_waits_for_ever() -> None:
    shutdown = Shutdown()
    assert not shutdown.wait(0.01)
    shutdown.begin()
    assert shutdown.wait(10)


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_a_child_ends_when_its_parent_is_killed(
    tmp_path: Path, make_bot: Callable[..., Bot], command: str
) -> None:
    bot = make_bot(f"orphan-{command}", indexed=False)
    child = [sys.executable, "-m", "bot.cli", command, "--child", "--home", str(tmp_path)]
    # It is watched through its stderr, which stays open as long as it runs.
    with subprocess.Popen(
        [sys.executable, "-c", PARENT, *child],
        env=bot.environment() | {"FOOTNOTE_LOG": "INFO"},
        stderr=subprocess.PIPE,
    ) as parent:
        assert parent.stderr is not None
        begun = "serving through" if command == "serve" else "worker ready"
        assert any(begun in line.decode() for line in parent.stderr)
        parent.kill()
        parent.stderr.read()
