import numpy as np
import pytest

from evaluation.abstention import (
    auroc,
    calibration_error,
    reliability,
    risk_coverage,
    risk_coverage_area,
)


def test_calibration_error_by_hand() -> None:
    # Twenty questions, ten bins of two: 0.1 with none true, .., 1.0 with both true.
    confidence = np.repeat(np.arange(1, 11) / 10, 2)
    assert calibration_error(confidence, np.ones(20)) == pytest.approx(0.45)
    outcome = np.repeat([0.0, 1.0], 10)
    # Gaps: 0.1 .. 0.5 below and 0.4 .. 0.0 above.
    assert calibration_error(confidence, outcome) == pytest.approx((1.5 + 1.0) / 10)


def test_bins_are_of_equal_size() -> None:
    bins = reliability(np.linspace(0, 1, 25), np.ones(25))
    assert [size for _, _, size in bins] == [3, 3, 3, 3, 3, 2, 2, 2, 2, 2]
    assert len(reliability(np.array([0.2, 0.7]), np.array([0.0, 1.0]))) == 2


def test_auroc_by_hand() -> None:
    # Pairs: 0.9 and 0.6 against 0.6 and 0.2: three won, one tied.
    confidence = np.array([0.9, 0.6, 0.6, 0.2])
    assert auroc(confidence, np.array([1.0, 1.0, 0.0, 0.0])) == pytest.approx(3.5 / 4)
    assert np.isnan(auroc(confidence, np.ones(4)))


def test_risk_coverage_by_hand() -> None:
    confidence = np.array([0.2, 0.9, 0.5, 0.7])
    wrong = np.array([1.0, 0.0, 0.0, 1.0])
    # Surest first: right, wrong, right, wrong.
    assert risk_coverage(confidence, wrong) == pytest.approx([0, 1 / 2, 1 / 3, 2 / 4])
    assert risk_coverage_area(confidence, wrong) == pytest.approx((1 / 2 + 1 / 3 + 1 / 2) / 4)


def test_equal_confidences_have_no_order() -> None:
    confidence = np.full(4, 0.5)
    right_first = risk_coverage(confidence, np.array([0.0, 0.0, 1.0, 1.0]))
    wrong_first = risk_coverage(confidence, np.array([1.0, 1.0, 0.0, 0.0]))
    assert right_first == pytest.approx([0.5] * 4)
    assert wrong_first == pytest.approx([0.5] * 4)


def test_stacks_are_computed_row_by_row() -> None:
    random = np.random.default_rng(1)
    confidence = random.random((7, 40)).round(1)
    outcome = (random.random((7, 40)) < 0.6).astype(float)
    for measure in (calibration_error, auroc, risk_coverage_area):
        rows = [measure(c, o) for c, o in zip(confidence, outcome, strict=True)]
        assert measure(confidence, outcome) == pytest.approx(rows)
