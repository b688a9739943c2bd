"""Models that are handed the right passage."""

import json
from pathlib import Path

import pytest

from answering.answerer import ModelRegistry
from answering.generative import GenerativeSynthesizer
from evaluation.given import load_given, run_given
from evaluation.saved import Run, RunError
from evaluation.scores import score
from evaluation.suite import load_suite
from indexing.embedder import Embedder
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


def test_what_is_written_is_scored(tmp_path: Path, embedder: Embedder) -> None:
    given = load_given(load_suite(write(tmp_path)))
    registry = ModelRegistry(embedder, tmp_path, MODELS)
    synthesizer = registry.synthesizer("plain")
    assert isinstance(synthesizer, GenerativeSynthesizer)
    run = Run("plain", "given", "plain", tuple(run_given(given, synthesizer, "plain")))
    figures = score(run.outcomes).values()
    assert figures["correct"] == 1
    assert run.outcomes[0].answer.model == "plain"
    assert figures["answered"] == 1


def test_a_suite_without_passages_is_told(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "questions.jsonl").write_text(json.dumps(QUESTIONS[0]))
    with pytest.raises(RunError, match=r"has no passages\.jsonl"):
        load_given(load_suite(tmp_path))
    write(tmp_path)
    (tmp_path / "questions.jsonl").write_text(json.dumps(QUESTIONS[2]))
    with pytest.raises(RunError, match=r"No question in .* names its passage"):
        load_given(load_suite(tmp_path))
