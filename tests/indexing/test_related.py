"""Words that mean nearly the same: told apart from others, and found by a search."""

from pathlib import Path

import pytest

from indexing import related as module
from indexing.keywords import Entry, KeywordIndex
from indexing.readers import PUBLIC
from indexing.related import related, save
from indexing.terms import asked_terms, stem


@pytest.mark.parametrize(
    ("asked", "written", "unrelated"),
    [
        ("sofa", "couch", "salary"),
        ("sick", "ill", "invoice"),
        ("purchase", "buy", "garden"),
        ("boss", "supervisor", "window"),
        ("cracked", "fractured", "holiday"),
    ],
)
def test_related_terms_say_part_of_each_other(asked: str, written: str, unrelated: str) -> None:
    said = related(stem(asked))
    assert 0 < said[stem(written)] < 1
    assert stem(unrelated) not in said
    assert list(said.values()) == sorted(said.values(), reverse=True)
    assert stem(asked) not in said


@pytest.mark.parametrize("term", ["zyxwv", "4711", "monday", "three", "april", "spanish"])
def test_what_is_no_common_word_or_means_one_thing_only_is_related_to_nothing(term: str) -> None:
    assert related(stem(term)) == {}


def test_a_page_is_found_by_a_word_that_it_does_not_have() -> None:
    found = _search("Who repairs my sofa?", "Windows are cleaned in May.", "Couches: ask Ines.")
    assert found[0] == 1


def test_the_word_itself_counts_more() -> None:
    found = _search("sofa", "The couch is grey.", "The sofa is grey.", "The chair is grey.")
    assert found == [1, 0, 2]


@pytest.mark.parametrize(
    "text", ["Wo steht das Sofa und wie ist die Couch?", "Wo lebten die britischen Siedler?"]
)
def test_only_english_words_are_related(text: str) -> None:
    forms = asked_terms(text)
    assert forms
    assert all(set(counts.values()) == {1.0} for counts in forms)


def test_what_others_may_read_takes_no_place() -> None:
    near = list(related(stem("sofa")))
    closed = [Entry(at, "Page", word, frozenset({"group:hr"})) for at, word in enumerate(near)]
    made = KeywordIndex()
    made.update([], [*closed, Entry(99, "Page", "Couches: ask Ines.", PUBLIC)])
    assert [at for at, _ in made.search("Who repairs my sofa?", PUBLIC, 5)] == [99]


def test_what_is_written_in_other_words_is_known() -> None:
    made = KeywordIndex()
    made.update([], [Entry(1, "Page", "Couches: ask Ines.", PUBLIC)])
    assert made.knows(stem("sofa"), PUBLIC)
    assert not made.knows(stem("sofa"), frozenset({"group:hr"}))
    assert not made.knows(stem("invoice"), PUBLIC)


def test_what_nobody_wrote_finds_nothing() -> None:
    assert _search("zyxwv qwrtz", "The couch is grey.") == []


def test_what_is_saved_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "related.npz"
    save(path, ["big", "large", "blue"], [[(1, 0.9)], [(0, 0.9), (2, 0.6)], []])
    monkeypatch.setattr(module, "SHIPPED", path)
    module._table.cache_clear()
    related.cache_clear()
    try:
        assert list(related("large")) == ["big", "blue"]
        assert related("big")["large"] == pytest.approx(related("large")["big"])
        assert related("blue") == {}
    finally:
        module._table.cache_clear()
        related.cache_clear()


def _search(text: str, *said: str) -> list[int]:
    made = KeywordIndex()
    made.update([], [Entry(at, "Page", text_, PUBLIC) for at, text_ in enumerate(said)])
    return [at for at, _ in made.search(text, PUBLIC, 5)]
