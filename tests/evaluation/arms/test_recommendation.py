"""The rules, one by one."""

from dataclasses import replace

import pytest

from evaluation.arms.circumstances import Circumstances
from evaluation.arms.recommendation import Recommendation, recommend
from evaluation.arms.report import ArmsReport
from tests.evaluation.arms.made import styled, trials, usual

BEST = trials(40)


def recommended(made: ArmsReport, **told: object) -> Recommendation:
    return recommend(made, replace(Circumstances(), **told))  # type: ignore[arg-type]


def reasons(given: Recommendation) -> str:
    return "\n".join(given.reasons)


def test_of_arms_that_are_alike_the_simplest_is_run() -> None:
    given = recommended(usual())
    assert given.arm == "extractive"
    assert given.sentence == "Run extractive."
    assert "do not tell retrieval + base and retrieval + fine-tuned apart" in reasons(given)


def test_the_best_is_run_where_it_is_better_beyond_luck() -> None:
    given = recommended(usual(retrieval_tuned=BEST))
    assert given.arm == "retrieval_tuned"
    assert "retrieval + fine-tuned 1.000" in reasons(given)


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({}, "Sources must be named"),
        ({"sources_needed": False, "documents_change": "daily"}, "Documents change daily"),
    ],
)
def test_a_model_alone_is_left_out(told: dict[str, object], reason: str) -> None:
    given = recommended(usual(tuned_alone=BEST), **told)
    assert given.arm == "extractive"
    assert reason in given.reasons[0]


def test_a_model_alone_will_do_for_what_never_changes() -> None:
    told = {"sources_needed": False, "documents_change": "never"}
    assert recommended(usual(tuned_alone=BEST), **told).arm == "tuned_alone"


def test_too_few_pairs_leave_fine_tuning_out() -> None:
    made = usual(retrieval_tuned=BEST)
    assert recommended(made, pairs=500).arm == "retrieval_tuned"
    given = recommended(made, pairs=30)
    assert given.arm == "extractive"
    assert "30 pairs are too few" in reasons(given)


def test_what_is_too_slow_is_left_out() -> None:
    given = recommended(usual(retrieval_tuned=BEST), latency=0.5)
    assert given.arm == "extractive"
    assert "retrieval + fine-tuned 1.00 s" in reasons(given)
    none = recommended(usual(), latency=0.01)
    assert none.arm is None
    assert "None of the arms" in none.sentence


def test_an_adapter_that_makes_facts_worse_is_left_out() -> None:
    made = usual(
        retrieval_base=trials(38), retrieval_tuned=trials(38, cites=10), extractive=trials(5)
    )
    given = recommended(made)
    assert given.arm == "retrieval_base"
    assert "makes facts worse: cites gold 1.000 to 0.250" in reasons(given)


def test_a_voice_is_worth_an_adapter_where_facts_are_alike() -> None:
    slow = trials(5)
    plain, voiced = styled(trials(30), 0.1), styled(trials(30), 0.9)
    made = usual(retrieval_base=plain, retrieval_tuned=voiced, extractive=slow)
    given = recommended(made)
    assert given.arm == "retrieval_tuned"
    assert "it has the voice" in reasons(given)
    without = usual(retrieval_base=trials(30), retrieval_tuned=trials(30), extractive=slow)
    assert recommended(without).arm == "retrieval_base"
