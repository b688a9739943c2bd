"""A suite on the disk: `questions.jsonl` and `passages.jsonl`, whole or not at all."""

import json
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from evaluation.building.corpus import Text
from evaluation.suite import LOCAL_ONLY

QUESTIONS = "questions.jsonl"
PASSAGES = "passages.jsonl"


class FolderError(Exception):
    """The folder cannot be used; one sentence for people."""


def check_output(folder: Path) -> None:
    """Raise FolderError unless a suite can be written to `folder`."""
    if folder.exists() and not folder.is_dir():
        raise FolderError(f"{folder} is a file; name a folder for the suite.")
    if folder.is_dir() and any(folder.iterdir()):
        raise FolderError(
            f"{folder} is not empty; name a new folder, so that no suite is overwritten."
        )
    if not folder.absolute().parent.is_dir():
        raise FolderError(f"{folder} cannot be made: there is no folder {folder.parent}.")


def write(
    folder: Path, cases: Iterable[dict[str, Any]], texts: Iterable[Text], closed: Sequence[str] = ()
) -> None:
    """Write a new suite; raises FolderError. `closed`: the sources that stay inside."""
    check_output(folder)
    try:
        with tempfile.TemporaryDirectory(dir=folder.absolute().parent) as beside:
            made = Path(beside) / "suite"
            made.mkdir()
            (made / QUESTIONS).write_text(lines(cases), encoding="utf-8")
            write_passages(made, texts, closed)
            made.replace(folder)
    except OSError as error:
        raise FolderError(f"{folder} cannot be written: {error.strerror}.") from error


def write_passages(folder: Path, texts: Iterable[Text], closed: Sequence[str] = ()) -> None:
    """Write the documents beside the questions, one line each; first, what must stay inside."""
    if closed:
        (folder / LOCAL_ONLY).write_text(f"{', '.join(closed)}\n", encoding="utf-8")
    passages = ({"id": text.label, "title": text.title, "text": text.text} for text in texts)
    partial = folder / f".{PASSAGES}.partial"
    partial.write_text(lines(passages), encoding="utf-8")
    partial.replace(folder / PASSAGES)


def lines(data: Iterable[dict[str, Any]]) -> str:
    """JSON Lines."""
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in data)


def has_documents(folder: Path) -> bool:
    """Whether `folder` has what a suite's questions are about."""
    return (folder / "docs").is_dir() or (folder / PASSAGES).is_file()
