"""The indexes of suites: apart from the live one, and kept."""

import shutil
from pathlib import Path

import pytest

from bot.commands.suite_index import suite_index
from bot.settings import Settings
from evaluation.suite import Suite
from indexing.embedder import Embedder, Vectors
from indexing.readers import PUBLIC


@pytest.fixture
def suite(tmp_path: Path, docs: Path) -> Suite:
    folder = tmp_path / "suite"
    folder.mkdir()
    (folder / "docs").symlink_to(docs)
    return Suite(folder, ())


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "home")


@pytest.fixture
def embedded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What has been embedded since."""
    texts: list[str] = []
    embed = Embedder.embed_texts

    def noted(self: Embedder, given: list[str]) -> Vectors:
        texts.extend(given)
        return embed(self, given)

    monkeypatch.setattr(Embedder, "embed_texts", noted)
    return texts


def labels(settings: Settings, suite: Suite) -> set[str]:
    with suite_index(settings, suite) as store:
        return {document.label for document in store.documents(PUBLIC)}


def kept(settings: Settings) -> list[Path]:
    return sorted((settings.home / "suites").iterdir())


def test_the_next_command_embeds_only_what_changed(
    settings: Settings, suite: Suite, docs: Path, embedded: list[str]
) -> None:
    before = labels(settings, suite)
    assert "Travel.md" in before
    assert embedded
    embedded.clear()
    assert labels(settings, suite) == before
    assert not embedded
    (docs / "Whales.md").write_text("# Whales\n\nWhales sing about krill.\n")
    (docs / "Travel.md").unlink()
    assert labels(settings, suite) == before - {"Travel.md"} | {"Whales.md"}
    assert len(embedded) == 1
    assert len(kept(settings)) == 1
    # Copies go with the command.
    assert [path.name for path in settings.home.iterdir()] == ["suites"]


def test_other_documents_are_another_index(
    settings: Settings, suite: Suite, tmp_path: Path
) -> None:
    labels(settings, suite)
    other = tmp_path / "other"
    other.mkdir()
    (other / "Whales.md").write_text("# Whales\n\nWhales sing about krill.\n")
    (suite.folder / "docs").unlink()
    (suite.folder / "docs").symlink_to(other)
    assert labels(settings, suite) == {"Whales.md"}
    shutil.rmtree(other)
    (suite.folder / "docs").unlink()
    (suite.folder / "passages.jsonl").write_text('{"id": "1", "title": "A", "text": "Apples."}')
    assert labels(settings, suite) == {"1"}


def test_a_kept_index_that_cannot_be_read_is_made_anew(settings: Settings, suite: Suite) -> None:
    before = labels(settings, suite)
    (path,) = kept(settings)
    path.write_bytes(path.read_bytes()[:5000])
    assert labels(settings, suite) == before
    path.write_text("nothing of an index")
    assert labels(settings, suite) == before


def test_an_index_that_cannot_be_kept_is_used_all_the_same(
    settings: Settings, suite: Suite, capsys: pytest.CaptureFixture[str]
) -> None:
    (settings.home / "suites").write_text("a file, not a folder")
    assert "Travel.md" in labels(settings, suite)
    assert "was not kept in" in capsys.readouterr().err
