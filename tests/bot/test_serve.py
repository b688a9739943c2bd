"""How a worker is kept running, and what `GET /healthz` tells of those on other machines."""

import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import insert, update

from bot import serve
from bot.serve import WorkerProcess, _shared_health
from bot.shutdown import Shutdown
from bot.state.tables import DEAD_AFTER, open_state, workers


def test_a_shared_installation_is_well_while_a_worker_is_seen(tmp_path: Path) -> None:
    state = open_state(f"sqlite:///{tmp_path / 'state.db'}")
    assert _shared_health(state) == {"database": True, "worker": False}
    with state.begin() as connection:
        connection.execute(insert(workers).values(executor_id="w", seen_at=time.time()))
    assert _shared_health(state) == {"database": True, "worker": True}
    with state.begin() as connection:
        connection.execute(update(workers).values(seen_at=time.time() - DEAD_AFTER - 1))
    assert _shared_health(state) == {"database": True, "worker": False}


def test_a_database_that_is_gone_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    state = open_state(f"sqlite:///{tmp_path / 'state.db'}")
    workers.drop(state)
    assert _shared_health(state) == {"database": False, "worker": False}
    assert "The database does not answer" in caplog.text


def ends(worker: WorkerProcess, caplog: pytest.LogCaptureFixture) -> list[str]:
    """What is logged of the first three ends of `worker`."""
    worker.start()
    deadline = time.monotonic() + 30
    while len(caplog.messages) < 3 and time.monotonic() < deadline:
        time.sleep(0.05)
    worker.stop()
    return [said.rpartition(" in ")[2] for said in caplog.messages[:3]]


@pytest.mark.parametrize(
    ("steady", "pauses"),
    [(0.0, ["0.01 s", "0.01 s", "0.01 s"]), (60.0, ["0.01 s", "0.02 s", "0.03 s"])],
)
def test_a_worker_that_ran_long_is_restarted_at_once(
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    steady: float,
    pauses: list[str],
) -> None:
    monkeypatch.setattr(serve, "_STEADY", steady)
    monkeypatch.setattr(serve, "_RESTART_AFTER", (0.01, 0.02, 0.03))
    worker = WorkerProcess([], Shutdown())
    worker._command = [sys.executable, "-c", "raise SystemExit(3)"]
    assert ends(worker, caplog) == pauses


def test_a_worker_that_could_not_be_started_is_started_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    monkeypatch.setattr(serve, "_RESTART_AFTER", (0.01,))
    worker = WorkerProcess([], Shutdown())
    worker._command = [str(tmp_path / "gone")]
    assert ends(worker, caplog) == ["0.01 s"] * 3
    assert "No such file" in caplog.text


def test_a_worker_that_refuses_the_configuration_is_not_started_again() -> None:
    shutdown = Shutdown()
    worker = WorkerProcess([], shutdown)
    worker._command = [sys.executable, "-c", "raise SystemExit(2)"]
    worker.start()
    assert shutdown.wait(60)
    assert worker.refused
