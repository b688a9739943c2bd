"""Another embedder: a new index beside the live one, swapped while people ask."""

import threading
from pathlib import Path

import numpy as np
import pytest

from indexing import rebuild as rebuilding
from indexing.embedder import Embedder, packaged_folder
from indexing.history import PastSource, list_generations
from indexing.lock import BusyError, source_lock
from indexing.readers import PUBLIC
from indexing.rebuild import RebuildError, rebuild_if_outdated
from indexing.reindex import Run, reindex
from indexing.schema import vectors
from indexing.sources.folder import FolderSource
from indexing.store import PassageStore


@pytest.fixture(scope="module")
def other_model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A real sentence-transformers model of another dimension: the packaged one and a layer."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Dense

    model = SentenceTransformer(str(packaged_folder()), device="cpu")
    model.append(Dense(384, 96))
    folder = tmp_path_factory.mktemp("model") / "small"
    model.save(str(folder))
    return str(folder)


def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'index.db'}"


def names(store: PassageStore, text: str) -> set[str]:
    hits = store.search_dense(store.embedder.embed_query(text), PUBLIC, 10)
    nodes = store.passages([hit.passage_id for hit in hits], PUBLIC)
    return {str(node.metadata["key"]) for node in nodes}


def test_the_index_is_swapped_under_those_who_search(
    store: PassageStore, docs: Path, tmp_path: Path, other_model: str
) -> None:
    reindex(store, FolderSource("docs", docs))
    everything = names(store, "vacation")
    failures: list[set[str]] = []
    done = threading.Event()

    def search() -> None:
        while not done.is_set():
            found = names(store, "vacation")
            if found != everything:
                failures.append(found)

    searching = threading.Thread(target=search)
    searching.start()
    other = PassageStore(url(tmp_path), Embedder(other_model))
    report = reindex(other, FolderSource("docs", docs))
    done.set()
    searching.join()
    assert (report.changed, report.unchanged) == (0, 5)
    # A question embedded right before the swap may find nothing by meaning, once.
    assert len(failures) <= 1
    assert names(store, "vacation") == everything == names(other, "vacation")
    assert store.embedder.name == other_model
    assert store.embedder.dimension == 96
    with store.client.connect() as connection:
        assert {row.embedder for row in connection.execute(vectors.select())} == {other_model}
    assert len(list_generations(store.client)) == 1


def test_a_rollback_after_the_swap_embeds_what_it_needs(
    store: PassageStore, docs: Path, tmp_path: Path, other_model: str
) -> None:
    reindex(store, FolderSource("docs", docs))
    (docs / "Travel.md").write_text("# Travel\n\nTake the night ferry.\n")
    reindex(store, FolderSource("docs", docs))
    other = PassageStore(url(tmp_path), Embedder(other_model))
    reindex(other, PastSource(other.client, "docs", 1), Run(kind="rollback"))
    assert "Lisbon" in (other.show("Travel.md") or "")
    assert "Travel.md" in names(other, "hotels")


def test_an_unsound_embedder_leaves_the_live_index(
    store: PassageStore, docs: Path, tmp_path: Path, embedder: Embedder
) -> None:
    class Broken(Embedder):
        """Makes the same vector of everything."""

        def embed_texts(self, texts: object) -> np.ndarray:
            made = np.zeros((len(texts), 384), np.float32)  # type: ignore[arg-type]
            made[:, 0] = 1.0
            return made

    for number in range(8):
        (docs / f"more{number}.md").write_text(f"# More {number}\n\nSomething else {number}.\n")
    reindex(store, FolderSource("docs", docs))
    broken = Broken()
    broken.load()
    broken.name = "broken"
    with pytest.raises(RebuildError, match="the same vector"):
        reindex(PassageStore(url(tmp_path), broken), FolderSource("docs", docs))
    assert store.embedder.name == embedder.name
    assert "Time off/Vacation.md" in names(store, "How many vacation days?")


def test_a_rebuild_waits_for_no_source_and_no_source_for_it(
    store: PassageStore, docs: Path, tmp_path: Path, other_model: str
) -> None:
    reindex(store, FolderSource("docs", docs))
    other = PassageStore(url(tmp_path), Embedder(other_model))
    busy = pytest.raises(BusyError, match=r"^A source is being reindexed;")
    with source_lock(store.client, "folder", "elsewhere"), busy:
        rebuild_if_outdated(other, lambda _done, _total: None)


def test_a_change_of_cutting_makes_the_index_anew(
    store: PassageStore, docs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reindex(store, FolderSource("docs", docs))
    before = {hit.passage_id for hit in store.search_keywords("vacation", PUBLIC, 10)}
    monkeypatch.setattr(rebuilding, "VERSION", "passages-next")
    reindex(store, FolderSource("docs", docs))
    after = {hit.passage_id for hit in store.search_keywords("vacation", PUBLIC, 10)}
    assert after
    assert not before & after
