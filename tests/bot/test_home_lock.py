"""One process of a kind for each home."""

import logging
import threading
from contextlib import closing
from pathlib import Path

import pytest

from bot.home_lock import HomeLock
from bot.settings import SettingsError


def test_who_waits_says_so_and_is_next(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    first, second = HomeLock(tmp_path, "worker"), HomeLock(tmp_path, "worker")
    assert first.take()
    assert not second.take()
    with caplog.at_level(logging.WARNING):
        waiting = threading.Thread(target=second.wait)
        waiting.start()
        waiting.join(0.2)
        assert waiting.is_alive()
        first.close()
        waiting.join(10)
    assert not waiting.is_alive()
    second.close()
    assert f"Another worker serves {tmp_path}" in caplog.text


def test_kinds_do_not_hinder_each_other(tmp_path: Path) -> None:
    with closing(HomeLock(tmp_path, "demo")) as demo:
        assert demo.take()
        with closing(HomeLock(tmp_path, "worker")) as worker:
            assert worker.take()


def test_a_home_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="nowhere cannot be written"):
        HomeLock(tmp_path / "nowhere", "worker")
