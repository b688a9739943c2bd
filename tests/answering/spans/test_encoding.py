import pytest

from answering.spans.encoding import LENGTH, PASSAGE, QUESTION, SHARED, SpanEncoder
from indexing.embedder import packaged_folder

TEXT = "The castle was built in 1070. Odo paid for it."


@pytest.fixture(scope="module")
def encoder() -> SpanEncoder:
    return SpanEncoder(packaged_folder())


def test_a_token_says_on_which_side_it_stands_and_whether_its_word_stands_on_both(
    encoder: SpanEncoder,
) -> None:
    made = encoder.encode("Who built the castles?", "Dover", TEXT)
    question = [QUESTION, QUESTION, QUESTION + SHARED, QUESTION, QUESTION + SHARED, QUESTION]
    # "the" stands on both sides, but says nothing; "castles" and "castle" share their stem.
    assert list(made.types[:7]) == [*question, QUESTION]
    said = dict(zip((TEXT[a:b] for a, b in made.offsets), made.types[made.first :], strict=False))
    assert {word for word, type_ in said.items() if type_ == PASSAGE + SHARED} == {
        "castle",
        "built",
    }
    assert set(made.types[7:]) == {PASSAGE, PASSAGE + SHARED}
    assert len(made.ids) == len(made.types) == made.first + len(made.offsets) + 1


def test_the_title_counts_as_the_passage(encoder: SpanEncoder) -> None:
    made = encoder.encode("What is Dover?", "Dover", "A town.")
    assert PASSAGE + SHARED in made.types
    assert QUESTION + SHARED in made.types
    assert [("A town."[a:b]) for a, b in made.offsets] == ["A", "town", "."]


def test_every_piece_of_a_word_is_marked(encoder: SpanEncoder) -> None:
    made = encoder.encode("Kubernetesification?", "", "It is kubernetesification")
    pieces = made.types[made.first + 2 : -1]
    assert len(pieces) > 1
    assert set(pieces) == {PASSAGE + SHARED}


def test_what_is_too_long_is_cut(encoder: SpanEncoder) -> None:
    made = encoder.encode("word " * 300, "title " * 300, "text " * 300)
    assert len(made.ids) == LENGTH
    assert made.first == 1 + 64 + 1 + 24 + 1
    assert len(made.offsets) == LENGTH - made.first - 1


def test_nothing_can_be_encoded(encoder: SpanEncoder) -> None:
    made = encoder.encode("", "", "")
    assert made.types == (QUESTION, QUESTION, PASSAGE, PASSAGE)
    assert made.offsets == ()
