from answering.generative import sentences


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
