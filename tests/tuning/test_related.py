"""What makes the list of related terms, and that the shipped list agrees with it."""

import sys
from pathlib import Path

import numpy as np
import pytest

from indexing.related import related
from tuning import related as tuning
from tuning.related import common_words, meanings, nearest


def test_common_words_mean_something_by_themselves() -> None:
    words = common_words(500)
    assert len(set(words)) == 500
    assert "people" in words
    assert not {"the", "and", "would"} & set(words)


def test_a_term_means_what_its_words_mean() -> None:
    both, one, other = meanings([["buy", "buying"], ["buy"], ["garden"]])
    assert np.linalg.norm(both) == pytest.approx(1.0, abs=1e-5)
    assert both @ one > 0.9 > both @ other


def test_nearest_are_those_alike_the_likest_first() -> None:
    vectors = np.array([[1, 0], [0.8, 0.6], [0.9, 0.436], [0, 1]], np.float32)
    first, *_, last = nearest(vectors)
    assert [place for place, _ in first] == [2, 1]
    assert [place for place, _ in last] == [1]


def test_the_command_writes_a_list_that_agrees_with_the_shipped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = tmp_path / "made.npz"
    monkeypatch.setattr(sys, "argv", ["related", "--words", "800", "--output", str(made)])
    tuning.main()
    with np.load(made) as few:
        terms, others = few["terms"].tolist(), few["others"].tolist()
        begins = np.unique([0, *few["ends"][:-1]])
        firsts = np.searchsorted(few["ends"], begins, side="right")
    # Of fewer words fewer forms make a term, so the cosines differ; the likest stay the likest.
    agree = [
        terms[others[begin]] in related(terms[first])
        for first, begin in zip(firsts, begins, strict=True)
        if begin < len(others)
    ]
    assert len(agree) > 100
    assert np.mean(agree) > 0.7
