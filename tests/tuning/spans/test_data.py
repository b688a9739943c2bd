from pathlib import Path

import pytest

from tests.tuning.spans.made import write_data
from tuning.spans.data import HELD_OUT, DataError, _meant, load


def test_questions_come_with_their_passage_and_the_place_of_the_answer(tmp_path: Path) -> None:
    data = load(write_data(tmp_path))
    assert {each.passage.title for each in data.held_out} == HELD_OUT
    assert not HELD_OUT & {each.passage.title for each in data.learned}
    assert (len(data.learned), len(data.held_out), len(data.passages)) == (14, 12, 13)
    for example in (*data.learned, *data.held_out):
        if example.passage.title != "Bread" and example.answer:
            assert example.text[slice(*example.answer)].startswith("10")
    natural = [each for each in data.learned if each.passage.title == "Bread"]
    # Evidence that is not in the passage teaches nothing; the question is left out.
    answers = [each.answer and each.text[slice(*each.answer)] for each in natural]
    assert answers == ["It is made of flour .", None]


def test_of_several_occurrences_the_one_near_the_questions_words_is_meant() -> None:
    filler = "Nothing else happened for a very long time in that part of the country. " * 3
    text = f"In 1070 a church burned. {filler}In 1070 the castle was built."
    begin, end = _meant("1070", "When was the castle built?", text)
    assert begin == text.rindex("1070")
    assert text[begin:end] == "1070"


def test_missing_or_broken_data_are_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"squad2_passages\.jsonl is missing"):
        load(tmp_path)
    write_data(tmp_path)
    (tmp_path / "clapnq_passages.jsonl").write_text("")
    with pytest.raises(DataError, match="Bread#1"):
        load(tmp_path)
    (tmp_path / "clapnq_questions.jsonl").write_text("no\n")
    with pytest.raises(DataError, match=r"clapnq_questions\.jsonl holds a line that is not JSON"):
        load(tmp_path)
