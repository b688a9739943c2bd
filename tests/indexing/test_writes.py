"""Two processes that write to the index at the same moment."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np
from sqlalchemy import Connection, Engine

from indexing.schema import vectors
from indexing.store import PassageStore
from indexing.vector_cache import known_vectors, put_vectors
from indexing.writes import raise_generation

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
