"""A real bot (`footnote serve`, a process) in a real Slack-compatible workspace."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.conftest import PAGES
from workspace import seed
from workspace.client import WorkspaceClient
from workspace.delivery import Patience
from workspace.server import RunningWorkspace, Workspace, run_in_thread

EMMA, HANNAH, ALEX = seed.EMMA.id, seed.HANNAH.id, seed.ALEX.id
BOT = f"<@{seed.BOT.id}>"
HELP = "C0HELP"


@dataclass
class Bot:
    """A running `footnote serve` and the workspace it is in."""

    home: Path
    workspace: RunningWorkspace
    process: "subprocess.Popen[bytes] | None" = None
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def people(self) -> WorkspaceClient:
        """Acts as the team's people."""
        return self.workspace.client

    def environment(self) -> dict[str, str]:
        """What an operator sets, plus the workspace's address."""
        return {
            **os.environ,
            "SLACK_BOT_TOKEN": seed.BOT_TOKEN,
            "SLACK_APP_TOKEN": seed.APP_TOKEN,
            "SLACK_SIGNING_SECRET": seed.SIGNING_SECRET,
            "SLACK_API_URL": self.workspace.api_url,
            "FOOTNOTE_ADMINS": ALEX,
            **self.extra,
        }

    def start(self, *arguments: str) -> None:
        """Start the bot and wait until Slack can reach it."""
        log = (self.home / "bot.log").open("ab")
        with log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bot.cli", "serve", "--home", str(self.home), *arguments],
                env=self.environment(),
                stderr=log,
                start_new_session=True,
            )
        if "--http" not in arguments:
            self.people.wait_for_socket(60)

    def kill(self) -> None:
        """`kill -9`: no chance to tidy up."""
        assert self.process is not None
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def end(self) -> None:
        """Ask it to end in order."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def stop(self) -> None:
        """End in order."""
        self.end()
        if self.process is not None:
            self.process.wait(timeout=60)

    def log(self) -> str:
        """Everything the bot has logged."""
        return (self.home / "bot.log").read_text(encoding="utf-8")

    def reindex(self, folder: Path) -> None:
        """Index a folder from the command line."""
        subprocess.run(
            [
                sys.executable,
                "-m",
                "bot.cli",
                "reindex",
                "--home",
                str(self.home),
                "--folder",
                folder,
            ],
            check=True,
            capture_output=True,
        )


def write_pages(folder: Path) -> Path:
    """The pages of the tests' small company."""
    for name, text in PAGES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def make_bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Bot]]:
    """Bots with homes and workspaces of their own; all are stopped at the end."""
    made: list[Bot] = []

    def make(name: str, indexed: bool = True, **extra: str) -> Bot:
        home = tmp_path_factory.mktemp(name)
        docs = write_pages(home / "docs")
        (home / "footnote.toml").write_text(
            f'[sources.handbook]\nkind = "folder"\npath = "{docs}"\n'
            'url_prefix = "https://docs.fernleaf.example"\n'
        )
        running = run_in_thread(Workspace(patience=Patience(retries=(0.0, 1.0, 2.0))))
        bot = Bot(home, running, extra=extra)
        made.append(bot)
        if indexed and "DATABASE_URL" not in extra:
            subprocess.run(
                [sys.executable, "-m", "bot.cli", "reindex", "--home", str(home)],
                check=True,
                capture_output=True,
            )
        return bot

    yield make
    for bot in made:
        bot.end()  # All at once: each takes some seconds.
    for bot in made:
        bot.stop()
        bot.workspace.stop()


@pytest.fixture(scope="session")
def bot(make_bot: Callable[..., Bot]) -> Bot:
    """One running bot for all tests that do not hurt it."""
    made = make_bot("bot")
    made.start()
    return made


@pytest.fixture(scope="session")
def quick_bot(make_bot: Callable[..., Bot]) -> Bot:
    """A running bot with `quick-1` to `quick-10`, models that cost nothing, and a broken one."""
    made = make_bot("quick")
    entries = {f"quick-{n}": "tests.bot.quick_llm.QuickLLM" for n in range(1, 11)}
    with (made.home / "footnote.toml").open("a") as file:
        for name, path in (entries | {"broken": "no.such.Thing"}).items():
            file.write(f'[models.{name}]\nkind = "llama_index"\npath = "{path}"\nlocal = true\n')
            # So that answers are under way when others switch.
            file.write("options = { pause = 0.03 }\n")
    made.start()
    return made


@pytest.fixture(autouse=True)
def _behaving(request: pytest.FixtureRequest) -> Iterator[None]:
    """No fault of one test reaches the next."""
    yield
    if "bot" in request.fixturenames:
        request.getfixturevalue("bot").people.behave()
