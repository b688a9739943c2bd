import sqlite3
from pathlib import Path

import numpy as np
import pytest
from llama_index.core.schema import NodeRelationship, RelatedNodeInfo, TextNode
from llama_index.core.vector_stores.types import (
    FilterOperator,
    MetadataFilter,
    MetadataFilters,
    VectorStoreQuery,
)
from sqlalchemy import insert, update

from indexing.embedder import Embedder
from indexing.readers import PUBLIC
from indexing.reindex import reindex
from indexing.schema import documents, meta, sources
from indexing.sources.folder import FolderSource
from indexing.store import PassageStore

HR = PUBLIC | {"group:S0HR"}
BEST = "What does a senior engineer earn? Salary bands 78,000 96,000"


@pytest.fixture
def filled(store: PassageStore, docs: Path) -> PassageStore:
    reindex(store, FolderSource("docs", docs))
    return store


def test_a_restricted_page_is_found_by_its_readers_alone(
    filled: PassageStore, embedder: Embedder
) -> None:
    vector = embedder.embed_query(BEST)
    for readers, expected in ((PUBLIC, False), (HR, True), (frozenset({"group:S0"}), False)):
        dense = filled.search_dense(vector, readers, 50)
        words = filled.search_keywords(BEST, readers, 50)
        nodes = filled.passages([hit.passage_id for hit in [*dense, *words]], readers)
        assert any("Salar" in node.metadata["key"] for node in nodes) is expected
        listed = [document.label for document in filled.documents(readers)]
        assert ("HR/Salaries.md" in listed) is expected


def test_readers_do_not_change_scores(filled: PassageStore) -> None:
    alone = filled.search_keywords("vacation days", PUBLIC, 5)
    more = filled.search_keywords("vacation days", HR | {"user:U1", "channel:C1"}, 5)
    assert alone == more


def test_passages_are_checked_again_when_read(filled: PassageStore) -> None:
    hits = filled.search_keywords(BEST, HR, 5)
    assert filled.passages([hits[0].passage_id], PUBLIC) == []
    assert filled.passages([10**9], HR) == []


@pytest.mark.parametrize("text", ["", "the of and", 'a"b(', "AND OR NOT", "title:x^2 ~", "?" * 50])
def test_any_text_can_be_searched(filled: PassageStore, text: str) -> None:
    assert isinstance(filled.search_keywords(text, PUBLIC, 5), list)


def test_llamaindex_queries_see_everyones_pages_unless_filtered(
    filled: PassageStore, embedder: Embedder
) -> None:
    vector = [float(x) for x in embedder.embed_query(BEST)]
    open_query = VectorStoreQuery(query_embedding=vector, similarity_top_k=50)
    nodes = filled.query(open_query).nodes or []
    assert nodes
    assert all("Salar" not in node.metadata["key"] for node in nodes)
    condition = MetadataFilter(key="readers", operator=FilterOperator.ANY, value=sorted(HR))
    hr_query = VectorStoreQuery(
        query_embedding=vector, similarity_top_k=1, filters=MetadataFilters(filters=[condition])
    )
    result = filled.query(hr_query)
    assert result.nodes is not None
    assert result.nodes[0].metadata["key"] == "HR/Salaries.md"


def test_nodes_can_be_added_and_deleted_by_llamaindex(
    store: PassageStore, embedder: Embedder
) -> None:
    node = TextNode(
        text="The moon is made of rock.",
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id="moon")},
    )
    node.embedding = [float(x) for x in embedder.embed_query(node.text)]
    (passage,) = store.add([node])
    vector = embedder.embed_query("moon")
    assert [hit.passage_id for hit in store.search_dense(vector, PUBLIC, 3)] == [int(passage)]
    store.delete("llamaindex/moon")
    assert store.search_dense(vector, PUBLIC, 3) == []
    (later,) = store.add([node])
    assert int(later) > int(passage), "an id used twice would cite the wrong page"


def test_an_empty_index_finds_nothing(store: PassageStore) -> None:
    vector = np.ones(384, dtype=np.float32)
    assert store.search_dense(vector, PUBLIC, 5) == []
    assert store.search_keywords("anything", PUBLIC, 5) == []
    assert store.is_empty()
    assert store.show("x.md") is None


def test_an_index_that_was_emptied_and_filled_again_is_followed(
    store: PassageStore, docs: Path, tmp_path: Path, embedder: Embedder
) -> None:
    for number in range(3):
        (docs / "Travel.md").write_text(f"# Travel\n\nTrains, {number} a day.\n")
        reindex(store, FolderSource("docs", docs))
    assert store.search_keywords("trains", PUBLIC, 5)
    with store.client.begin() as connection:
        connection.execute(update(meta).where(meta.c.key == "schema").values(value="0"))
    other = PassageStore(str(store.client.url), embedder)
    (tmp_path / "few").mkdir()
    (tmp_path / "few" / "a.md").write_text("# Canteen\n\nThe canteen opens at noon.\n")
    reindex(other, FolderSource("few", tmp_path / "few"))
    assert store.search_keywords("trains", PUBLIC, 5) == []
    assert len(store.search_dense(embedder.embed_query("lunch"), PUBLIC, 5)) == 1
    (hit,) = store.search_keywords("canteen", PUBLIC, 5)
    assert "noon" in store.passages([hit.passage_id], PUBLIC)[0].text


def test_documents_are_listed_however_many_they_are(store: PassageStore) -> None:
    names = ("title", "url", "updated", "text", "content_hash")
    row = dict.fromkeys(names, "") | {"readers": '["everyone"]'}
    keys = {1: "abc", 2: "cdefghijklmnopqrstuvw"}
    rows = [row | {"source_id": owner, "key": key} for owner in keys for key in keys[owner]]
    with store.client.begin() as connection:
        places = [{"name": name, "kind": "folder", "location": name} for name in ("one", "two")]
        connection.execute(insert(sources), places)
        connection.execute(insert(documents), rows)
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        driver.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 10)
    labels = [document.label for document in store.documents(PUBLIC)]
    assert sorted(labels) == sorted([*"abdefghijklmnopqrstuvw", "one:c", "two:c"])


def test_a_document_is_shown_by_its_source_and_key(filled: PassageStore) -> None:
    text = filled.show("Time off/Vacation.md")
    assert text
    for label in ("docs:Time off/Vacation.md", "docs/Time off/Vacation.md"):
        assert filled.show(label) == text
        assert [owner.label for owner in filled.owners(label)] == ["docs:Time off/Vacation.md"]
    assert filled.show("other/Time off/Vacation.md") is None
    assert filled.show("Vacation") is None
