import pytest

from indexing.sentences import in_sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two?", ["One. ", "Two?"]),
        ("It comes with `./run it`, today. Ask.", ["It comes with `./run it`, today. ", "Ask."]),
        ("Run ../lib/x now. Ask.", ["Run ../lib/x now. ", "Ask."]),
        ("Stop .Go.", ["Stop .", "Go."]),
        ("Wait . Then go.", ["Wait . ", "Then go."]),
    ],
)
def test_a_dot_that_begins_a_name_ends_no_sentence(text: str, expected: list[str]) -> None:
    assert in_sentences(text) == expected


def test_nothing_is_lost() -> None:
    text = "  One.\n\nTwo ./x y.  Three.  "
    assert "".join(in_sentences(text)) == text
