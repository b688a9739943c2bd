"""Several sources in one reindex: what becomes of the others when one ends early."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.commands.reindex import bring_up_to_date
from indexing.reindex import Run, cancel
from indexing.sources.base import Item, Versions
from indexing.sources.folder import FolderSource
from indexing.store import PassageStore


class BrokenSource(FolderSource):
    """A source with a fault that nobody foresaw."""

    def items(self, known: Versions) -> Iterator[Item]:
        raise ValueError("a text of the documents")
        yield from super().items(known)


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    made = [tmp_path / name for name in ("first", "second", "third")]
    for folder in made:
        folder.mkdir()
        (folder / "a.md").write_text(f"# A\n\nThe {folder.name} page.\n")
    return made


def test_an_unforeseen_fault_of_one_source_leaves_the_others_alone(
    store: PassageStore, folders: list[Path], caplog: pytest.LogCaptureFixture
) -> None:
    first, second, third = folders
    sources = [FolderSource("first", first), BrokenSource("second", second)]
    sources.append(FolderSource("third", third))
    with caplog.at_level(logging.ERROR):
        report, failed = bring_up_to_date(store, [(each, Run()) for each in sources])
    assert report is not None
    assert report.added == 2
    assert failed == ["second ended with ValueError; the log says more."]
    assert "Traceback" in caplog.text


def test_a_cancelled_source_ends_the_work_and_what_is_done_is_told(
    store: PassageStore, folders: list[Path]
) -> None:
    sources = [FolderSource(folder.name, folder) for folder in folders]
    called_off = Run(progress=lambda _: cancel(store.client, "second") and None)
    runs = list(zip(sources, [Run(), called_off, Run()], strict=True))
    report, failed = bring_up_to_date(store, runs)
    assert report is not None
    assert report.added == 1
    assert failed == ["The reindex was cancelled at second; what came before it stands."]
    assert bring_up_to_date(store, runs[1:]) == (
        None,
        ["The reindex was cancelled; nothing has changed."],
    )
