"""Worked answers that a model is shown before it is asked."""

import json
from pathlib import Path

import pytest
from llama_index.core.llms import MockLLM

from answering.errors import ModelError
from answering.examples import load_examples
from answering.generative import GenerativeSynthesizer

ANSWERED = {"passages": ["Lunch\n\nLunch is at noon."], "question": "When?", "answer": "Noon. [1]"}


def written(folder: Path, *rows: object) -> Path:
    path = folder / "examples.jsonl"
    path.write_text("\n\n".join(json.dumps(row) for row in rows) + "\n", encoding="utf-8")
    return path


def test_both_kinds_of_rows_become_turns(tmp_path: Path) -> None:
    path = written(tmp_path, ANSWERED, {"prompt": "Say ah.", "completion": "Ah."})
    turns = load_examples(path, lambda question, passages: f"{question} {len(passages)}")
    assert [(each.role.value, each.content) for each in turns] == [
        ("user", "When? 1"),
        ("assistant", "Noon. [1]"),
        ("user", "Say ah."),
        ("assistant", "Ah."),
    ]


def test_an_example_is_asked_as_a_question_is(tmp_path: Path) -> None:
    path = written(tmp_path, ANSWERED)
    shown = GenerativeSynthesizer(MockLLM(), examples=str(path))
    *before, last = shown.messages("When?", ANSWERED["passages"])
    assert [each.content for each in before] == [last.content, "Noon. [1]"]


def test_examples_take_their_room(tmp_path: Path) -> None:
    llm = MockLLM(max_tokens=100)
    long = "x" * (3 * llm.metadata.context_window - 500)
    alone = GenerativeSynthesizer(llm)
    shown = GenerativeSynthesizer(llm, examples=str(written(tmp_path, ANSWERED)))
    assert "Second." in (alone.messages("Who?", [long, "Second."])[-1].content or "")
    assert "Second." not in (shown.messages("Who?", [long, "Second."])[-1].content or "")


@pytest.mark.parametrize(
    "row",
    [
        {"question": "When?", "answer": "Noon."},
        {"prompt": "Say ah.", "completion": 3},
        {"passages": "Lunch is at noon.", "question": "When?", "answer": "Noon."},
        {"passages": ["Lunch"], "question": ["When?"], "answer": "Noon."},
        {"passages": ["Lunch"], "question": "When?", "answer": " "},
        ["When?"],
    ],
)
def test_a_row_that_is_none_is_named(tmp_path: Path, row: object) -> None:
    path = written(tmp_path, ANSWERED, row)
    with pytest.raises(ModelError, match="line 3: it needs question, passages and answer"):
        load_examples(path, lambda question, _: question)


def test_a_line_ends_where_it_ends_and_a_byte_order_mark_is_none(tmp_path: Path) -> None:
    path = tmp_path / "examples.jsonl"
    row = json.dumps({"prompt": "One\u2028two.", "completion": "Three."}, ensure_ascii=False)
    path.write_text(row, encoding="utf-8-sig")
    turns = load_examples(path, lambda question, _: question)
    assert [each.content for each in turns] == ["One\u2028two.", "Three."]


def test_examples_that_leave_no_room_are_refused(tmp_path: Path) -> None:
    long = {"prompt": "x" * 3 * MockLLM().metadata.context_window, "completion": "y"}
    with pytest.raises(ModelError, match="no room for passages beside its examples"):
        GenerativeSynthesizer(MockLLM(), examples=str(written(tmp_path, long)))


def test_a_file_that_is_missing_or_empty_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"cannot read its examples in .*none"):
        load_examples(tmp_path / "none", lambda question, _: question)
    with pytest.raises(ModelError, match="has no examples in"):
        load_examples(written(tmp_path), lambda question, _: question)
