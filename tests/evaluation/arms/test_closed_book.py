import pytest

from evaluation.arms.closed_book import is_refusal


@pytest.mark.parametrize(
    "reply",
    [
        "I could not find this.",
        " I could not find this in the documents. The reason is unclear.",
        "I don't know.",
        "I’m sorry, but I don't have information about that.",
        "I am not sure what you mean.",
        "Unfortunately, I cannot answer this question.",
        "I'm unable to look that up.",
        "Unknown.",
    ],
)
def test_who_does_not_know_refuses(reply: str) -> None:
    assert is_refusal(reply)


@pytest.mark.parametrize(
    "reply",
    [
        "The unknown soldier is buried in Arlington.",
        "It took place in 1066, I know.",
        "I found it in Paris.",
        "Notre-Dame is in Paris. I do not know more.",
        "I know that it is Denver.",
        "",
    ],
)
def test_who_says_something_answers(reply: str) -> None:
    assert not is_refusal(reply)
