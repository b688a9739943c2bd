"""Files of questions."""

import json
from pathlib import Path

import pytest

from answering.asked import Case, CasesError, load_cases
from answering.question import Turn


def test_a_question_is_read_with_all_it_has(tmp_path: Path) -> None:
    full = {
        "id": 7,
        "question": "and in Utrecht?",
        "history": [{"role": "user", "text": "In Lisbon?"}, {"role": "assistant", "text": "140."}],
        "answerable": False,
        "answerability": ["UNDERSPECIFIED"],
        "answers": ["150", None],
        "sources": ["a.md"],
        "alt_sources": ["b.md"],
        "must_include": [["27", "twenty-seven"]],
        "type": "typo",
    }
    bare = {"question": "Who?", "sources": None}
    path = tmp_path / "questions.jsonl"
    path.write_text(f"{json.dumps(full)}\n\n{json.dumps(bare)}\n")
    assert load_cases(path) == (
        Case(
            "7",
            "and in Utrecht?",
            (Turn("user", "In Lisbon?"), Turn("assistant", "140.")),
            answerable=False,
            underspecified=True,
            answers=("150",),
            sources=("a.md",),
            alt_sources=("b.md",),
            must_include=(("27", "twenty-seven"),),
            type="typo",
        ),
        Case("3", "Who?"),
    )


def test_a_byte_order_mark_is_read_over(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text('{"id": "1", "question": "Who?"}', encoding="utf-8-sig")
    assert load_cases(path) == (Case("1", "Who?"),)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"question": None}, '"question" must be text, not null.'),
        ({"question": ["Who?"]}, '"question" must be text, not ["Who?"].'),
        ({"id": [1]}, '"id" must be text or a number, not [1].'),
        ({"answerable": "false"}, '"answerable" must be true or false, not "false".'),
        ({"answerable": 0}, '"answerable" must be true or false, not 0.'),
        ({"answers": "day nine"}, '"answers" must be a list of text, not "day nine".'),
        ({"sources": "leave.md"}, '"sources" must be a list of text, not "leave.md".'),
        ({"sources": [3]}, '"sources" must be a list of text, not [3].'),
        ({"sources": [None]}, '"sources" must be a list of text, not [null].'),
        ({"alt_sources": {"a": 1}}, '"alt_sources" must be a list of text, not {"a": 1}.'),
        ({"answerability": "NO"}, '"answerability" must be a list of text, not "NO".'),
        (
            {"must_include": ["99 weeks"]},
            '"must_include" must be a list of lists of text, such as [["27", "twenty-seven"]], '
            'not ["99 weeks"].',
        ),
        (
            {"history": [{"role": "user"}]},
            '"history" must be a list of turns, each an object with the texts "role" and "text", '
            'not [{"role": "user"}].',
        ),
        ({"type": 3}, '"type" must be text, not 3.'),
    ],
)
def test_a_value_of_another_type_is_told(
    tmp_path: Path, wrong: dict[str, object], told: str
) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text(f"\n{json.dumps({'question': 'Who?', **wrong})}")
    with pytest.raises(CasesError) as caught:
        load_cases(path)
    assert str(caught.value) == f"{path}, line 2: {told}"


@pytest.mark.parametrize(
    ("line", "told"), [("{", "line 1 is not JSON: "), ("3", "line 1 is not a JSON object.")]
)
def test_a_line_without_a_question_is_told(tmp_path: Path, line: str, told: str) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text(line)
    with pytest.raises(CasesError, match=told):
        load_cases(path)
