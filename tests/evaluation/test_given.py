"""Models that are handed the right passage."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from answering.answerer import ModelRegistry
from answering.confidence import Confidence
from evaluation.given import GivenJudge, load_given, run_given
from evaluation.run import index_suite
from evaluation.saved import Run, RunError
from evaluation.scores import score
from evaluation.suite import load_suite
from indexing.embedder import Embedder
from indexing.store import PassageStore
from tests.answering.models.test_remote import Counted
from tests.evaluation.arms.conftest import MODELS

PASSAGES = [
    {"id": "a", "title": "Vacation", "text": "Everybody gets 27 days of vacation a year."},
    {"id": "b", "title": "Sick leave", "text": "Tell your team by 10:00 that you are sick."},
]
QUESTIONS = [
    {"id": "1", "question": "How many days?", "answers": ["27 days"], "sources": ["a"]},
    {"id": "2", "question": "Who pays?", "answerable": False, "sources": [], "asked_about": "b"},
    {"id": "3", "question": "Why?", "answerable": False, "sources": []},
]


def write(folder: Path) -> Path:
    for name, lines in (("passages", PASSAGES), ("questions", QUESTIONS)):
        (folder / f"{name}.jsonl").write_text("\n".join(map(json.dumps, lines)))
    return folder


def test_each_question_comes_with_the_passage_it_is_about(tmp_path: Path) -> None:
    given = load_given(load_suite(write(tmp_path)))
    assert [each.case.id for each in given] == ["1", "2"]
    assert given[0].passage == "Vacation\n\nEverybody gets 27 days of vacation a year."
    assert given[1].passage.startswith("Sick leave\n\n")


def test_questions_without_ids_are_numbered_by_line(tmp_path: Path) -> None:
    write(tmp_path)
    lines = ["", *(json.dumps({**each, "id": None}) for each in QUESTIONS)]
    (tmp_path / "questions.jsonl").write_text("\n".join(lines))
    assert [each.case.id for each in load_given(load_suite(tmp_path))] == ["2", "3"]


def test_a_passage_needs_no_title(tmp_path: Path) -> None:
    write(tmp_path)
    passage = json.dumps({"id": "a", "text": "Everybody gets 27 days."})
    (tmp_path / "passages.jsonl").write_text(f"\ufeff{passage}", encoding="utf-8")
    (given,) = load_given(load_suite(tmp_path))
    assert given.passage == "a\n\nEverybody gets 27 days."


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('{"title": "A", "text": "B"}', 'is not a passage: it needs "id" and "text"'),
        ('{"id": "a", "title": "A"}', 'is not a passage: it needs "id" and "text"'),
        ('{"id": "a"', "is not JSON"),
        ('["a"]', "is not a JSON object"),
    ],
)
def test_a_line_that_is_no_passage_is_named(tmp_path: Path, line: str, problem: str) -> None:
    write(tmp_path)
    (tmp_path / "passages.jsonl").write_text(f"{json.dumps(PASSAGES[0])}\n\n{line}")
    with pytest.raises(RunError, match=f"passages.jsonl, line 3 {problem}"):
        load_given(load_suite(tmp_path))


def test_what_is_written_is_scored(tmp_path: Path, embedder: Embedder) -> None:
    given = load_given(load_suite(write(tmp_path)))
    registry = ModelRegistry(embedder, tmp_path, MODELS)
    run = Run("plain", "given", "plain", tuple(run_given(given, registry, "plain")))
    figures = score(run.outcomes).values()
    assert figures["correct"] == 1
    assert run.outcomes[0].answer.model == "plain"
    assert figures["answered"] == 1


def test_a_question_that_errs_ends_no_run(tmp_path: Path, embedder: Embedder) -> None:
    sick = {"id": "0", "question": "When am I sick?", "answers": ["10:00"], "sources": ["b"]}
    folder = write(tmp_path)
    (folder / "questions.jsonl").write_text("\n".join(map(json.dumps, [sick, *QUESTIONS])))
    registry = ModelRegistry(embedder, tmp_path, MODELS)
    first, second, *_ = run_given(load_given(load_suite(folder)), registry, "fragile")
    assert first.answer.status == "error"
    assert "did not answer in time" in first.answer.error
    assert "27 days" in second.answer.text


def test_a_budget_ends_the_asking(tmp_path: Path, embedder: Embedder) -> None:
    with_budget = {"plain": replace(MODELS["plain"], daily_tokens=1)}
    meter = Counted()
    registry = ModelRegistry(embedder, tmp_path, with_budget, meter=meter)
    first, second = run_given(load_given(load_suite(write(tmp_path))), registry, "plain")
    assert first.answer.status != "error"
    assert second.answer.error == "has used its 1 tokens of today"
    assert [failed for *_, failed in meter.calls].count(False) == 1


def test_a_suite_without_passages_is_told(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "questions.jsonl").write_text(json.dumps(QUESTIONS[0]))
    with pytest.raises(RunError, match=r"has no passages\.jsonl"):
        load_given(load_suite(tmp_path))
    write(tmp_path)
    (tmp_path / "questions.jsonl").write_text(json.dumps(QUESTIONS[2]))
    with pytest.raises(RunError, match=r"No question in .* names its passage"):
        load_given(load_suite(tmp_path))


def test_the_judge_refuses_before_the_model_is_asked(
    tmp_path: Path, embedder: Embedder, store: PassageStore
) -> None:
    asked = {"id": "4", "question": "How many days of vacation does everybody get a year?"}
    refused = {"id": "5", "question": "Who repairs bicycles?", "answerable": False}
    lines = [{**asked, "answers": ["27"], "sources": ["a"]}, {**refused, "asked_about": "b"}]
    write(tmp_path)
    (tmp_path / "questions.jsonl").write_text("\n".join(map(json.dumps, lines)))
    suite = load_suite(tmp_path)
    index_suite(suite, store)
    meter = Counted()
    registry = ModelRegistry(embedder, tmp_path, MODELS, meter=meter)
    judge = GivenJudge(store, registry.ranker, Confidence())
    outcomes = tuple(run_given(load_given(suite), registry, "plain", judge))
    assert [each.verdict for each in outcomes] == ["right", "refused rightly"]
    assert len(meter.calls) == 1
