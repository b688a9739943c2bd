"""A real bot in a real workspace for a benchmark."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workspace import seed
from workspace.server import RunningWorkspace, Workspace, run_in_thread

SAMPLES = Path(__file__).parent.parent / "samples" / "handbook"
BOT = f"<@{seed.BOT.id}>"
EMMA, ALEX, HELP = seed.EMMA.id, seed.ALEX.id, "C0HELP"


class Bot:
    """`footnote serve` over the sample handbook, killable."""

    def __init__(self, home: Path, workspace: RunningWorkspace) -> None:
        self.home = home
        self.workspace = workspace
        self.people = workspace.client
        self._footnote("reindex", "--folder", str(SAMPLES), stdout=subprocess.DEVNULL).wait()

    def start(self) -> None:
        """Start it, and answer one question so that everything is loaded."""
        self._process = self._footnote("serve", start_new_session=True)
        self.people.wait_for_socket(60)
        ts = self.people.post(EMMA, HELP, f"{BOT} hello")
        self.people.wait_for_reply(HELP, ts, EMMA, 120)

    def kill(self) -> None:
        """`kill -9`."""
        os.kill(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        """In order."""
        self._process.terminate()
        self._process.wait()

    def _footnote(self, *arguments: str, **how: object) -> "subprocess.Popen[bytes]":
        environment = {
            **os.environ,
            "SLACK_BOT_TOKEN": seed.BOT_TOKEN,
            "SLACK_APP_TOKEN": seed.APP_TOKEN,
            "SLACK_API_URL": self.workspace.api_url,
            "FOOTNOTE_LOG": "WARNING",
            "FOOTNOTE_ADMINS": ALEX,
        }
        command = [sys.executable, "-m", "bot.cli", arguments[0], "--home", str(self.home)]
        return subprocess.Popen([*command, *arguments[1:]], env=environment, **how)  # type: ignore[call-overload,no-any-return] # noqa: S603


@contextmanager
def running_bot() -> Iterator[Bot]:
    """A started bot; everything is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = run_in_thread(Workspace())
        bot = Bot(Path(folder), workspace)
        bot.start()
        try:
            yield bot
        finally:
            bot.stop()
            workspace.stop()


def load() -> str:
    """The machine and what else it is doing."""
    one, five, _ = os.getloadavg()
    return f"{os.cpu_count()} cores, load average {one:.1f} (1 min) {five:.1f} (5 min)"
