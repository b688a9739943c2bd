"""What `GET /healthz` tells of workers that are processes of their own."""

import time
from pathlib import Path

import pytest
from sqlalchemy import insert, update

from bot.serve import _shared_health
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
