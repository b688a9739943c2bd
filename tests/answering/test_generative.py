import pytest
from llama_index.core.llms import MockLLM

from answering.generative import Ending, GenerativeSynthesizer, sentences


def test_sentences_come_whole_with_their_marks() -> None:
    tokens = ["You get ", "25 days", " per year. ", "[1] ", "Ask ", "Hannah [2]. ", "Then ", "go."]
    assert list(sentences(tokens)) == [
        "You get 25 days per year. [1]",
        "Ask Hannah [2].",
        "Then go.",
    ]


def test_a_sentence_is_not_cut_at_a_number() -> None:
    assert list(sentences(["It costs 3", ".", "5", "0 euros. [1]"])) == ["It costs 3.50 euros. [1]"]


def test_an_empty_stream_says_nothing() -> None:
    assert list(sentences([])) == []
    assert list(sentences([" ", "\n"])) == []


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        ("Ask Mia. You may carry over 5 days", ["Ask Mia."]),
        ("Ask Mia. [1", ["Ask Mia."]),
        ("- Ask Mia\n- Take your pass", ["- Ask Mia"]),
        ("Ask Mia. Take 5 days.", ["Ask Mia.", "Take 5 days."]),
        ("Ask Mia. Take 5 days [1]", ["Ask Mia.", "Take 5 days [1]"]),
        ("You may carry over 5 days", ["You may carry over 5 days"]),
        ("", []),
    ],
)
def test_half_a_sentence_at_the_limit_is_not_said(reply: str, said: list[str]) -> None:
    assert list(sentences([reply], Ending(cut=True))) == said
    assert " ".join(sentences([reply], Ending())) == " ".join(reply.split("\n"))


@pytest.mark.parametrize("reply", ["You may carry over 5 days", "Ask Mia. You may carry over"])
def test_half_a_sentence_of_a_broken_reply_is_never_said(reply: str) -> None:
    assert list(sentences([reply], Ending(broken=True))) == (["Ask Mia."] if "Mia" in reply else [])


@pytest.mark.parametrize(
    ("reasons", "cut", "broken"),
    [
        (["", "stop", ""], False, False),
        (["", "EOS"], False, False),
        (["", "length"], True, False),
        (["", ""], False, True),
        (["", "content_filter", ""], False, True),
        ([], False, False),
    ],
)
def test_an_ending_is_what_a_service_says(reasons: list[str], cut: bool, broken: bool) -> None:
    ending = Ending()
    ending.hear(None)
    for reason in reasons:
        ending.hear({"choices": [{"finish_reason": reason or None}]})
        ending.hear({"choices": [], "usage": {"prompt_tokens": 1}})
    assert (ending.cut, ending.broken) == (cut, broken)


def test_anthropic_says_it_in_its_own_words() -> None:
    for reason, broken in (("end_turn", False), ("refusal", True)):
        ending = Ending()
        ending.hear({"delta": {"stop_reason": reason}})
        assert ending.broken == broken


def test_a_prompt_holds_as_much_context_as_can_be_read() -> None:
    llm = MockLLM(max_tokens=100)
    made = GenerativeSynthesizer(llm, context=lambda question, passages: [*passages, question])

    def prompt(*passages: str) -> str:
        (message,) = made.messages("Who?", passages)
        return str(message.content)

    assert "First.\n\nSecond.\n\nWho?\n\nQuestion: Who?" in prompt("First.", "Second.")
    long = "x" * 3 * llm.metadata.context_window
    assert long in prompt(long, "Second.")
    assert "Second." not in prompt(long, "Second.")
