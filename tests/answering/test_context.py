"""What a language model is given to read."""

import pytest

from answering.context import best_passages, best_sentences
from answering.ranking import SentenceRanker
from indexing.embedder import Embedder

QUESTION = "How many days of vacation do I get?"
PASSAGES = [
    "Travel › Trains\n\nTrains are booked second class. Seats are reserved.",
    "Time off › Vacation\n\nHolidays are public. You get 27 days of vacation a year. Ask Hannah.",
    "Time off › Steps\n\nTo ask for vacation:\n\n- open the form\n- send it to Hannah",
]


@pytest.fixture(scope="module")
def ranker(embedder: Embedder) -> SentenceRanker:
    return SentenceRanker(embedder)


def test_the_most_promising_passages_are_read_under_their_own_numbers(
    ranker: SentenceRanker,
) -> None:
    first, second = best_passages(ranker, 2)(QUESTION, PASSAGES)
    assert first == f"[2] {PASSAGES[1]}"
    assert second.startswith("[")
    assert PASSAGES[0] not in second


def test_the_sentences_that_would_be_quoted_are_read_the_best_first(
    ranker: SentenceRanker,
) -> None:
    read = best_sentences(ranker)(QUESTION, PASSAGES)
    assert read[0].startswith("[2] Time off › Vacation\n\nYou get 27 days of vacation a year.")
    assert "Trains" not in "".join(read)


def test_a_list_is_read_with_what_leads_in_to_it(ranker: SentenceRanker) -> None:
    read = best_sentences(ranker)("How do I ask for vacation?", PASSAGES[2:])
    steps = "To ask for vacation:\n- open the form\n- send it to Hannah"
    assert read == [f"[1] Time off › Steps\n\n{steps}"]


def test_rows_stand_on_lines_of_their_own(ranker: SentenceRanker) -> None:
    table = "| Country | Days |\n|---|---|\n| Germany | 30 |\n| Austria | 25 |"
    asked = "How many vacation days in Germany and how many in Austria?"
    (read,) = best_sentences(ranker)(asked, [f"Vacation\n\n{table}"])
    assert sorted(read.split("\n")[2:]) == ["Austria – Days: 25", "Germany – Days: 30"]


def test_an_answer_is_read_with_its_question(ranker: SentenceRanker) -> None:
    passage = "Travel\n\nDo I need a visa? Yes, for stays over 90 days."
    (read,) = best_sentences(ranker)("When do I need a visa?", [passage])
    assert "Do I need a visa? Yes, for stays over 90 days." in read


def test_where_nothing_can_be_quoted_the_passages_are_read(ranker: SentenceRanker) -> None:
    assert best_sentences(ranker)(QUESTION, ["Empty\n\n"]) == ["[1] Empty\n\n"]
