from llama_index.core.llms import MockLLM

from answering.generative import GenerativeSynthesizer, sentences


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


def test_the_most_promising_passages_are_read_under_their_own_numbers() -> None:
    asked: list[str] = []
    made = GenerativeSynthesizer(
        MockLLM(), passages=2, order=lambda _question, _passages: [2, 0, 1]
    )
    made.pieces = lambda prompt: asked.append(prompt) or iter(())  # type: ignore[assignment,func-returns-value,method-assign,return-value]
    made.get_response("Who?", ["First.", "Second.", "Third."])
    (prompt,) = asked
    assert prompt.index("[3] Third.") < prompt.index("[1] First.")
    assert "Second." not in prompt
