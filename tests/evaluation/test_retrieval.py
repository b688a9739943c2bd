import math

import pytest

from evaluation.retrieval import all_gold, hit, ndcg, recall, reciprocal_rank

FOUND = ("x", "a", "y", "b", "z", "c")


def test_hit_looks_at_the_first_only() -> None:
    assert hit(FOUND, {"a"}, 1) == 0
    assert hit(FOUND, {"a"}, 2) == 1
    assert hit(FOUND, {"c"}, 5) == 0


def test_reciprocal_rank_is_of_the_first_gold_source() -> None:
    assert reciprocal_rank(FOUND, {"b", "a"}, 10) == 1 / 2
    assert reciprocal_rank(FOUND, {"c"}, 5) == 0


def test_ndcg() -> None:
    # Gold at ranks 2 and 4 gains 1/log2(3) + 1/log2(5); at best it would be 1/log2(2) + 1/log2(3).
    gained = 1 / math.log2(3) + 1 / math.log2(5)
    assert ndcg(FOUND, {"a", "b"}, 10) == pytest.approx(gained / (1 + 1 / math.log2(3)))
    assert ndcg(("a", "b"), {"b", "a"}, 10) == 1
    assert ndcg(FOUND, {"q"}, 10) == 0


def test_more_gold_than_places_can_still_be_perfect() -> None:
    assert ndcg(("a", "b"), {"a", "b", "c"}, 2) == pytest.approx(1)


def test_recall_and_all_gold_need_the_sources_themselves() -> None:
    assert recall(FOUND, ("a", "c"), 5) == 1 / 2
    assert all_gold(FOUND, ("a", "c"), 5) == 0
    assert all_gold(FOUND, ("a", "b"), 5) == 1
