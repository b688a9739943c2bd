import json
from pathlib import Path

import pytest

from answering.question import Turn
from evaluation.outcome import Outcome
from evaluation.report import report_one, report_two
from evaluation.saved import Run, RunError, load_run, same_questions
from tests.evaluation.made import outcome, refusal


def run(*outcomes: Outcome, name: str = "run") -> Run:
    return Run(name, "suite", "extractive", outcomes)


def test_a_saved_run_is_read_back_as_it_was(tmp_path: Path) -> None:
    made = outcome(answers=("27", "many"), alt_sources=("b",), found=("x",), confidence=0.5)
    asked = Outcome(
        type(made.case)("2", "and then?", (Turn("user", "What?"), Turn("assistant", "This."))),
        (),
        refusal().answer,
    )
    path = tmp_path / "run.json"
    path.write_text(json.dumps(report_one(run(made, asked)).as_json()))
    loaded = load_run(path)
    assert loaded == Run(str(path), "suite", "extractive", (made, asked))


def test_what_is_no_run_is_told(tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    compared = report_two(run(outcome()), run(outcome())).as_json()
    for text in ("{}", "[]", "no", json.dumps(compared)):
        other.write_text(text)
        with pytest.raises(RunError, match=r"other\.json is not a run"):
            load_run(other)
    with pytest.raises(RunError, match="cannot be read"):
        load_run(tmp_path / "gone.json")


def test_only_the_same_questions_are_compared() -> None:
    a = run(outcome(id="1"), outcome(id="2"), outcome(id="3"))
    b = run(outcome(id="4"), outcome(id="3", said=("No.",)), outcome(id="2", sources=("new.md",)))
    one, other = same_questions(a, b)
    assert [o.case.id for o in one.outcomes] == [o.case.id for o in other.outcomes] == ["3"]
    with pytest.raises(RunError, match="no question in common"):
        same_questions(a, run(outcome(id="5"), name="b"))


def test_questions_of_one_id_are_all_compared() -> None:
    a = run(*(outcome(id="1", answers=(answer,)) for answer in ("27", "28", "29")))
    one, other = same_questions(a, a)
    assert (one.outcomes, other.outcomes) == (a.outcomes, a.outcomes)
