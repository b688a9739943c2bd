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
        ("If I leave in May, what do I hand in?", []),
        ("If my flight is cancelled, which hotels may I book?", []),
        ("Do I need a visa for China, which is outside the EU?", []),
        ("Does the manager, who approves it, need to sign?", []),
        ("When I am ill, what do I do?", []),
        (
            "When is it due, and if it is late how much is added?",
            ["When is it due", "if it is late how much is added"],
        ),
        ("When is it due, and who pays it?", ["When is it due", "who pays it"]),
    ],
)
def test_questions_asked_one_after_the_other(question: str, expected: list[str]) -> None:
    assert clauses(question) == expected
