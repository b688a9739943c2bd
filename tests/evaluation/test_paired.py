import numpy as np
import pytest

from evaluation.abstention import Array
from evaluation.estimators import MEDIAN, RATIO
from evaluation.paired import compare, mcnemar, permutation


def discordant(lost: int, gained: int, same: int = 10) -> tuple[Array, Array]:
    a = np.array([1.0] * lost + [0.0] * gained + [1.0] * same)
    b = np.array([0.0] * lost + [1.0] * gained + [1.0] * same)
    return a, b


def test_mcnemar_against_known_values() -> None:
    # Two-sided binomial tails: 2 * (1 + 10) / 2**10, 2 / 2**8, 2 * (1 + 12 + 66) / 2**12.
    assert mcnemar(*discordant(1, 9)) == pytest.approx(22 / 1024)
    assert mcnemar(*discordant(8, 0)) == pytest.approx(2 / 256)
    assert mcnemar(*discordant(2, 10)) == pytest.approx(158 / 4096)
    assert mcnemar(*discordant(0, 0)) == 1.0
    assert mcnemar(*discordant(5, 5)) == 1.0


def ones(values: Array) -> Array:
    return np.array([values, np.ones(len(values))])


def test_yes_or_no_is_told_by_mcnemar() -> None:
    a, b = discordant(1, 9)
    found = compare(RATIO, ones(a), ones(b))
    assert found is not None
    assert (found.test, found.p) == ("McNemar", pytest.approx(22 / 1024))
    assert (found.a, found.b) == (pytest.approx(11 / 20), pytest.approx(19 / 20))
    assert found.difference == pytest.approx(0.4)
    assert found.low is not None
    assert found.high is not None
    assert 0 < found.low < 0.4 < found.high < 0.8


def test_permutations_come_close_to_all_of_them() -> None:
    # Eight questions, each better by the same: of 2**8 orders, two are as extreme.
    a, b = np.linspace(0.1, 0.5, 8), np.linspace(0.1, 0.5, 8) + 0.2
    assert permutation(RATIO, ones(a), ones(b)) == pytest.approx(2 / 256, abs=0.004)


def test_equal_runs_do_not_differ() -> None:
    values = ones(np.array([0.3, 0.9, 0.5]))
    found = compare(RATIO, values, values)
    assert found is not None
    assert (found.p, found.difference, found.low, found.high) == (1.0, 0.0, 0.0, 0.0)
    assert found.test == "permutation"


def test_chance_is_rarely_called_a_difference() -> None:
    random = np.random.default_rng(3)
    alarms = sum(
        permutation(MEDIAN, random.random((1, 30)), random.random((1, 30))) < 0.05
        for _ in range(60)
    )
    assert alarms <= 8


def test_a_run_without_the_figure_cannot_be_compared() -> None:
    nothing = np.array([[0.0, 0.0], [0.0, 0.0]])
    assert compare(RATIO, nothing, ones(np.array([1.0, 0.0]))) is None
    assert compare(RATIO, np.empty((1, 0)), np.empty((1, 0))) is None
