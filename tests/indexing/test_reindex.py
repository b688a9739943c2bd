import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexing.access import Access
from indexing.embedder import Embedder
from indexing.lock import BusyError, source_lock
from indexing.readers import PUBLIC
from indexing.reindex import ReindexReport, Run, reindex
from indexing.sources.base import SourceError
from indexing.sources.folder import FolderSource
from indexing.sources.jsonl import JsonlSource
from indexing.store import PassageStore


def run(store: PassageStore, folder: Path, full: bool = False) -> ReindexReport:
    return reindex(store, FolderSource(folder.name, folder), Run(full))


def found(store: PassageStore, words: str) -> list[str]:
    hits = store.search_keywords(words, PUBLIC, 10)
    nodes = store.passages([hit.passage_id for hit in hits], PUBLIC)
    return [str(node.metadata["source_label"]) for node in nodes]


def test_only_what_changed_is_counted_as_changed(store: PassageStore, docs: Path) -> None:
    first = run(store, docs)
    assert (first.documents, first.added, first.unchanged) == (5, 5, 0)
    again = run(store, docs)
    assert (again.added, again.changed, again.removed, again.unchanged) == (0, 0, 0, 5)
    (docs / "Travel.md").write_text("# Travel\n\nTake the night ferry.\n")
    (docs / "IT/Passwords.md").unlink()
    (docs / "New.md").write_text("# New\n\nThe canteen opens at noon.\n")
    report = run(store, docs)
    assert (report.added, report.changed, report.removed, report.unchanged) == (1, 1, 1, 3)
    assert report.documents == 5
    assert found(store, "ferry") == ["Travel.md"]
    assert found(store, "canteen") == ["New.md"]
    assert found(store, "password") == []
    assert found(store, "Lisbon") == []


def test_an_unlistable_source_changes_nothing(store: PassageStore, docs: Path) -> None:
    run(store, docs)
    moved = docs.with_name("moved")
    docs.rename(moved)
    with pytest.raises(SourceError):
        run(store, docs)
    assert found(store, "vacation days")


def test_new_readers_apply_without_embedding_again(store: PassageStore, docs: Path) -> None:
    run(store, docs)
    ids = {hit.passage_id for hit in store.search_keywords("ferry trains planes", PUBLIC, 10)}
    page = docs / "Travel.md"
    page.write_text(f"---\nreaders: [user:U1]\n---\n{page.read_text()}")
    report = run(store, docs)
    assert (report.changed, report.unchanged) == (1, 4)
    assert found(store, "trains planes") == []
    assert ids >= {
        hit.passage_id for hit in store.search_keywords("trains", frozenset({"user:U1"}), 10)
    }


def test_sources_do_not_touch_each_other(store: PassageStore, docs: Path, tmp_path: Path) -> None:
    run(store, docs)
    other = tmp_path / "other" / "docs"
    other.mkdir(parents=True)
    (other / "Travel.md").write_text("# Travel\n\nCamels only.\n")
    run(store, other)
    assert found(store, "camels") == ["docs-2:Travel.md"]
    assert "docs:Travel.md" in found(store, "trains planes")
    assert store.show("docs-2:Travel.md") == "# Travel\n\nCamels only.\n"
    (other / "Travel.md").unlink()
    run(store, other)
    assert "Travel.md" in found(store, "trains planes")


def configured(name: str, folder: Path) -> FolderSource:
    return FolderSource(name, folder, access=Access(section=name))


def names(store: PassageStore) -> dict[str, str]:
    return {Path(each.location).name: each.name for each in store.stats().sources}


def test_a_configured_source_that_moves_takes_its_documents_along(
    store: PassageStore, docs: Path, tmp_path: Path
) -> None:
    reindex(store, configured("handbook", docs))
    other = tmp_path / "other"
    other.mkdir()
    (other / "Travel.md").write_text((docs / "Travel.md").read_text())
    report = reindex(store, configured("handbook", other))
    assert (report.unchanged, report.removed) == (1, 4)
    assert names(store) == {"other": "handbook"}
    assert found(store, "identity page") == []


def test_a_configured_source_of_another_kind_replaces_what_its_section_was(
    store: PassageStore, docs: Path, tmp_path: Path
) -> None:
    reindex(store, configured("handbook", docs))
    lines = tmp_path / "lines.jsonl"
    lines.write_text(json.dumps({"id": "1", "text": "The canteen opens at noon."}))
    reindex(store, JsonlSource("handbook", lines, access=Access(section="handbook")))
    assert names(store) == {"lines.jsonl": "handbook"}
    assert [each.label for each in store.documents(PUBLIC)] == ["1"]


def test_a_configured_source_takes_its_name_from_the_configuration(
    store: PassageStore, docs: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    reindex(store, configured("handbook", docs))
    reindex(store, configured("wiki", other))
    reindex(store, configured("manual", docs))
    assert names(store) == {"docs": "manual", "other": "wiki"}
    assert reindex(store, configured("wiki", docs)).unchanged == 5
    assert names(store) == {"docs": "wiki", "other": "wiki-2"}
    reindex(store, configured("manual", other))
    assert names(store) == {"docs": "wiki", "other": "manual"}


def test_a_folder_of_the_command_line_takes_nothing_from_a_configured_source(
    store: PassageStore, docs: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other" / "docs2"
    other.mkdir(parents=True)
    reindex(store, configured("handbook", docs))
    reindex(store, FolderSource("handbook", other))
    assert names(store) == {"docs": "handbook", "docs2": "handbook-2"}
    assert reindex(store, FolderSource("docs", docs)).unchanged == 5
    assert names(store)["docs"] == "handbook"


def test_a_new_section_takes_nothing_from_a_folder_of_the_command_line(
    store: PassageStore, docs: Path, tmp_path: Path
) -> None:
    tried, other = tmp_path / "tried" / "handbook", tmp_path / "other"
    for folder in (tried, other):
        folder.mkdir(parents=True)
    (tried / "a.md").write_text("# Canteen\n\nThe canteen opens at noon.\n")
    reindex(store, FolderSource("handbook", tried))
    report = reindex(store, configured("handbook", docs))
    assert (report.added, report.removed) == (5, 0)
    assert names(store) == {"handbook": "handbook-2", "docs": "handbook"}
    assert found(store, "canteen") == ["a.md"]
    assert reindex(store, configured("handbook", other)).removed == 5
    assert names(store) == {"handbook": "handbook-2", "other": "handbook"}


def test_a_source_does_not_move_while_its_old_place_is_read(
    store: PassageStore, docs: Path, tmp_path: Path
) -> None:
    reindex(store, configured("handbook", docs))
    with source_lock(store.client, "folder", str(docs)), pytest.raises(BusyError):
        reindex(store, configured("handbook", tmp_path))
    assert names(store) == {"docs": "handbook"}


def test_a_change_by_another_process_is_seen_by_the_next_search(
    store: PassageStore, docs: Path, embedder: Embedder
) -> None:
    run(store, docs)
    other = PassageStore(str(store.client.url), embedder)
    assert found(other, "ferry") == []
    (docs / "Travel.md").write_text("# Travel\n\nTake the night ferry.\n")
    run(store, docs)
    assert found(other, "ferry") == ["Travel.md"]


def test_full_embeds_everything_again(store: PassageStore, docs: Path) -> None:
    run(store, docs)
    report = run(store, docs, full=True)
    assert (report.changed, report.unchanged) == (0, 5)


def test_one_reindex_at_a_time_per_source(store: PassageStore, docs: Path) -> None:
    with source_lock(store.client, "folder", str(docs)), pytest.raises(BusyError, match="already"):
        run(store, docs)
    run(store, docs)


def test_a_killed_reindex_leaves_the_old_index(tmp_path: Path, docs: Path) -> None:
    home = tmp_path / "home"
    command = [sys.executable, "-m", "bot.cli", "reindex", "--home", str(home), "--json"]
    command += ["--folder", str(docs)]
    subprocess.run(command, check=True, capture_output=True)
    for number in range(60):
        (docs / f"page{number}.md").write_text(f"# Page {number}\n\n" + f"word{number} " * 300)
    process = subprocess.Popen(
        [*command, "--progress-json"], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    )
    assert process.stderr is not None
    for line in process.stderr:
        if '"embedding"' in line or '"cutting' in line:
            break
    time.sleep(0.3)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stderr.close()
    store = PassageStore(f"sqlite:///{home / 'index.db'}", Embedder())
    assert store.stats().documents == 5
    finished = subprocess.run(command, check=True, capture_output=True, text=True)
    report = json.loads(finished.stdout.splitlines()[-1])
    assert (report["added"], report["unchanged"]) == (60, 5)


WORDS = ["apple", "gravel", "violin", "thunder", "saddle", "invoice"]
"""None related to another: a search for a fruit finds others."""


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.dictionaries(st.sampled_from("abcd"), st.sampled_from(WORDS), max_size=4), max_size=4
    )
)
def test_the_index_follows_any_history(
    tmp_path_factory: pytest.TempPathFactory,
    embedder: Embedder,
    states: list[dict[str, str]],
) -> None:
    """Each state maps ids to their word; after a reindex exactly those are found."""
    folder = tmp_path_factory.mktemp("history")
    store = PassageStore(f"sqlite:///{folder / 'index.db'}", embedder)
    path = folder / "p.jsonl"
    for state in states:
        lines = [
            json.dumps({"id": k, "title": "t", "text": f"The {v} tree"}) for k, v in state.items()
        ]
        path.write_text("\n".join(lines))
        reindex(store, JsonlSource("p", path))
        for word in WORDS:
            expected = sorted(key for key, value in state.items() if value == word)
            assert sorted(found(store, word)) == expected
            vector = embedder.embed_query(word)
            dense = store.search_dense(vector, PUBLIC, 10)
            assert len(dense) == len(state)
            assert len(store.passages([hit.passage_id for hit in dense], PUBLIC)) == len(state)
