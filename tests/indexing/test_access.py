"""A restricted passage is found by its readers alone, whatever is asked."""

from pathlib import Path

import pytest
from llama_index.core.vector_stores.types import VectorStoreQuery

from answering.question import Question
from answering.search import search
from indexing.access import Access, Rule
from indexing.readers import PUBLIC
from indexing.reindex import reindex
from indexing.sources.folder import FolderSource
from indexing.store import PassageStore
from indexing.vectors import VectorIndex

HR = frozenset({"group:S0HR"})
SECRETS = {
    "HR/Severance.md": "# Severance\n\nA leaver is paid three months of salary as severance.\n",
    "HR/Layoffs.md": "# Layoffs\n\nThe Porto office closes on 31 March, 14 people leave.\n",
    "Open/Bonus.md": "---\nreaders: [user:U0BOSS]\n---\n# Bonus\n\nThe board gets 40,000 € each.\n",
}


@pytest.fixture(params=["flat", "cells"])
def restricted(
    request: pytest.FixtureRequest,
    store: PassageStore,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> PassageStore:
    if request.param == "cells":
        monkeypatch.setattr(
            "indexing.follower.VectorIndex", lambda dimension: VectorIndex(dimension, 100)
        )
    folder = tmp_path / "docs"
    pages = SECRETS | {
        f"Open/{n}.md": f"# Page {n}\n\nEveryone may read rule {n}.\n" for n in range(150)
    }
    for name, text in pages.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    access = Access(PUBLIC, [Rule("HR/*", HR)])
    reindex(store, FolderSource("docs", folder, access=access))
    return store


@pytest.mark.parametrize("name", SECRETS)
def test_the_query_that_fits_best_finds_nothing_for_others(
    restricted: PassageStore, name: str
) -> None:
    text = SECRETS[name].rpartition("---\n")[2]
    vector = restricted.embedder.embed_query(text)
    for labels in (PUBLIC, PUBLIC | {"group:S0IT", "user:U0EMMA", "channel:C0HELP"}):
        hits = restricted.search_dense(vector, labels, 200)
        hits += restricted.search_keywords(text, labels, 200)
        nodes = restricted.passages([hit.passage_id for hit in hits], labels)
        assert len(nodes) == len(hits) > 0
        assert not {node.metadata["key"] for node in nodes} & set(SECRETS)
        found = search(restricted, Question(text, audience=labels), 200)
        assert not {each.source for each in found} & set(SECRETS)
    result = restricted.query(
        VectorStoreQuery(query_embedding=vector.tolist(), similarity_top_k=200)
    )
    assert not {node.metadata["key"] for node in result.nodes or []} & set(SECRETS)


def test_readers_find_it(restricted: PassageStore) -> None:
    for labels, key in (
        (PUBLIC | HR, "HR/Layoffs.md"),
        (PUBLIC | {"user:U0BOSS"}, "Open/Bonus.md"),
    ):
        text = SECRETS[key].rpartition("---\n")[2]
        found = search(restricted, Question(text, audience=labels), 3)
        assert found[0].source == key


def test_words_of_restricted_passages_do_not_correct_spelling_for_others(
    restricted: PassageStore,
) -> None:
    hits = restricted.search_keywords("severanse", PUBLIC, 10)
    assert not restricted.passages([hit.passage_id for hit in hits], PUBLIC)


@pytest.mark.parametrize(
    ("pattern", "key"),
    [
        ("Löhne/*", "Lo\u0308hne/2026.md"),
        ("Lo\u0308hne/*", "Löhne/2026.md"),
        ("https://x.example/löhne/*", "https://x.example/l%C3%B6hne/2026"),
        ("https://x.example/l%C3%B6hne/*", "https://x.example/l%C3%B6hne/2026"),
    ],
)
def test_a_rule_fits_however_a_name_is_written(pattern: str, key: str) -> None:
    assert Access(PUBLIC, [Rule(pattern, HR)]).readers_of(key) == HR


def test_percent_signs_of_files_are_part_of_their_names() -> None:
    assert Access(HR, [Rule("Open/*", PUBLIC)]).readers_of("Open%2FHR.md") == HR
