import pytest

from answering.retrieval.parts import clauses


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What is the fee, and by when is it due?", ["What is the fee", "by when is it due"]),
        ("Who runs it, plus how long is it?", ["Who runs it", "how long is it"]),
        ("Who runs it? And in which room?", ["Who runs it", "in which room"]),
        ("What does it cost, is it billed monthly?", ["What does it cost", "is it billed monthly"]),
        ("Which cups and plates may I use?", []),
        ("I leave in May, what do I hand in?", []),
        ("Which tools, if any, may I buy?", []),
    ],
)
def test_questions_asked_one_after_the_other(question: str, expected: list[str]) -> None:
    assert clauses(question) == expected
