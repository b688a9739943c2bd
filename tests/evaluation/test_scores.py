"""Every figure on a suite small enough to reckon by hand."""

from pathlib import Path

import pytest

from evaluation.figures import FIGURES
from evaluation.scores import compare_outcomes, score, score_by_type
from tests.evaluation.made import outcome, refusal

OUTCOMES = [
    outcome(id="1", found=("gold.md", "x"), answers=("is 27",), confidence=0.9, seconds=1.0,
            first=0.1),
    outcome(id="2", found=("x", "gold.md"), said=("It is 30.",), cited=("gold.md", "x"),
            answers=("is 27",), confidence=0.8, seconds=2.0, first=0.2, verbatim=(True, False)),
    refusal(answerable=True, id="3", found=("x", "y"), confidence=0.3, seconds=3.0, first=3.0),
    outcome(id="4", found=("a", "x", "b"), sources=("a", "b"), cited=("a",), confidence=0.7,
            seconds=4.0, first=0.4),
    refusal(id="5", confidence=0.2, seconds=5.0, first=5.0),
    outcome(False, id="6", cited=("x",), confidence=0.6, seconds=6.0, first=0.6),
    outcome(id="7", underspecified=True, kind="clarify", sources=(), cited=(), seconds=7.0,
            first=0.7),
    outcome(id="8", underspecified=True, sources=(), cited=(), kind="smalltalk", seconds=8.0,
            first=0.8),
    outcome(id="9", status="error", said=(), found=("gold.md",), seconds=0.0, first=0.0),
]  # fmt: skip


EXPECTED = {
    # Questions 1, 2, 3, 4, 9 have sources; first gold at ranks 1, 2, never, 1, 1.
    "hit_at_1": 3 / 5,
    "hit_at_5": 4 / 5,
    "hit_at_10": 4 / 5,
    "mrr_at_10": (1 + 1 / 2 + 0 + 1 + 1) / 5,
    # Ranks 1; 2; none; 1 and 3 of two; 1.
    "ndcg_at_10": (1 + 0.63093 + 0 + 1.5 / 1.63093 + 1) / 5,
    "recall_at_5": 4 / 5,
    "all_gold_at_5": 4 / 5,
    "correct": 2 / 5,
    # "it is 27" and "is 27": F1 4/5; "it is 30": one of three and two, 2/5.
    "token_f1": (0.8 + 0.4) / 2,
    "rouge_l": (0.8 + 0.4) / 2,
    # Answered with sources: 1, 2, 4.
    "source_precision": (1 + 1 / 2 + 1) / 3,
    "source_recall": (1 + 1 + 1 / 2) / 3,
    "cites_gold": 1.0,
    # Citations: 1 + 2 + 1 + 1, one of them not verbatim.
    "verbatim": 4 / 5,
    "supported": 1.0,
    "answered": 3 / 5,
    "refused": 1 / 2,
    "balanced": (3 / 5 + 1 / 2) / 2,
    "refusal_precision": 1 / 2,
    "refusal_recall": 1 / 2,
    # Six bins of one: gaps 0.1, 0.2, 0.7, 0.3, 0.2, 0.6.
    "calibration_error": 2.1 / 6,
    # Answerable 0.9, 0.8, 0.3, 0.7 against 0.2, 0.6: of 8 pairs only 0.3 < 0.6 is lost.
    "auroc": 7 / 8,
    # Surest first: right, wrong, right, wrong (answered), wrong (refused), wrong (refused).
    "risk_coverage_area": (0 + 1 / 2 + 1 / 3 + 2 / 4 + 3 / 5 + 4 / 6) / 6,
    "asked_back": 1 / 2,
    "seconds_p50": 4.5,
    "seconds_p95": 7.65,
    "first_token_seconds_p50": 0.65,
    # 0.1 .. 0.8, 3, 5: between the last two, 0.65 of the way.
    "first_token_seconds_p95": 4.3,
}


@pytest.mark.parametrize("name", EXPECTED)
def test_figures_by_hand(name: str) -> None:
    assert score(OUTCOMES).value(name) == pytest.approx(EXPECTED[name], abs=1e-5)


def test_every_figure_is_reckoned_and_explained() -> None:
    assert set(EXPECTED) == {figure.name for figure in FIGURES}
    page = Path(__file__).parents[2] / "docs" / "evaluation.md"
    for figure in FIGURES:
        assert f"`{figure.name}`" in page.read_text(encoding="utf-8"), figure.name


def test_types_are_scored_apart() -> None:
    types = score_by_type(OUTCOMES)
    assert list(types) == ["answerable", "unanswerable", "underspecified"]
    assert types["unanswerable"].value("refused") == 1 / 2
    assert types["unanswerable"].value("hit_at_5") is None
    assert types["unanswerable"].value("risk_coverage_area") is None
    assert types["answerable"].questions == 5


def test_without_confidences_there_are_no_figures_of_them() -> None:
    values = score([outcome(), refusal()]).values()
    assert values["auroc"] is values["calibration_error"] is values["risk_coverage_area"] is None
    assert values["questions"] == 2


def test_long_answers_are_not_judged_by_containment() -> None:
    long = ("one two three four five six seven eight nine ten eleven twelve thirteen",)
    asked = [
        outcome(must_include=(), answers=long, confidence=0.8),
        refusal(answerable=True, must_include=(), answers=long, confidence=0.2),
        refusal(confidence=0.1),
    ]
    values = score(asked).values()
    assert values["correct"] is None
    assert values["risk_coverage_area"] is None
    assert values["token_f1"] == 0.0
    assert values["answered"] == 1 / 2


def test_two_runs_are_compared_question_by_question() -> None:
    better = [*OUTCOMES]
    better[2] = outcome(id="3", found=("gold.md",), confidence=0.9)
    compared = compare_outcomes(OUTCOMES, better)
    correct = compared["correct"]
    assert correct is not None
    assert (correct.a, correct.b, correct.n) == (2 / 5, 3 / 5, 5)
    assert (correct.test, correct.p) == ("McNemar", 1.0)
    precision = compared["refusal_precision"]
    assert precision is not None
    assert (precision.a, precision.b, precision.test) == (1 / 2, 1.0, "permutation")
    assert all(found is None or 0 < found.p <= 1 for found in compared.values())
