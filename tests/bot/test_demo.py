"""The configuration of the demo."""

from contextlib import closing
from pathlib import Path

import pytest

from bot.demo import configure
from bot.home_lock import HomeLock
from bot.settings import Settings
from tests.command_line import footnote


def test_what_was_added_to_the_demos_configuration_stays(tmp_path: Path) -> None:
    file = tmp_path / "footnote.toml"
    configure(file, 8800)
    with file.open("a") as opened:
        opened.write('\n[models.acme]\nkind = "extractive"\n')
    configure(file, 8801)
    configure(file, 8802)
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
