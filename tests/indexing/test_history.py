"""Generations: every reindex that changes something makes one, and the last can be had back."""

from pathlib import Path

import pytest
from sqlalchemy import select

from indexing.access import Access, Rule
from indexing.history import NoGenerationError, PastSource, diff, erase, list_generations
from indexing.lock import BusyError, source_lock
from indexing.readers import PUBLIC
from indexing.reindex import CancelledError, Progress, Run, cancel, reindex
from indexing.removal import remove_source
from indexing.schema import (
    past_documents,
    sources,
    staged_documents,
    staged_passages,
    vectors,
)
from indexing.sources.folder import FolderSource
from indexing.sources.jsonl import JsonlSource
from indexing.store import PassageStore


def run(store: PassageStore, folder: Path, run: Run | None = None) -> None:
    reindex(store, FolderSource("docs", folder), run)


def roll_back(store: PassageStore, number: int, access: Access | None = None) -> None:
    reindex(store, PastSource(store.client, "docs", number, access), Run(kind="rollback"))


def labels(store: PassageStore, readers: frozenset[str] = PUBLIC) -> list[str]:
    return [document.label for document in store.documents(readers)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "docs"
    made.mkdir()
    (made / "a.md").write_text("# A\n\nApples are red.\n")
    (made / "b.md").write_text("# B\n\nBananas are yellow.\n")
    return made


def test_what_changed_is_told_and_a_rollback_brings_it_back(
    store: PassageStore, folder: Path
) -> None:
    run(store, folder)
    (folder / "a.md").write_text("# A\n\nApples are green.\n")
    (folder / "b.md").unlink()
    (folder / "c.md").write_text("# C\n\nCherries are black.\n")
    run(store, folder)
    run(store, folder)
    listed = list_generations(store.client)
    assert [(g.number, g.live, g.documents) for g in listed] == [(2, True, 2), (1, False, 2)]
    told = [(change.kind, change.key) for change in diff(store.client, "docs", 1, 2)]
    assert told == [("added", "c.md"), ("changed", "a.md"), ("removed", "b.md")]
    roll_back(store, 1)
    assert labels(store) == ["a.md", "b.md"]
    assert store.show("a.md") == "# A\n\nApples are red.\n"
    hit = store.search_keywords("bananas", PUBLIC, 1)
    assert store.passages([hit[0].passage_id], PUBLIC)[0].metadata["key"] == "b.md"
    vector = store.embedder.embed_query("yellow fruit")
    assert len(store.search_dense(vector, PUBLIC, 5)) == 2
    assert list_generations(store.client)[0].kind == "rollback"


def test_a_rollback_pauses_the_schedule_until_someone_reindexes(
    store: PassageStore, folder: Path
) -> None:
    def paused() -> bool:
        with store.client.connect() as connection:
            return bool(connection.scalar(sources.select().with_only_columns(sources.c.paused)))

    run(store, folder)
    (folder / "a.md").write_text("# A\n\nApples are green.\n")
    run(store, folder)
    roll_back(store, 1)
    assert paused()
    run(store, folder)
    assert not paused()
    assert store.show("a.md") == "# A\n\nApples are green.\n"


def test_a_rollback_never_widens_access(store: PassageStore, folder: Path) -> None:
    run(store, folder)
    restricted = "---\nreaders: [user:U1]\n---\n"
    (folder / "a.md").write_text(f"{restricted}# A\n\nApples are green.\n")
    run(store, folder)
    (folder / "a.md").unlink()
    run(store, folder)
    roll_back(store, 1, Access(rules=[Rule("b*", frozenset({"group:S1"}))]))
    assert labels(store) == []
    assert labels(store, frozenset({"user:U1", "group:S1"})) == ["a.md", "b.md"]


def test_a_rollback_leaves_out_what_is_skipped_today(store: PassageStore, folder: Path) -> None:
    run(store, folder)
    (folder / "a.md").write_text("---\nreaders: [grp:HR]\n---\n# A\n\nApples are green.\n")
    run(store, folder)
    report = reindex(store, PastSource(store.client, "docs", 1), Run(kind="rollback"))
    assert labels(store) == ["b.md"]
    (skipped,) = report.skipped
    assert skipped.source == "a.md"
    assert skipped.reason.startswith("stays out, as it is skipped today: readers: 'grp:HR'")
    assert report.removed == 0


def test_a_rollback_leaves_out_a_line_whose_readers_are_not_understood(
    store: PassageStore, tmp_path: Path
) -> None:
    path = tmp_path / "p.jsonl"
    path.write_text('{"id": "a", "text": "Apples are red."}\n')
    reindex(store, JsonlSource("docs", path))
    path.write_text('{"id": "a", "text": "Apples are red.", "readers": ["grp:HR"]}\n')
    reindex(store, JsonlSource("docs", path))
    roll_back(store, 1)
    assert labels(store) == []


def test_only_the_last_three_generations_are_kept(store: PassageStore, folder: Path) -> None:
    for number in range(6):
        (folder / "a.md").write_text(f"# A\n\nVersion {number} of the apples.\n")
        run(store, folder)
    assert [g.number for g in list_generations(store.client, "docs")] == [6, 5, 4]
    with pytest.raises(NoGenerationError, match="the ones that are kept are: 4, 5, 6"):
        PastSource(store.client, "docs", 2)
    with store.client.connect() as connection:
        assert len(connection.execute(vectors.select()).all()) == 4


def test_what_is_erased_does_not_come_back(store: PassageStore, folder: Path) -> None:
    run(store, folder)
    (folder / "a.md").write_text("# A\n\nApples are green.\n")
    run(store, folder)
    assert erase(store.client, 1, "a.md") == 2
    assert not store.unknown(["yellow"], PUBLIC)
    assert store.unknown(["green", "red"], PUBLIC) == ["green", "red"]
    roll_back(store, 1)
    assert labels(store) == ["b.md"]
    with store.client.connect() as connection:
        assert len(connection.execute(vectors.select()).all()) == 1


def test_what_a_killed_run_made_is_erased_too(store: PassageStore, folder: Path) -> None:
    run(store, folder)
    (folder / "a.md").write_text("# A\n\nApples are green.\n")
    (folder / "c.md").write_text("# C\n\nCherries are black.\n")

    def stop(progress: Progress) -> None:
        if progress.what == "saving":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(store, folder, Run(progress=stop))
    for key, versions in (("a.md", 2), ("c.md", 1)):
        (owner,) = store.owners(key)
        assert erase(store.client, owner.source_id, owner.key) == versions
        assert not store.owners(key)
    with store.client.connect() as connection:
        assert not connection.execute(select(staged_documents)).all()
        assert not connection.execute(select(staged_passages)).all()
        assert len(connection.execute(select(vectors)).all()) == 1


def test_nothing_is_erased_while_a_run_could_bring_it_back(
    store: PassageStore, folder: Path
) -> None:
    run(store, folder)
    with source_lock(store.client, "folder", str(folder)), pytest.raises(BusyError):
        erase(store.client, 1, "a.md")
    assert labels(store) == ["a.md", "b.md"]


def test_a_cancelled_run_changes_nothing(store: PassageStore, folder: Path) -> None:
    run(store, folder)
    (folder / "a.md").write_text("# A\n\nApples are green.\n")
    with pytest.raises(CancelledError):
        run(store, folder, Run(progress=lambda _: cancel(store.client, "docs") and None))
    assert store.show("a.md") == "# A\n\nApples are red.\n"
    run(store, folder)
    assert store.show("a.md") == "# A\n\nApples are green.\n"


def test_a_removed_source_leaves_nothing(store: PassageStore, folder: Path) -> None:
    run(store, folder)
    (folder / "a.md").write_text("# A\n\nApples are green.\n")
    run(store, folder)
    other = folder.with_name("other")
    other.mkdir()
    (other / "c.md").write_text("# C\n\nCherries are red.\n")
    reindex(store, FolderSource("other", other))
    assert store.search_keywords("bananas", PUBLIC, 10)
    assert remove_source(store.client, "docs") == 2
    assert labels(store) == ["c.md"]
    assert not store.search_keywords("bananas", PUBLIC, 10)
    assert store.search_keywords("cherries", PUBLIC, 10)
    assert {each.source for each in list_generations(store.client)} == {"other"}
    with store.client.connect() as connection:
        assert not connection.execute(select(past_documents)).all()
        assert len(connection.execute(select(vectors)).all()) == 1
    with pytest.raises(NoGenerationError, match="it has: other"):
        remove_source(store.client, "docs")


def test_a_source_is_not_removed_while_it_is_read(store: PassageStore, folder: Path) -> None:
    run(store, folder)
    with source_lock(store.client, "folder", str(folder)), pytest.raises(BusyError):
        remove_source(store.client, "docs")
    assert labels(store) == ["a.md", "b.md"]


def test_what_a_cancelled_run_staged_with_new_readers_stays_out_of_the_next_one(
    store: PassageStore, folder: Path
) -> None:
    closed = Access(frozenset({"group:S1"}))
    reindex(store, FolderSource("docs", folder, access=closed))
    (folder / "a.md").write_text("# A\n\nApples are green.\n")

    def stop(progress: Progress) -> None:
        if progress.what == "embedding":
            cancel(store.client, "docs")

    with pytest.raises(CancelledError):
        reindex(store, FolderSource("docs", folder), Run(progress=stop))
    reindex(store, FolderSource("docs", folder, access=closed))
    assert labels(store) == []
    assert store.show("a.md") == "# A\n\nApples are green.\n"
