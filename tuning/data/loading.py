"""What a person has -> rows, by what it is."""

import zipfile
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import get_args

from tuning.data import labelled, lines
from tuning.data.pair import DataError
from tuning.data.row import Loaded
from tuning.data.splitting import SplitName

_SQLITE = b"SQLite format 3\0"
_TAKEN = (
    "JSONL pairs, labelled questions beside their passages, a Slack export, a folder of text or "
    "Markdown, or Footnote's state.db"
)


def load(path: Path, channels: Collection[str] = ()) -> Loaded:
    """The rows in `path`, whatever of these kinds it is; DataError if it is none of them.

    `channels` are the ids of those that everyone may join: a state.db does not say which are.
    """
    if path.is_dir():
        return _folder(path)
    if not path.is_file():
        raise DataError(f"There is no {path}: --data names {_TAKEN}.")
    if zipfile.is_zipfile(path):
        from tuning.data import slack_export

        return slack_export.load(path)
    if _first_bytes(path) == _SQLITE:
        from tuning.data import liked

        return liked.load(path, channels)
    return Loaded(tuple(lines.rows(path)))


def _folder(path: Path) -> Loaded:
    if (path / "users.json").is_file():
        from tuning.data import slack_export

        return slack_export.load(path)
    if labelled.question_files(path):
        return labelled.load(path)
    files = sorted(path.glob("*.jsonl"))
    if files:
        splits = {file.stem for file in files} == set(get_args(SplitName))
        return Loaded(
            tuple(
                replace(row, split=file.stem) if splits else row
                for file in files
                for row in lines.rows(file)
            )
        )
    from tuning.data import documents

    if not documents.paths(path):
        raise DataError(f"The folder {path} holds nothing to learn from: --data names {_TAKEN}.")
    return documents.load(path)


def _first_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(len(_SQLITE))
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror}.") from error
