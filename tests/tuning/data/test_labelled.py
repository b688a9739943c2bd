"""Labelled questions beside their passages, as rows for grounded answering."""

import json
from pathlib import Path
from typing import Any

import pytest

from tuning.data import labelled
from tuning.data.loading import load
from tuning.data.pair import DataError
from tuning.recipes.filling import fill
from tuning.recipes.recipe import load as recipe

TEXT = "The office in Porto opens at nine. Lunch is at noon. Nobody works on Sundays."
OTHER = "The Porto office was painted in May. The walls are green."


def write(folder: Path, questions: list[dict[str, Any]], prefix: str = "") -> Path:
    passages = [
        {"id": "a", "title": "Office", "text": TEXT},
        {"id": "b", "title": "Office", "text": OTHER},
    ]
    for name, lines in (("passages", passages), ("questions", questions)):
        text = "".join(json.dumps(line) + "\n" for line in lines)
        (folder / f"{prefix}{name}.jsonl").write_text(text)
    return folder


def question(number: int, **fields: Any) -> dict[str, Any]:
    answer = {"answerable": True, "answers": ["nine"], "sources": ["a"]}
    return {"id": str(number), "question": "When does the office in Porto open?"} | answer | fields


def test_an_answer_is_the_sentence_that_holds_it_with_its_passage(tmp_path: Path) -> None:
    loaded = load(write(tmp_path, [question(number) for number in range(60)], "own_"))
    assert not loaded.drops
    lengths = set()
    for row in loaded.rows:
        shown = row.fields["passages"]
        lengths.add(len(shown))
        place = next(at for at, text in enumerate(shown, 1) if "nine" in text)
        assert row.fields["answer"] == f"The office in Porto opens at nine. [{place}]"
        assert all(text.startswith("Office\n\n") for text in shown)
    # Most have their passage alone, some another beside it, first or second.
    assert lengths == {1, 2}
    assert {row.fields["answer"][-2] for row in loaded.rows} == {"1", "2"}
    # Of a passage one to three sentences are read, those first that share most with the question.
    texts = [text for row in loaded.rows for text in row.fields["passages"] if "nine" in text]
    assert {text.count(".") for text in texts} == {1, 2, 3}
    assert all(text.startswith("Office\n\nThe office in Porto opens") for text in texts)
    assert labelled.load(tmp_path).rows == loaded.rows
    assert fill(recipe("grounded"), loaded.rows[0]).pair.document == "Office"


def test_an_answer_stands_in_its_sentence_as_whole_words(tmp_path: Path) -> None:
    passages = [
        {"id": "a", "title": "Leave", "text": "The 2012 agreement holds. Everybody gets 12 days."}
    ]
    asked = question(1, question="How many days?", answers=["12"])
    folder = write(tmp_path, [asked, question(2, answers=[""])])
    (folder / "passages.jsonl").write_text("".join(json.dumps(each) + "\n" for each in passages))
    loaded = load(folder)
    assert [row.fields["answer"] for row in loaded.rows] == ["Everybody gets 12 days. [1]"]
    assert len(loaded.drops) == 1


def test_the_sentence_that_shares_most_comes_first_answer_or_not(tmp_path: Path) -> None:
    asked = "On which days is the Porto office not open, does nobody there work?"
    rows = load(write(tmp_path, [question(n, question=asked, answers=["Lunch"]) for n in range(9)]))
    read = [row.fields["passages"][0].split("\n\n")[1] for row in rows.rows
            if len(row.fields["passages"]) == 1]  # fmt: skip
    assert all("Lunch is at noon." in text for text in read)
    assert any(not text.startswith("Lunch") for text in read)


def test_a_question_without_an_answer_is_refused(tmp_path: Path) -> None:
    asked = question(1, answerable=False, answers=[], sources=[], asked_about="b")
    (row,) = load(write(tmp_path, [asked])).rows
    assert any("painted" in text for text in row.fields["passages"])
    assert fill(recipe("grounded"), row).pair.completion == "I could not find this."


def test_whole_sentences_of_evidence_are_said(tmp_path: Path) -> None:
    evidence = ["Lunch is at noon.", "Nobody works on Sundays."]
    asked = question(1, answers=["They eat at noon, not on Sundays."], evidence=evidence)
    (row,) = load(write(tmp_path, [asked])).rows
    said = row.fields["answer"]
    assert said.replace("[2]", "[1]") == "Lunch is at noon. [1] Nobody works on Sundays. [1]"


def test_an_answer_that_stands_nowhere_is_dropped_and_a_wrong_line_named(tmp_path: Path) -> None:
    loaded = load(write(tmp_path, [question(1, answers=["ten"])]))
    assert (loaded.rows, [drop.place for drop in loaded.drops]) == ((), ["questions.jsonl, line 1"])
    with pytest.raises(DataError, match=r"questions\.jsonl, line 1, names 'c', which is not there"):
        load(write(tmp_path, [question(1, sources=["c"])]))
    (tmp_path / "questions.jsonl").write_text("no json")
    with pytest.raises(DataError, match=r"questions\.jsonl, line 1, is not JSON"):
        load(tmp_path)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"answers": None}, 'it has no list of texts as "answers"'),
        ({"evidence": "nine"}, 'it has no list of texts as "evidence"'),
        ({"question": None}, 'it has no text as "question"'),
        ({"answerable": "no"}, '"answerable" is neither true nor false'),
        ({"sources": None}, '"sources" is no list of ids'),
        ({"id": None}, 'it has no "id"'),
    ],
)
def test_a_field_that_cannot_be_read_is_named(
    tmp_path: Path, changes: dict[str, Any], told: str
) -> None:
    with pytest.raises(DataError, match=f"^questions.jsonl, line 2: {told}"):
        load(write(tmp_path, [question(1), question(2) | changes]))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('{"id": "a", "text": "b"}', 'line 1: it has no text as "title"'),
        ('["a", "b"]', "line 1, is no JSON object"),
        ('{"id": "a", "title": "\\ud83d", "text": "b"}', "line 1, has half a character"),
    ],
)
def test_a_passage_that_cannot_be_read_is_named(tmp_path: Path, line: str, told: str) -> None:
    write(tmp_path, [question(1)])
    (tmp_path / "passages.jsonl").write_text(line)
    with pytest.raises(DataError, match=f"^passages.jsonl, {told}"):
        load(tmp_path)
