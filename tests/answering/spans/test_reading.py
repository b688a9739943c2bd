import numpy as np
import pytest

from answering.spans.reading import LONGEST, UNREAD, Reading, best_ends, best_span

OFFSETS = ((0, 3), (4, 7), (8, 11), (12, 15))


def reading(start: list[float], end: list[float], null: float = 0.0) -> Reading:
    return Reading(np.float32(start), np.float32(end), null, OFFSETS[: len(start)])


def test_the_margin_is_the_best_span_against_none() -> None:
    assert reading([0, 5, 0, 1], [1, 0, 2, 0], null=1.5).margin == pytest.approx(5 + 2 - 3)


def test_a_span_never_ends_before_it_starts() -> None:
    best = best_span(np.float32([0, 5, 0]), np.float32([9, 0, 0]))
    assert best is not None
    assert (best.score, best.first, best.last) == (9, 0, 0)


def test_a_span_is_no_longer_than_an_answer() -> None:
    start, end = np.zeros((2, LONGEST + 1), dtype=np.float32)
    start[0], end[LONGEST] = 5, 3
    best = best_span(start, end)
    assert best is not None
    assert best.score == 5
    assert best_ends(end)[:2].tolist() == [0, 3]


def test_each_range_has_the_score_of_the_best_span_that_begins_in_it() -> None:
    made = reading([0, 5, 0, 1], [9, 0, 2, 0], null=1.5)
    # The third range begins inside the third token, so only the fourth begins in it.
    assert made.scores([(0, 4), (4, 8), (9, 15)]) == pytest.approx([9 - 3, 7 - 3, 1 - 3])
    assert max(made.scores([(0, 4), (4, 16)])) >= made.margin


def test_what_was_not_read_has_no_chance() -> None:
    assert reading([0, 5], [0, 0]).scores([(100, 120)]) == [UNREAD]
    assert reading([], []).scores([(0, 5), (5, 6)]) == [UNREAD, UNREAD]
    assert reading([], []).margin == UNREAD
