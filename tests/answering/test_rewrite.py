from answering.question import Question, Turn
from answering.rewrite import leans_on_history, standalone

ASKED = (
    Turn("user", "How many vacation days do employees in Portugal get?"),
    Turn("assistant", "25 days."),
)


def test_a_follow_up_takes_the_subject_of_the_turn_before() -> None:
    assert standalone(Question("and in Utrecht?", ASKED)) == (
        "How many vacation days do employees in Portugal get?\nand in Utrecht?"
    )


def test_a_chain_of_follow_ups_goes_back_to_the_first_whole_question() -> None:
    history = (*ASKED, Turn("user", "And in Utrecht?"), Turn("assistant", "26."))
    assert standalone(Question("Do they expire?", history)).startswith("How many vacation days")


def test_a_whole_question_stays_as_it_is() -> None:
    text = "Which laptop models can a new engineer choose from on the first day?"
    assert not leans_on_history(text)
    assert standalone(Question(text, ASKED)) == text


def test_without_history_nothing_is_added() -> None:
    assert standalone(Question("and in Utrecht?")) == "and in Utrecht?"
