import numpy as np
import pytest

from answering.confidence import BARE, Confidence, sigmoid
from evaluation.calibration import CalibrationError, Judged, fit, judged
from evaluation.outcome import Outcome
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
    fitted = fit([suite], share=suite.answerable.mean(), price=1.0)
    assert fitted.slope == pytest.approx(0.6, abs=0.05)
    assert fitted.intercept == pytest.approx(0.4, abs=0.1)
    assert suite.error(fitted) < suite.error(BARE)
    # A wrong answer and a wrong refusal cost the same: the lowest threshold that is as good as
    # 0.5, where they balance.
    assert 0.35 <= fitted.least <= 0.5


def test_a_wrong_answer_that_costs_more_raises_the_threshold() -> None:
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


def test_shares_by_hand() -> None:
    suite = Judged("hand", np.array([-1.0, 1.0, -1.0, 1.0]), np.array([1.0, 1.0, 0.0, 0.0]))
    assert suite.shares(Confidence(1.0, 0.0, 0.5)) == (0.5, 0.5)
    assert suite.shares(Confidence(1.0, 0.0, 0.9)) == (0.0, 1.0)
    assert suite.shares(BARE) == (1.0, 0.0)


def test_outcomes_become_evidence_again() -> None:
    made = judged("a", outcomes([0.9] * 5, True) + outcomes([0.2] * 4 + [0.0], False))
    assert [sigmoid(each) for each in made.evidence[:9]] == pytest.approx([0.9] * 5 + [0.2] * 4)
    # However sure: no logit is without end.
    assert -20 < made.evidence[9] < -10
    assert made.answerable.tolist() == [1.0] * 5 + [0.0] * 5


def test_what_was_never_judged_is_left_out() -> None:
    asked = outcomes([0.9] * 5, True) + outcomes([0.2] * 5, False)
    greeting = outcome(True, confidence=None)
    vague = outcome(True, confidence=0.5, underspecified=True)
    assert len(judged("a", [*asked, greeting, vague]).evidence) == 10


@pytest.mark.parametrize(
    ("answerable", "named"), [(True, "0 questions .* cannot"), (False, "can ")]
)
def test_a_suite_of_one_kind_says_nothing(answerable: bool, named: str) -> None:
    with pytest.raises(CalibrationError, match=named):
        judged("a", outcomes([0.5] * 30, answerable))


def test_evidence_that_says_the_opposite_makes_no_confidence() -> None:
    upside_down = Judged("a", np.array([-1.0, -2.0, 1.0, 2.0]), np.array([1.0, 1.0, 0.0, 0.0]))
    with pytest.raises(CalibrationError, match="no more evidence"):
        fit([upside_down], share=0.5, price=1.0)
