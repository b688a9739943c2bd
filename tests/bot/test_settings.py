"""Wrong configuration stops with one sentence that names it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, home_from_environment
from bot.wiring import configured_sources, local_only
from indexing.reindex import reindex
from indexing.sources.base import SourceError
from indexing.store import PassageStore
from tests.bot.conftest import Bot
from workspace.server import Workspace, run_in_thread


def write(home: Path, text: str) -> Path:
    (home / "footnote.toml").write_text(text)
    return home


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[slack]\nadmin = ['U1']", "slack.admin"),
        ("colour = 1", "colour"),
        ("retention_days = 0", "retention_days"),
        ("[answers]\nmodel = 'gpt-9'", "gpt-9"),
        ("[answers.confidence]\nleast = 1.5", "answers.confidence.least"),
        ("[answers.confidence]\nslope = 0", "answers.confidence.slope"),
        ("[sources.x]\nkind = 'ftp'\npath = '.'", "sources.x.kind"),
        ("[sources.x]\nkind = 'folder'\nschedule = '61 * * * *'", "sources.x.schedule"),
        ("[sources.x]\nkind = 'folder'\nschedule = '* * * * * *'", "sources.x.schedule"),
        ("[sources.x]\nkind = 'folder'\nschedule = '0 0 30 2 *'", "names no day that ever comes"),
        ("retention_days = 1000000", "retention_days"),
        ("[models.extractive]\nkind = 'openai'\nmodel = 'm'", "models.extractive must be of kind"),
        ("not toml", "TOML"),
    ],
)
def test_a_wrong_key_or_value_is_named(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(SettingsError, match=named.replace(".", r"\.")):
        Settings(write(tmp_path, text))


def test_what_a_local_only_section_left_behind_stays_here_too(
    tmp_path: Path, store: PassageStore
) -> None:
    text = """
    [sources.pay]
    kind = "folder"
    path = "pay"
    local_only = true
    [sources.pay-2]
    kind = "folder"
    path = "open"
    """
    closed = local_only(Settings(write(tmp_path, text)), store)
    assert {"pay", "pay-3"} <= closed
    assert "pay-2" not in closed


def folder_section(name: str, path: str, closed: bool = True) -> str:
    is_closed = "true" if closed else "false"
    return f'[sources.{name}]\nkind = "folder"\npath = "{path}"\nlocal_only = {is_closed}\n'


def read_as(home: Path, store: PassageStore, text: str) -> None:
    """Reindex the sections of `text`, which read the folders `docs` and `open`."""
    for name in ("docs", "open"):
        (home / name).mkdir(exist_ok=True)
        (home / name / "pay.md").write_text("# Pay\n\nPay day is the 25th.\n")
    for source in configured_sources(Settings(write(home, text))):
        reindex(store, source)


@pytest.mark.parametrize(
    "text",
    [
        folder_section("hr-docs", "docs"),
        folder_section("other", "open", closed=False),
        "",
        folder_section("hr", "open", closed=False),
        folder_section("hr-docs", "docs") + folder_section("hr", "open", closed=False),
        '[sources.hr-docs]\nkind = "folder"\npath = "docs"\nlocal_only = true\nspeed = 1\n',
    ],
    ids=["renamed", "deleted", "nothing left", "moved", "changed places", "wrong"],
)
def test_what_was_local_only_stays_here_under_its_old_name(
    tmp_path: Path, store: PassageStore, text: str
) -> None:
    read_as(tmp_path, store, folder_section("hr", "docs"))
    assert "hr" in local_only(Settings(write(tmp_path, text)), store)


def test_a_section_that_is_closed_and_renamed_at_once_is_known_by_its_place(
    tmp_path: Path, store: PassageStore
) -> None:
    read_as(tmp_path, store, folder_section("hr", "docs", closed=False))
    assert local_only(Settings(write(tmp_path, "")), store) == set()
    renamed = folder_section("hr-docs", "docs")
    assert "hr" in local_only(Settings(write(tmp_path, renamed)), store)


def test_a_section_that_is_local_only_no_more_is_open(tmp_path: Path, store: PassageStore) -> None:
    read_as(tmp_path, store, folder_section("hr", "docs"))
    opened = folder_section("hr", "docs", closed=False)
    assert local_only(Settings(write(tmp_path, opened)), store) == set()
    read_as(tmp_path, store, opened)
    assert local_only(Settings(write(tmp_path, "")), store) == set()


def test_what_a_moved_section_could_not_read_again_stays_here(
    tmp_path: Path, store: PassageStore
) -> None:
    read_as(tmp_path, store, folder_section("hr", "docs"))
    moved = Settings(write(tmp_path, folder_section("hr", "open", closed=False)))
    shutil.rmtree(tmp_path / "open")
    with pytest.raises(SourceError):
        reindex(store, configured_sources(moved)[0])
    assert "hr" in local_only(moved, store)


def test_two_sections_for_one_place_are_refused(tmp_path: Path) -> None:
    text = """
    [sources.a]
    kind = "folder"
    path = "docs"
    [sources.b]
    kind = "folder"
    path = "./docs/"
    """
    with pytest.raises(SettingsError, match=r"sources\.a and sources\.b .*one section"):
        configured_sources(Settings(write(tmp_path, text)))


def test_a_missing_token_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SLACK_BOT_TOKEN", raising=False)
    with pytest.raises(SettingsError, match="SLACK_BOT_TOKEN is not set"):
        Settings(tmp_path).token("slack_bot_token")
    monkeypatch.setenv("SLACK_APP_TOKEN", "xoxb-wrong")
    with pytest.raises(SettingsError, match="must begin with xapp-"):
        Settings(tmp_path).token("slack_app_token")


def test_a_foreign_database_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://x")
    with pytest.raises(SettingsError, match="postgresql://"):
        Settings(tmp_path).database("index")


@pytest.mark.parametrize("port", ["99999", "-1", "http"])
def test_an_impossible_port_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, port: str
) -> None:
    monkeypatch.setenv("PORT", port)
    with pytest.raises(SettingsError, match="PORT"):
        Settings(tmp_path)


def process(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """`footnote` as a shell starts it."""
    import os

    return subprocess.run(
        [sys.executable, "-m", "bot.cli", *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_commands_end_with_one_sentence_and_status_2(tmp_path: Path) -> None:
    done = process("reindex", "--home", str(write(tmp_path, "colour = 1")))
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert "colour" in done.stderr


@pytest.mark.parametrize(
    ("environment", "status", "said"),
    [
        ({"DATABASE_URL": "postgresql://u:sesam@h:no/db"}, 2, "no address of a database"),
        ({"DATABASE_URL": "postgresql://u:sesam@127.0.0.1:1/db"}, 1, "Connection refused"),
        ({"DATABASE_URL": "postgresql://u:sesam@127.0.0.1:1/db?to=x"}, 1, 'option "to"'),
    ],
)
def test_a_wrong_database_ends_with_one_sentence(
    tmp_path: Path, environment: dict[str, str], status: int, said: str
) -> None:
    done = process("migrate", "--home", str(tmp_path), **environment)
    assert done.returncode == status
    assert len(done.stderr.strip().splitlines()) == 1
    assert said in done.stderr
    assert "sesam" not in done.stderr


def test_an_empty_variable_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTE_HOME", "")
    assert home_from_environment() == Path("var")


def test_a_home_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "worker.lock").mkdir()
    done = process("worker", "--home", str(tmp_path), FOOTNOTE_LOG="")
    assert done.returncode == 2
    assert done.stderr.startswith(f"The home {tmp_path} cannot be written: ")


def test_an_unknown_level_of_the_log_is_named(tmp_path: Path) -> None:
    done = process("worker", "--home", str(tmp_path), FOOTNOTE_LOG="loud")
    assert done.returncode == 2
    assert done.stderr.strip() == (
        "FOOTNOTE_LOG must be a level such as DEBUG, INFO or WARNING, not 'loud'."
    )


def test_an_unreadable_folder_ends_with_status_1(tmp_path: Path) -> None:
    done = process("reindex", "--home", str(tmp_path), "--folder", str(tmp_path / "nowhere"))
    assert done.returncode == 1
    assert "nowhere does not exist" in done.stderr


def test_what_the_worker_finds_wrong_or_the_port_taken_is_named(tmp_path: Path) -> None:
    running = run_in_thread(Workspace())
    port = running.url.rpartition(":")[2]
    try:
        done = process("demo", "--home", str(tmp_path), "--port", port)
        assert done.returncode == 2
        assert f"Port {port} is taken" in done.stderr
        bot = Bot(tmp_path, running)
        served = process(
            "serve", "--http", "--home", str(tmp_path), **bot.environment() | {"PORT": port}
        )
        assert served.returncode == 2
        assert f"Port {port} is taken" in served.stderr
        write(tmp_path, '[sources.wiki]\nkind = "folder"\npth = "pages"\n')
        wrong = process("serve", "--home", str(tmp_path), **bot.environment())
        assert wrong.returncode == 2
        assert "sources.wiki.pth: a folder source has no such key" in wrong.stderr
    finally:
        running.stop()
