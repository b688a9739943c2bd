"""A suite: questions with what a right answer holds, and the documents they are about."""

from dataclasses import dataclass
from pathlib import Path

from answering.asked import Case, CasesError, load_cases

LOCAL_ONLY = "local_only.txt"
"""Beside the questions of a suite that was made of such documents."""


@dataclass(frozen=True)
class Suite:
    """`folder` holds `docs/` or `passages.jsonl` beside the questions."""

    folder: Path
    cases: tuple[Case, ...]

    @property
    def name(self) -> str:
        """The folder's name."""
        return self.folder.resolve().name

    @property
    def local_only(self) -> str:
        """The sources of its documents that no model outside may read; empty if all may be."""
        marker = self.folder / LOCAL_ONLY
        return marker.read_text(encoding="utf-8").strip() if marker.is_file() else ""


def load_suite(folder: Path) -> Suite:
    """Read `folder`/questions.jsonl; CasesError says what is wrong with it."""
    if not (folder / "docs").is_dir() and not (folder / "passages.jsonl").is_file():
        raise CasesError(f"{folder} is not a suite: it holds neither docs/ nor passages.jsonl.")
    questions = folder / "questions.jsonl"
    cases = load_cases(questions)
    if not cases:
        raise CasesError(f"There is no question in {questions}.")
    return Suite(folder, cases)
