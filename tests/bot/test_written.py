"""Files that commands write."""

import os
import threading
from pathlib import Path

import pytest

from bot.commands.reading import written


def test_a_file_is_there_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    path.write_text("before")
    with pytest.raises(UnicodeEncodeError), written(path) as handle:
        handle.writelines(["half", "\ud800"])
    assert path.read_text() == "before"
    with written(path) as handle:
        handle.write("whole")
    assert path.read_text() == "whole"
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with written(tmp_path / "link") as handle:
        handle.write("whole")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "whole"


def test_a_pipe_is_written_and_stays_one(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text()), daemon=True)
    reader.start()
    with written(pipe) as handle:
        handle.write("whole")
    reader.join(30)
    assert read == ["whole"]
    assert pipe.is_fifo()
