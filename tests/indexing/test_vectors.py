"""The vector index against exact search by numpy, in both of its forms."""

import numpy as np
import pytest

from indexing.vectors import Allowed, VectorIndex

DIMENSION = 48


def clustered(count: int, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    centres = np.random.default_rng(7).standard_normal((50, DIMENSION))
    made = centres[rng.integers(0, 50, count)] + 0.6 * rng.standard_normal((count, DIMENSION))
    return (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)


def exact(vectors: np.ndarray, ids: np.ndarray, query: np.ndarray, top: int) -> list[int]:
    return [int(i) for i in ids[np.argsort(-(vectors @ query))[:top]]]


@pytest.fixture(params=[1_000_000, 2_000], ids=["flat", "cells"])
def index(request: pytest.FixtureRequest) -> VectorIndex:
    return VectorIndex(DIMENSION, largest_flat=request.param)


def test_the_nearest_are_found_as_exact_search_finds_them(index: VectorIndex) -> None:
    vectors, ids = clustered(6_000, 1), np.arange(6_000, dtype=np.int64) * 3 + 5
    index.add(ids[:1_000], vectors[:1_000])
    index.settle()
    index.add(ids[1_000:], vectors[1_000:])
    index.settle()
    assert (index.cells > 0) == (index._largest_flat == 2_000)
    gone = ids[::7]
    index.remove(gone)
    stay = np.setdiff1d(np.arange(6_000), np.arange(0, 6_000, 7))
    hits = total = 0
    for query in clustered(40, 2):
        found = [i for i, _ in index.search(query, 10, None)]
        hits += len(set(found) & set(exact(vectors[stay], ids[stay], query, 10)))
        total += 10
        assert not set(found) & set(gone.tolist())
    assert hits >= 0.99 * total


@pytest.mark.parametrize("share", [0.5, 0.01, 0.0005])
def test_only_allowed_ids_are_found_and_all_of_them(index: VectorIndex, share: float) -> None:
    vectors, ids = clustered(6_000, 1), np.arange(6_000, dtype=np.int64) + 1
    index.add(ids, vectors)
    index.settle()
    chosen = np.random.default_rng(3).choice(6_000, int(6_000 * share), replace=False)
    hits = total = 0
    for query in clustered(20, 2):
        best = exact(vectors[chosen], ids[chosen], query, 10)
        found = [i for i, _ in index.search(query, 10, Allowed(ids[chosen]))]
        assert set(found) <= set(ids[chosen].tolist())
        hits, total = hits + len(set(found) & set(best)), total + len(best)
    assert hits >= 0.99 * total


def test_an_index_that_shrinks_is_flat_again(index: VectorIndex) -> None:
    vectors, ids = clustered(3_000, 1), np.arange(3_000, dtype=np.int64)
    index.add(ids, vectors)
    index.settle()
    index.remove(ids[500:])
    index.settle()
    assert (len(index), index.cells) == (500, 0)
    found = index.search(vectors[3], 1, None)
    assert found[0][0] == 3
    assert found[0][1] == pytest.approx(1.0, abs=1e-3)
