import pytest

from answering.expected import expected, has


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many days do I get?", "number"),
        ("what share of the premium is covered?", "number"),
        ("When is the hack week?", "time"),
        ("how far ahead do I need to say so?", "time"),
        ("Who pays for it?", "any"),
    ],
)
def test_what_a_question_asks_for(question: str, kind: str) -> None:
    assert expected(question) == kind


def test_whether_a_sentence_has_it() -> None:
    assert has("number", "We cover 85% of it.")
    assert has("number", "You get twelve weeks.")
    assert not has("number", "We cover most of it.")
    assert has("time", "It is due every March.")
    assert not has("time", "It is due soon.")
    assert has("any", "")
