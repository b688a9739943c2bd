"""What all tests share. Everything is real; loading the embedder once saves most of the time."""

import os
from pathlib import Path

import pytest

os.environ.setdefault("HF_HUB_OFFLINE", "1")

from indexing.embedder import Embedder
from indexing.store import PassageStore


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    """The packaged model, loaded once."""
    made = Embedder()
    made.load()
    return made


@pytest.fixture
def store(tmp_path: Path, embedder: Embedder) -> PassageStore:
    """An empty index."""
    return PassageStore(f"sqlite:///{tmp_path / 'index.db'}", embedder)


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """A small folder of pages, one of them for HR only."""
    folder = tmp_path / "docs"
    for name, text in PAGES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


PAGES = {
    "Time off/Vacation.md": (
        "# Vacation\n\n## Days\n\nEvery employee gets **27 days** of vacation a year. "
        "Unused days expire on 31 March.\n\n## Asking\n\nAsk for vacation in the calendar "
        "at least two weeks ahead.\n"
    ),
    "Time off/Sick leave.md": (
        "# Sick leave\n\nTell your team by 10:00. "
        "A doctor's note is needed from the third day on.\n"
    ),
    "Travel.md": (
        "# Travel\n\nHotels are paid up to these limits:\n\n| City | Limit per night |\n|---|---|\n"
        "| Lisbon | 140 € |\n| Utrecht | 150 € |\n\nTrains are preferred to planes.\n"
    ),
    "IT/Passwords.md": (
        "# Passwords\n\nTo reset your password:\n\n1. Open the identity page.\n"
        "2. Choose *Forgot password*.\n3. Follow the link in the mail.\n"
    ),
    "HR/Salaries.md": (
        "---\nreaders: [group:S0HR]\n---\n# Salary bands\n\n"
        "A senior engineer earns between 78,000 € and 96,000 € a year.\n"
    ),
}
