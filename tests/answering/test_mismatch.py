import pytest

from answering.mismatch import mismatch


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Which rooms may not be used at night?", "All rooms may be used at night."),
        ("Who didn't come to the opening?", "The mayor came to the opening."),
        ("Who was the first to row there?", "Lee was the last to row there."),
        ("Who rowed there in 1912?", "Lee was the one who rowed there."),
        ("When did the crew of Gideon Vance row there?", "The crew of Lee rowed there in May."),
    ],
)
def test_what_is_not_said_speaks_against_an_answer(question: str, sentence: str) -> None:
    assert mismatch(question, sentence, f"Rowing\n\n{sentence}") < 0


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Which rooms may not be used at night?", "The cellar may never be used at night."),
        ("Which rooms may not be used at night?", "It is prohibited to use the cellar at night."),
        ("Isn't the cellar open at night?", "The cellar is open at night."),
        ("Can't the first room be used?", "The last room can be used."),
        ("Who was the first to row there?", "Lee was the first to row there."),
        ("How many may row there at most?", "Five may row there, with at least one adult."),
        ("Who rowed there in the 1912s?", "In 1912 Lee rowed there."),
        ("When did the crew of Gideon Vance row there?", "The crew of Vance rowed there in May."),
        ("How do people in the UK row?", "People in the United Kingdom row slowly."),
        ("Wer war im Garten von Frau Lindner?", "Der Hund war im Garten."),
    ],
)
def test_what_is_said_in_other_words_does_not(question: str, sentence: str) -> None:
    assert mismatch(question, sentence, f"Rowing\n\n{sentence}") == 0


def test_a_year_or_a_name_may_stand_elsewhere_in_the_passage() -> None:
    question, said = "Who of the crew of Vance rowed there in 1912?", "Lee was the one who rowed."
    assert mismatch(question, said, f"Vance › 1912\n\n{said}") == 0
    assert mismatch(question, said, f"Vance\n\n{said}") < 0


def test_what_speaks_against_it_adds_up() -> None:
    sentence = "Lee rowed there."
    denied = mismatch("Who did not row there?", sentence, sentence)
    both = mismatch("Who did not row there in 1912?", sentence, sentence)
    assert both < denied < 0
