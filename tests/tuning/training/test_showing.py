"""Which pairs a model is shown where nothing is trained."""

from pathlib import Path

from tuning.data.pair import Pair
from tuning.training.showing import read_examples, shown, write_examples


def pair(document: str, length: int) -> Pair:
    return Pair(f"{document}-{length}", document, "x" * length, "y")


def test_the_most_usual_lengths_are_shown_from_different_documents() -> None:
    pairs = [pair("a", 10), pair("a", 11), pair("b", 12), pair("c", 90), pair("d", 1)]
    assert [each.id for each in shown(pairs, 3)] == ["a-11", "b-12", "d-1"]
    assert [each.id for each in shown(pairs, 5)][3:] == ["c-90", "a-10"]
    assert len(shown(pairs, 9)) == 5


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "examples.jsonl"
    assert read_examples(path) == []
    write_examples(path, [Pair("1", "d", "One\u2028two", "Drei ä")])
    assert read_examples(path) == [Pair("", "", "One\u2028two", "Drei ä")]
