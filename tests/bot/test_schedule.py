"""What starts a reindex without anybody asking, and what does not stop it."""

import queue
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.jobs import schedule
from bot.jobs.schedule import Planned, Schedule
from indexing.schema import open_engine


@pytest.fixture
def index(tmp_path: Path) -> Engine:
    return open_engine(f"sqlite:///{tmp_path / 'index.db'}")


def clocked(name: str, cron: str) -> Planned:
    return Planned(name, "folder", name, cron=cron)


def idle(_prefix: str) -> bool:
    """No job waits."""
    return False


@contextmanager
def watching(
    index: Engine,
    folder: Path,
    enqueue: Callable[[str, str], None],
    waiting: Callable[[str], bool] = idle,
) -> Iterator[None]:
    """A schedule that watches `folder`, as the source `docs`."""
    planned = Planned("docs", "folder", str(folder), folder=str(folder))
    running = Schedule([planned], index, enqueue, waiting)
    running.start()
    time.sleep(0.5)
    yield
    running.stop()


def test_a_source_whose_schedule_fails_leaves_the_others_alone(index: Engine) -> None:
    started: list[str] = []
    planned = [clocked("never", "0 0 30 2 *"), clocked("always", "* * * * *")]
    Schedule(planned, index, lambda _, name: started.append(name), idle).tick()
    assert started == ["always"]


def test_what_could_not_be_started_is_started_by_the_next_tick(index: Engine) -> None:
    started: list[str] = []
    problems = [OSError("the disk is full")]

    def enqueue(_: str, name: str) -> None:
        if problems:
            raise problems.pop()
        started.append(name)

    clock = Schedule([clocked("always", "0 0 1 1 *")], index, enqueue, idle)
    for _ in range(3):
        clock.tick()
    assert started == ["always"]


def test_a_job_of_the_clock_that_waits_is_enough(index: Engine) -> None:
    started: list[str] = []
    asked: list[str] = []

    def busy(prefix: str) -> bool:
        asked.append(prefix)
        return True

    Schedule([clocked("a", "* * * * *")], index, lambda _, name: started.append(name), busy).tick()
    assert started == []
    assert asked == ["cron:a:"]


def test_a_folder_is_read_once_it_is_quiet(index: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    started: queue.Queue[float] = queue.Queue()
    with watching(index, folder, lambda *_: started.put(time.monotonic())):
        for number in range(5):
            (folder / f"{number}.md").write_text("text")
            last = time.monotonic()
            time.sleep(0.8)
        assert started.get(timeout=20) - last > 1.9
        with pytest.raises(queue.Empty):
            started.get(timeout=3)


def test_what_is_not_read_of_a_folder_is_not_watched(
    index: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A home in the folder would be changed by each reindex, for ever.
    monkeypatch.setattr(schedule, "_QUIET", 100)
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "index.db").write_text("")
    (tmp_path / ".git").mkdir()
    (tmp_path / "pages").mkdir()
    started: queue.Queue[str] = queue.Queue()
    with watching(index, tmp_path, lambda _, name: started.put(name)):
        for name in ("var/index.db", "var/state.db", ".git/HEAD", "pages/.a.md.swp"):
            (tmp_path / name).write_text("text")
        with pytest.raises(queue.Empty):
            started.get(timeout=3)
        (tmp_path / "pages" / "a.md").write_text("text")
        assert started.get(timeout=20) == "docs"
        (tmp_path / "pages" / "a.md").unlink()
        assert started.get(timeout=20) == "docs"


def test_a_folder_is_watched_again_after_a_failure(
    index: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schedule, "_PAUSE", 0.2)
    monkeypatch.setattr(schedule, "_QUIET", 100)
    folder = tmp_path / "docs"
    problems = [OSError("the database is locked")]
    started: queue.Queue[str] = queue.Queue()

    def enqueue(_: str, name: str) -> None:
        if problems:
            raise problems.pop()
        started.put(name)

    with watching(index, folder, enqueue):
        folder.mkdir()
        assert started.get(timeout=20) == "docs"
        time.sleep(0.5)
        (folder / "a.md").write_text("text")
        assert started.get(timeout=20) == "docs"
    assert not problems


def test_a_job_that_waits_is_enough(
    index: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schedule, "_QUIET", 100)
    folder = tmp_path / "docs"
    folder.mkdir()
    started: queue.Queue[str] = queue.Queue()
    asked: queue.Queue[str] = queue.Queue()
    answers = [False, True]

    def waiting(prefix: str) -> bool:
        asked.put(prefix)
        return answers.pop()

    with watching(index, folder, lambda job, _: started.put(job), waiting):
        for number in range(2):
            (folder / f"{number}.md").write_text("text")
            assert asked.get(timeout=20) == "watch:docs:"
        assert started.get(timeout=20).startswith("watch:docs:")
        assert started.empty()
