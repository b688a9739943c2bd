"""What a question in a thread is about: what was said before, or something new."""

import pytest

from answering.answerer import Answerer
from answering.question import Question, Turn
from answering.rewrite import in_context, last_asked, points_back, standalone

BEFORE = (Turn("user", "How many vacation days do I get?"),)


@pytest.mark.parametrize(
    "text",
    [
        "Who do I contact in IT?",
        "Is it okay to smoke on the terrace?",
        "Is there a garage that I may use for my bike?",
        "Where is IT?",
    ],
)
def test_what_only_looks_like_a_pronoun_points_nowhere(text: str) -> None:
    assert not points_back(text)


@pytest.mark.parametrize("text", ["Is it paid?", "What about that?", "and there?", "IS IT PAID?"])
def test_a_pronoun_points_back(text: str) -> None:
    assert points_back(text)


@pytest.mark.parametrize(
    "text", ["Who invented the telephone?", "What is the capital of Mongolia?"]
)
def test_a_new_question_is_not_answered_by_the_old_one(answerer: Answerer, text: str) -> None:
    assert answerer.answer(Question(text, BEFORE)).status == "not_found"


def test_a_new_question_is_answered_by_its_own_page(answerer: Answerer) -> None:
    answer = answerer.answer(Question("Who approves expense claims?", BEFORE))
    assert "vacation" not in answer.sentences[0].text.lower()


def test_a_page_pasted_before_does_not_push_the_question_out() -> None:
    pasted = (Turn("user", "Meetings start on time and end on time. " * 60),)
    short = standalone(Question("and in Germany?", pasted))
    assert short.endswith("\nand in Germany?")
    assert len(short.split()) < 50
    whole = "And how many vacation days do full-time people in Germany get?"
    assert standalone(Question(whole, pasted)) == whole


def test_what_is_leant_on_stands_on_a_line_of_its_own() -> None:
    text = standalone(Question("and\nin Utrecht?", BEFORE))
    assert text.splitlines() == ["How many vacation days do I get?", "and in Utrecht?"]
    assert last_asked(text) == "and in Utrecht?"


def test_a_clause_that_points_back_is_read_with_the_one_before() -> None:
    clauses = ["how long may I work abroad", "who approves it", "what is a buddy"]
    assert list(in_context(clauses)) == [
        (clauses[0], clauses[0]),
        (clauses[1], "how long may I work abroad who approves it"),
        (clauses[2], clauses[2]),
    ]


def test_what_it_means_decides_who_approves_it(answerer: Answerer) -> None:
    asked = "How many days can I work from abroad, and who approves it?"
    answer = answerer.answer(Question(asked))
    assert {citation.title for citation in answer.citations} == {"Hybrid and remote work"}
