import pytest

from evaluation.outcome import Outcome
from tests.evaluation.made import outcome, refusal

LONG = "a very long answer that no bot could repeat word for word in any case"


@pytest.mark.parametrize(
    ("made", "verdict"),
    [
        (outcome(), "right"),
        (outcome(said=("It is 30.",)), "wrong"),
        (refusal(answerable=True), "refused wrongly"),
        (outcome(answerable=False), "answered wrongly"),
        (refusal(), "refused rightly"),
        (outcome(must_include=(), answers=(LONG,)), "not judged"),
        (outcome(underspecified=True), "not counted"),
        (outcome(status="error"), "error"),
        (outcome(kind="clarify"), "refused wrongly"),
        (outcome(answerable=False, kind="clarify"), "refused rightly"),
        (outcome(status="partial"), "right"),
    ],
)
def test_verdicts(made: Outcome, verdict: str) -> None:
    assert made.verdict == verdict


def test_correct_is_told_by_facts_then_by_containment() -> None:
    assert outcome(must_include=(("27", "twenty-seven"), ("days",))).correct is False
    assert outcome(said=("Twenty-seven days.",), must_include=(("27", "twenty-seven"),)).correct
    assert outcome(must_include=(), answers=("is 27",)).correct
    assert outcome(must_include=(), answers=(LONG, "is 27")).correct


def test_what_is_too_long_to_tell_stays_so_when_refused() -> None:
    assert refusal(answerable=True, must_include=(), answers=(LONG,)).correct is None


def test_a_clarifying_question_is_no_answer_though_it_names_the_facts() -> None:
    assert outcome(kind="clarify", said=("Do you mean 27 or 30?",)).correct is False


def test_types_fall_back_to_what_can_be_said() -> None:
    assert outcome(type="typo").type == "typo"
    assert outcome().type == "answerable"
    assert outcome(answerable=False).type == "unanswerable"
    assert outcome(underspecified=True).type == "underspecified"
