from pathlib import Path

import numpy as np
import pytest

from answering.asked import Case
from answering.confidence import BARE, Confidence, sigmoid
from evaluation.calibration import CalibrationError, Judged, _least, check, fit, judged
from evaluation.outcome import Outcome
from evaluation.suite import Suite
from tests.evaluation.made import outcome


def drawn(slope: float, intercept: float, questions: int = 4000, seed: int = 0) -> Judged:
    """Questions that can be answered as often as the curve says."""
    random = np.random.default_rng(seed)
    evidence = random.normal(0, 2, questions)
    chance = 1 / (1 + np.exp(-(slope * evidence + intercept)))
    return Judged("drawn", evidence, (random.random(questions) < chance).astype(float))


def outcomes(confidences: list[float], answerable: bool) -> list[Outcome]:
    return [outcome(answerable, confidence=each) for each in confidences]


def test_the_curve_that_made_the_questions_is_found() -> None:
    suite = drawn(0.6, 0.4)
    share = suite.answerable.mean()
    fitted = fit([suite], share, price=1.0)
    assert fitted.slope == pytest.approx(0.6, abs=0.05)
    assert fitted.intercept == pytest.approx(0.4, abs=0.1)
    assert suite.brier(fitted, share) < suite.brier(BARE, share)
    # A wrong answer and a wrong refusal cost the same: they balance at a half.
    assert 0.4 <= fitted.least <= 0.6


def test_answering_wrongly_that_costs_more_raises_the_threshold() -> None:
    suite = drawn(1.0, 0.0)
    cheap, dear = (fit([suite], share=0.5, price=price) for price in (0.5, 5.0))
    assert cheap.least < dear.least
    answered, refused = zip(suite.shares(cheap), suite.shares(dear), strict=True)
    assert answered[0] > answered[1]
    assert refused[0] < refused[1]


def test_every_suite_counts_the_same_and_as_if_the_share_could_be_answered() -> None:
    small, large = drawn(1.0, 2.0, 400, seed=1), drawn(1.0, -2.0, 8000, seed=2)
    both = fit([small, large], share=0.5, price=1.0)
    alone = fit([large], share=0.5, price=1.0)
    assert both.intercept > alone.intercept + 0.5
    assert fit([large], share=0.9, price=1.0).intercept > alone.intercept + 1


def test_few_questions_far_apart_make_no_steep_curve_and_no_threshold_at_its_end() -> None:
    suite = Judged(
        "few",
        np.array([0.4, 0.8, 1.2, 2.0, 3.0, -0.3, -0.6, -1.0, -2.0, -3.0]),
        np.repeat([1.0, 0.0], 5),
    )
    fitted = fit([suite], share=0.75, price=1.0)
    assert 0.3 < fitted.slope < 3
    assert fitted.least == 0.5
    assert suite.shares(fitted) == (1.0, 1.0)
    # However dear: it stays where the questions are.
    dear = fit([suite], share=0.75, price=100.0)
    assert dear.of(-0.3) < dear.least <= dear.of(0.4)


@pytest.mark.parametrize(("times", "least"), [(1, 0.5), (10, 0.45)])
def test_a_few_questions_do_not_move_the_threshold(times: int, least: float) -> None:
    # At 0.45 two of ten are answered wrongly, at 0.5 three of ten refused needlessly.
    evidence = np.array([-0.2] * 3 + [2.0] * 7 + [-0.1] * 2 + [-2.0] * 8)
    suite = Judged("few", np.tile(evidence, times), np.tile(np.repeat([1.0, 0.0], 10), times))
    assert _least([suite], Confidence(1.0, 0.0), share=0.5, price=1.0) == least


def test_shares_and_brier_score_by_hand() -> None:
    suite = Judged("hand", np.array([-1.0, 1.0, -1.0, 1.0]), np.array([1.0, 1.0, 0.0, 0.0]))
    assert suite.shares(Confidence(1.0, 0.0, 0.5)) == (0.5, 0.5)
    assert suite.shares(Confidence(1.0, 0.0, 0.9)) == (0.0, 1.0)
    assert suite.shares(BARE) == (0.0, 1.0)
    near, far = sigmoid(-1.0) ** 2, sigmoid(1.0) ** 2
    assert suite.brier(BARE, 0.5) == pytest.approx((near + far) / 2)
    lopsided = Judged("hand", np.array([1.0, 1.0, 1.0]), np.array([1.0, 0.0, 0.0]))
    assert lopsided.brier(BARE, 0.75) == pytest.approx(0.75 * near + 0.25 * far)


def test_outcomes_become_evidence_again() -> None:
    made = judged("a", outcomes([0.9] * 5, True) + outcomes([0.2] * 4 + [0.0], False))
    assert [sigmoid(each) for each in made.evidence[:9]] == pytest.approx([0.9] * 5 + [0.2] * 4)
    # Where nothing at all was found: as little as there is, but not without end.
    assert sigmoid(made.evidence[9]) == pytest.approx(0.001)
    assert made.answerable.tolist() == [1.0] * 5 + [0.0] * 5


def test_what_was_never_judged_is_left_out() -> None:
    asked = outcomes([0.9] * 5, True) + outcomes([0.2] * 5, False)
    greeting = outcome(True, confidence=None)
    vague = outcome(True, confidence=0.5, underspecified=True)
    assert len(judged("a", [*asked, greeting, vague]).evidence) == 10
    with pytest.raises(CalibrationError, match="Of a, only questions of one kind were judged"):
        judged("a", [*outcomes([0.9] * 5, True), outcome(False, confidence=None)])


@pytest.mark.parametrize(
    ("can", "cannot", "named"),
    [
        ([30], [0], "s0 has no question that its documents cannot answer"),
        ([0, 30], [20, 20], "s0 has no question that its documents can answer"),
        ([30, 20], [5, 4], "the documents cannot answer 9; a fit needs 10"),
    ],
)
def test_suites_that_say_too_little_are_told(can: list[int], cannot: list[int], named: str) -> None:
    suites = [
        Suite(
            Path(f"s{number}"),
            tuple(Case(str(n), "Why?", answerable=n < yes) for n in range(yes + no)),
        )
        for number, (yes, no) in enumerate(zip(can, cannot, strict=True))
    ]
    with pytest.raises(CalibrationError, match=named):
        check(suites)


def test_evidence_that_says_the_opposite_makes_no_confidence() -> None:
    upside_down = Judged("a", np.array([-1.0, -2.0, 1.0, 2.0]), np.array([1.0, 1.0, 0.0, 0.0]))
    with pytest.raises(CalibrationError, match="no more evidence"):
        fit([upside_down], share=0.5, price=1.0)
