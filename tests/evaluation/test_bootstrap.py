import numpy as np
import numpy.typing as npt
import pytest

from evaluation.abstention import Array
from evaluation.bootstrap import estimate
from evaluation.estimators import AUROC, BALANCED, CALIBRATION_ERROR, MEDIAN, P95, RATIO


def shares(values: npt.ArrayLike) -> Array:
    return np.array([values, np.ones_like(values)])


def test_the_interval_holds_the_truth_about_as_often_as_it_says() -> None:
    random = np.random.default_rng(5)
    truth, trials, held = 0.8, 300, 0
    for _ in range(trials):
        found = estimate(RATIO, shares((random.random(100) < truth).astype(float)))
        assert found is not None
        assert found.low is not None
        assert found.high is not None
        held += found.low <= truth <= found.high
    assert 0.91 <= held / trials <= 0.98


def test_a_ratio_adds_up_before_it_divides() -> None:
    found = estimate(RATIO, np.array([[1.0, 3.0], [4.0, 4.0]]))
    assert found is not None
    assert (found.value, found.n) == (0.5, 8)


def test_the_same_answers_give_the_same_interval() -> None:
    values = shares([1.0, 0.0, 1.0, 1.0, 0.0, 1.0])
    assert estimate(RATIO, values) == estimate(RATIO, values)


def test_all_of_ten_leaves_doubt() -> None:
    # Clopper and Pearson, 10 of 10: 0.6915.
    found = estimate(RATIO, shares([1.0] * 10))
    assert found is not None
    assert (found.low, found.high) == (pytest.approx(0.6915, abs=1e-4), 1.0)
    none = estimate(RATIO, shares([0.0] * 10))
    assert none is not None
    assert (none.low, none.high) == (0.0, pytest.approx(0.3085, abs=1e-4))


def halves(answered: list[float], refused: list[float]) -> Array:
    first, second = np.array(answered), np.array(refused)
    none, other = np.zeros_like(second), np.zeros_like(first)
    return np.array(
        [
            np.concatenate([first, none]),
            np.concatenate([np.ones_like(first), none]),
            np.concatenate([other, second]),
            np.concatenate([other, np.ones_like(second)]),
        ]
    )


@pytest.mark.parametrize(
    ("answered", "refused", "interval"),
    [
        # Of 20 of 20: 0.8316 and up; of 10 of 10: 0.6915; of 2 of 2: 0.1581.
        ([1.0] * 20, [1.0] * 10, (0.8243, 1.0)),
        ([0.0] * 20, [1.0] * 2, (0.0791, 0.5842)),
        ([1.0] * 20, [1.0] * 2, (0.5707, 1.0)),
    ],
)
def test_two_halves_that_are_all_alike_leave_the_doubt_of_both(
    answered: list[float], refused: list[float], interval: tuple[float, float]
) -> None:
    found = estimate(BALANCED, halves(answered, refused))
    assert found is not None
    assert (found.low, found.high) == pytest.approx(interval, abs=1e-4)


def test_one_more_error_makes_no_interval_of_two_halves_much_narrower() -> None:
    found = estimate(BALANCED, halves([1.0] * 19 + [0.0], [1.0, 1.0]))
    assert found is not None
    assert found.low is not None
    assert found.low < 0.6


def test_perfect_order_leaves_doubt_too() -> None:
    found = estimate(AUROC, np.array([[0.9, 0.8, 0.3, 0.2, 0.1], [1.0, 1.0, 0.0, 0.0, 0.0]]))
    assert found is not None
    assert (found.value, found.high) == (1.0, 1.0)
    assert found.low == pytest.approx(0.025**0.5)


def test_quantiles_by_hand() -> None:
    seconds = np.arange(1.0, 22.0)[None]
    median, p95 = estimate(MEDIAN, seconds), estimate(P95, seconds)
    assert median is not None
    assert p95 is not None
    assert (median.value, p95.value) == (11.0, 20.0)
    assert median.low is not None
    assert median.low < 11 < (median.high or 0)


def test_calibration_noise_is_taken_out_of_its_interval() -> None:
    random = np.random.default_rng(2)
    values, lows = [], []
    for _ in range(20):
        confidence = random.random(200)
        outcome = (random.random(200) < confidence).astype(float)
        found = estimate(CALIBRATION_ERROR, np.array([confidence, outcome]))
        assert found is not None
        assert found.low is not None
        values.append(found.value)
        lows.append(found.low)
    # The truth is 0: what is measured is noise, and the intervals reach down to about 0.
    assert np.mean(values) > 0.05
    assert np.mean(lows) < 0.02


def test_what_a_suite_lacks_has_no_figure() -> None:
    assert estimate(RATIO, np.empty((2, 0))) is None
    assert estimate(RATIO, np.array([[0.0], [0.0]])) is None
    one = estimate(MEDIAN, np.array([[2.0]]))
    assert one is not None
    assert (one.value, one.low, one.high) == (2.0, None, None)


def test_a_large_suite_is_resampled_in_blocks() -> None:
    values = np.tile([1.0, 0.0], 5_000)
    found = estimate(RATIO, shares(values))
    assert found is not None
    assert found.low == pytest.approx(0.49, abs=0.005)
    assert found.high == pytest.approx(0.51, abs=0.005)
