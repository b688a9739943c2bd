"""Two processes that write to the index at the same moment."""

import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np
from sqlalchemy import Connection, Engine, delete, select

from indexing.document import make_document
from indexing.embedder import Embedder
from indexing.schema import staged_documents, staged_passages, vectors
from indexing.staging import Stage
from indexing.store import PassageStore
from indexing.vector_cache import forget_unused, known_vectors, put_vectors
from indexing.writes import raise_generation, source_id

T = TypeVar("T")


def twice_at_once(engine: Engine, write: Callable[[Connection], T]) -> tuple[T, T]:
    """What `write` returns in two transactions, of which the first ends after both began."""

    def second() -> T:
        with engine.begin() as connection:
            return write(connection)

    with ThreadPoolExecutor(1) as pool:
        with engine.begin() as connection:
            first = write(connection)
            other = pool.submit(second)
            time.sleep(0.5)
        return first, other.result(timeout=30)


def test_no_two_changes_have_the_same_generation(store: PassageStore) -> None:
    assert twice_at_once(store.client, raise_generation) == (1, 2)
    assert twice_at_once(store.client, raise_generation) == (3, 4)


def test_two_runs_may_embed_the_same_text(store: PassageStore) -> None:
    values = iter([1.0, 2.0])

    def put(connection: Connection) -> None:
        vector = np.full(3, next(values), np.float32)
        put_vectors(connection, {"b": vector, "a": vector}, "mini")

    twice_at_once(store.client, put)
    assert known_vectors(store.client, ["a", "b", "c"], "mini") == {"a", "b"}
    with store.client.connect() as connection:
        kept = connection.scalars(vectors.select().with_only_columns(vectors.c.vector)).all()
    assert [np.frombuffer(each, np.float32).tolist() for each in kept] == [[2.0] * 3] * 2


def test_a_vector_that_is_being_forgotten_is_made_again(store: PassageStore) -> None:
    with store.client.begin() as connection:
        owner = source_id(connection, "docs", "folder", "/docs")
    stage = Stage(store.client, store.configured, owner, "settings")

    def staged() -> set[str]:
        """The hashes of what is staged and embedded."""
        stage.add(make_document("docs", "a", "Lockers are upstairs.", title="Lockers"), "1")
        stage.flush()
        stage.embed(False, lambda _done, _total: None)
        with store.client.connect() as connection:
            return set(connection.scalars(select(staged_passages.c.vector_hash)))

    hashes = staged()
    with store.client.begin() as connection:
        connection.execute(delete(staged_documents))
    with ThreadPoolExecutor(1) as pool:
        with store.client.begin() as connection:
            forget_unused(connection, hashes)
            other = pool.submit(staged)
            time.sleep(0.5)
        assert other.result(timeout=30) == hashes
    assert known_vectors(store.client, list(hashes), store.configured.name) == hashes


def test_others_can_write_while_a_document_is_cut(store: PassageStore) -> None:
    class Watched(Embedder):
        def count(self, text: str) -> int:
            with sqlite3.connect(str(store.client.url.database), timeout=0) as other:
                other.execute("BEGIN IMMEDIATE")
            other.close()
            return super().count(text)

    with store.client.begin() as connection:
        owner = source_id(connection, "docs", "folder", "/docs")
    stage = Stage(store.client, Watched(), owner, "settings")
    for key in "ab":
        stage.add(make_document("docs", key, f"# Page\n\nOf {key}.\n", title="Page"), key)
    stage.flush()
    assert stage.hashes() == {"a": "a", "b": "b"}
