"""Each arm over real retrieval, with models whose replies are rules."""

import pytest

from evaluation.arms.arm import Arm
from evaluation.arms.trial import Trial
from tests.evaluation.arms.conftest import Ask


def by_name(trials: dict[Arm, tuple[Trial, ...]]) -> dict[str, tuple[Trial, ...]]:
    return {arm.name: asked for arm, asked in trials.items()}


def test_a_model_alone_sees_no_passage_and_cites_nothing(ask: Ask) -> None:
    vacation, _, planets = by_name(ask("plain", None))["base_alone"]
    assert vacation.answer.text == "You get 14 days. One. Two."
    assert (vacation.verdict, vacation.found, vacation.answer.citations) == ("wrong", (), ())
    assert planets.verdict == "refused rightly"
    assert 0 < vacation.answer.timings.first_token_seconds <= vacation.answer.timings.seconds


def test_with_passages_it_answers_and_cites(ask: Ask) -> None:
    vacation, sick, planets = by_name(ask("plain", None))["retrieval_base"]
    assert (vacation.verdict, sick.verdict, planets.verdict) == (
        "right", "right", "refused rightly",
    )  # fmt: skip
    assert vacation.answer.citations[0].source == "Time off/Vacation.md"
    assert set(vacation.verbatim) == {True}
    assert vacation.cost == pytest.approx((vacation.tokens_in + 10 * vacation.tokens_out) / 1e6)
    assert vacation.tokens_in > 100


def test_nobody_stands_in_for_a_model_that_is_measured(ask: Ask) -> None:
    arms = by_name(ask("plain", "inventive"))
    vacation, _, planets = arms["retrieval_tuned"]
    assert (vacation.verdict, vacation.nothing_supported) == ("refused wrongly", True)
    # What is refused before a model is asked says nothing of the model.
    assert (planets.verdict, planets.nothing_supported) == ("refused rightly", False)
    assert not any(trial.nothing_supported for trial in arms["retrieval_base"])
    shipped = arms["retrieval_tuned_shipped"]
    assert [trial.verdict for trial in shipped] == [
        trial.verdict for trial in arms["extractive"]
    ]  # fmt: skip
    assert shipped[0].answer.sentences == arms["extractive"][0].answer.sentences
    assert shipped[0].answer.timings.seconds > vacation.answer.timings.seconds
    assert shipped[0].answer.timings.first_token_seconds <= shipped[0].answer.timings.seconds


def test_a_question_that_errs_is_counted_and_the_next_is_asked(ask: Ask) -> None:
    arms = by_name(ask("fragile", "plain"))
    for name in ("base_alone", "retrieval_base"):
        first, sick, planets = arms[name]
        assert (sick.verdict, first.failed, planets.failed) == ("error", False, False)
        assert "did not answer in time" in sick.answer.error
    arms = by_name(ask("plain", "fragile"))
    assert arms["retrieval_tuned"][1].failed
    assert arms["retrieval_tuned_shipped"][1].verdict == "right"


def test_without_a_fine_tuned_model_its_arms_are_left_out(ask: Ask) -> None:
    assert set(by_name(ask("plain", None))) == {"extractive", "base_alone", "retrieval_base"}
