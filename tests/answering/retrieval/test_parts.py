import pytest

from answering.retrieval.parts import clauses


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How much is the fee, and by when must I pay?", ["How much is the fee", "by when must I pay"]),
        ("What is the notice, plus how long is the trial?", ["What is the notice", "how long is the trial"]),
        ("Who runs it? And in which room?", ["Who runs it", "in which room"]),
        ("What does it cost, is it billed monthly?", ["What does it cost", "is it billed monthly"]),
        ("Which cups and plates may I use?", []),
        ("I leave in May, what do I hand in?", []),
        ("Which tools, if any, may I buy?", []),
    ],
)  # fmt: skip
def test_questions_asked_one_after_the_other(question: str, expected: list[str]) -> None:
    assert clauses(question) == expected
