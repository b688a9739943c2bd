"""`footnote demo`: a workspace in the browser, and the real bot in it.

It answers from the sample handbook, or from a folder of one's own.
"""

import datetime
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape

from bot.commands.common import fail
from bot.home_lock import HomeLock
from bot.http import is_free
from bot.settings import Settings
from bot.shutdown import Shutdown

_SAMPLES = Path(__file__).parent.parent / "samples" / "handbook"
_QUESTION = "How many days of vacation do I get a year?"
_PATIENCE = 180.0
"""Seconds: the first start on a cold disk imports and loads a lot."""

_YOURS = "# What stands below this line is yours.\n"


def configure(file: Path, port: int, documents: Path) -> None:
    """Write the demo's configuration, for its pages at `port`; what was added to it stays."""
    added = file.read_text("utf-8").partition(_YOURS)[2] if file.is_file() else ""
    own = f"""# Written anew by `footnote demo`.
[sources.handbook]
kind = "folder"
path = {json.dumps(str(documents), ensure_ascii=False)}
url_prefix = "http://127.0.0.1:{port}/documents"
watch = true
"""
    file.write_text(f"{own}{_YOURS}{added}", encoding="utf-8")


class Demo:
    """Runs in `home` until stopped, or until the first answer with `once`.

    With a `folder` it answers from that, and nothing is asked at the start.
    """

    def __init__(self, home: Path, port: int, once: bool, folder: Path | None = None) -> None:
        # Each has its index, so that to go from one to the other and back costs nothing.
        self._home = home.expanduser().resolve() / ("demo-folder" if folder else "demo")
        self._documents = folder.expanduser().resolve() if folder else _SAMPLES
        self._named = str(self._documents) if folder else "the sample handbook"
        self._is_sample = folder is None
        self._port = port
        self._once = once
        self._console = Console(highlight=False)

    def run(
        self, workspace: Callable[..., Any], run_in_thread: Callable[..., Any], seed: Any
    ) -> None:
        """Index, serve, ask one question of the sample handbook, and stay."""
        if self._once and not self._is_sample:
            fail("--once ends after the sample question; leave it out, or --folder.", 2)
        if not self._documents.is_dir():
            fail(f"{self._documents} is no folder; name one with documents in it.", 2)
        self._home.mkdir(parents=True, exist_ok=True)
        with closing(HomeLock(self._home, "demo")) as lock:
            if not lock.take():
                fail(
                    f"A demo runs in {self._home} already; stop it, or give this one a place of "
                    "its own: footnote demo --home DIR --port 8801",
                    2,
                )
            if not is_free(self._port):
                fail(f"Port {self._port} is taken; choose another one: make demo PORT=8801", 2)
            self._run(workspace, run_in_thread, seed)

    def _run(
        self, workspace: Callable[..., Any], run_in_thread: Callable[..., Any], seed: Any
    ) -> None:
        configure(self._home / "footnote.toml", self._port, self._documents)
        self._console.print(f"Indexing {escape(self._named)} …", soft_wrap=True)
        arguments = ["--home", str(self._home)]
        self._footnote("reindex", *arguments)
        served = workspace(
            limits="streams",
            documents=self._documents,
            admin_pages={"doctor": lambda user: self._doctor(user, seed)},
        )
        running = run_in_thread(served, self._port)
        bot = self._footnote_in_background(
            "serve", "--child", *arguments, environment=_environment(running.api_url, seed)
        )
        try:
            self._greet(running.client, bot)
            self._console.print(f"Workspace: {running.url}", soft_wrap=True)
            if not self._once:
                self._console.print("Stop with Ctrl-C.")
                _wait(bot)
        finally:
            bot.terminate()
            bot.wait(timeout=30)
            running.stop()

    def _doctor(self, user: str, seed: Any) -> str:
        """The doctor's page as `user` may see it."""
        from bot.audience import Audience
        from bot.slack import make_client
        from bot.wiring import build_store, diagnose
        from indexing.doctor.page import diagnosis_page

        settings = Settings(self._home)
        client = make_client(seed.BOT_TOKEN, f"http://127.0.0.1:{self._port}/api/")
        readers = Audience(client).personal(user)
        found = diagnose(settings, build_store(settings), readers)
        return diagnosis_page(found, datetime.datetime.now())

    def _greet(self, client: Any, bot: "subprocess.Popen[bytes]") -> None:
        """The sample question and its answer; of a folder nobody knows what to ask."""
        try:
            client.wait_for_socket(_PATIENCE)
            if self._is_sample:
                self._ask(client)
            else:
                self._console.print("\nAsk it in #ask-footnote, or write to Footnote directly.\n")
        except TimeoutError:
            ended = "" if bot.poll() is None else " because it has ended"
            fail(f"The bot did not answer{ended}; its messages are above.")

    def _ask(self, client: Any) -> None:
        bot_user = client.bot_user()
        self._console.print(f"\nEmma asks in #ask-footnote: [bold]{_QUESTION}[/bold]\n")
        ts = client.post("U0EMMA", "C0HELP", f"<@{bot_user}> {_QUESTION}")
        reply = client.wait_for_reply("C0HELP", ts, "U0EMMA", _PATIENCE)
        for line in _lines(reply):
            self._console.print(escape(line), soft_wrap=True)
        self._console.print()

    def _footnote(self, *arguments: str) -> None:
        done = subprocess.run([sys.executable, "-m", "bot.cli", *arguments], check=False)  # noqa: S603
        if done.returncode:
            fail(f"{self._named[0].upper()}{self._named[1:]} could not be indexed; see above.")

    def _footnote_in_background(
        self, *arguments: str, environment: dict[str, str]
    ) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "bot.cli", *arguments],
            env={**os.environ, "FOOTNOTE_LOG": os.environ.get("FOOTNOTE_LOG", "WARNING")}
            | environment,
            # Ctrl-C ends this process first, which then ends the bot in order. Nothing is ever
            # written to the pipe: when this process is killed, however, it closes.
            start_new_session=True,
            stdin=subprocess.PIPE,
        )


def _environment(api_url: str, seed: Any) -> dict[str, str]:
    """The bot is configured as for Slack; only the address differs. No database of others."""
    return {
        "SLACK_BOT_TOKEN": seed.BOT_TOKEN,
        "SLACK_APP_TOKEN": seed.APP_TOKEN,
        "SLACK_API_URL": api_url,
        "FOOTNOTE_ADMINS": "U0ALEX",
        "DATABASE_URL": "",
        "PORT": "",
    }


def _lines(message: Mapping[str, Any]) -> list[str]:
    """A message as plain lines: its text, then its sources."""
    blocks = message.get("blocks") or []
    text = next((b["text"] for b in blocks if b["type"] == "markdown"), message.get("text") or "")
    lines = [str(text)]
    for block in blocks:
        if block["type"] == "context":
            lines += ["", *(str(element.get("text", "")) for element in block["elements"])]
    return lines


def _wait(bot: "subprocess.Popen[bytes]") -> None:
    shutdown = Shutdown()
    shutdown.listen()
    while not shutdown.wait(1.0):
        if bot.poll() is not None:
            fail("The bot has ended; its messages are above.")
