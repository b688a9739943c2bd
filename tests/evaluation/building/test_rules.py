"""Sentences, headings and tables become questions that a person could have asked."""

import pytest

from evaluation.building.corpus import Corpus, Text
from evaluation.building.facts import must_include, named
from evaluation.building.sieve import Sieve


def asked(markdown: str) -> dict[str, str]:
    """Question -> answer, of a page about travel."""
    sieve = Sieve(Corpus([Text("Travel.md", "Travel", f"# Travel\n\n{markdown}\n")]))
    return {candidate.question: candidate.answer for candidate in sieve.run()}


@pytest.mark.parametrize(
    ("sentence", "question", "answer"),
    [
        ("Guest accounts live for 90 days.", "How long do guest accounts live?", "90 days"),
        (
            "Every employee gets **27 days** of vacation a year.",
            "How many days of vacation does every employee get a year?",
            "27 days",
        ),
        (
            "The travel budget is €1,500 a year per head.",
            "What is the travel budget a year per head?",
            "€1,500",
        ),
        (
            "You must hand in receipts within 60 days.",
            "Within how many days must I hand in receipts?",
            "60 days",
        ),
        ("Our VPN gateway is called Burrow.", "What is our VPN gateway called?", "Burrow"),
        (
            "If you lose the company card, block it in the app at once.",
            "What should I do if I lose the company card?",
            "block it in the app at once",
        ),
        (
            "If you leave within twelve months of the payment, you pay back a third of it.",
            "What happens if I leave within twelve months of the payment?",
            "you pay back a third of it",
        ),
        (
            "Tell your travel agent by 10:00 on working days.",
            "By what time should I tell my travel agent on working days?",
            "10:00",
        ),
        (
            "Ask Chiara Benedetti before you sign a contract with a trainer.",
            "Who should I ask before I sign a contract with a trainer?",
            "Chiara Benedetti",
        ),
        (
            "A gateway is a device that collects the readings of all sensors.",
            "What is a gateway?",
            "a device that collects the readings of all sensors",
        ),
        (
            "To book a train, open the travel portal and choose a class.",
            "How do I book a train?",
            "open the travel portal and choose a class",
        ),
    ],
)
def test_a_sentence_becomes_a_question(sentence: str, question: str, answer: str) -> None:
    assert asked(sentence).get(question) == answer


@pytest.mark.parametrize(
    "sentence",
    [
        "It lasts for 90 days.",
        "This takes 14 days after that.",
        "The following accounts live for 90 days.",
        "If it is not there, ask again.",
        "Accounts, cards and keys, which nobody counted, last 3 years.",
        "If you want the report see the Mission, Strategy, Execution, and Metrics.",
        "Contact us at any time via https://example.org within 3 days.",
        "The costs of travel are high",
    ],
)
def test_what_leans_on_other_sentences_or_is_no_plain_sentence_is_left_out(sentence: str) -> None:
    assert asked(sentence) == {}


def test_a_table_is_asked_for_its_cells() -> None:
    table = "| City | Limit per night | Note |\n|---|---|---|\n| Lisbon | €140 | Low |\n"
    assert asked(table) == {"How much is the limit per night for Lisbon?": "€140"}


def test_headings_ask_and_lists_answer() -> None:
    page = (
        "## How to claim a flight\n\n1. Open the app.\n2. Send the receipt.\n\n"
        "## Can I bring my family along?\n\nYes, at your own cost.\n"
    )
    found = asked(page)
    assert found["How do I claim a flight?"] == "1. Open the app. 2. Send the receipt."
    assert found["Can I bring my family along?"] == "Yes, at your own cost."


def test_a_question_that_another_page_may_answer_differently_is_dropped() -> None:
    old = Text("Old.md", "Old", "Guest accounts live for 30 days.")
    new = Text("New.md", "New", "Guest accounts live for 90 days.")
    other = Text("Longer.md", "Longer", "Since May, guest accounts live on for half a year or so.")
    sieve = Sieve(Corpus([new, other]))
    assert sieve.run() == []
    assert sieve.dropped["another document may answer it differently"] == 1
    sieve = Sieve(Corpus([old, new]))
    assert sieve.run() == []
    assert sieve.dropped["another document may answer it differently"] == 2
    page = "Guest accounts live for 30 days.\n\n## Later\n\nGuest accounts live for 90 days."
    twice = Sieve(Corpus([Text("a.md", "A", page)]))
    assert twice.run() == []
    assert twice.dropped["asked twice with different answers"] == 2


def test_the_facts_of_an_answer_in_their_spellings() -> None:
    assert must_include("27 days") == [["27", "twenty-seven"]]
    assert must_include("two weeks") == [["2 week", "2-week", "two week", "two-week"]]
    assert must_include("1 February") == [["1 February", "February 1"]]
    assert must_include("€1,500") == [["1,500", "1500"]]
    assert must_include("the travel agent") == [["travel agent"]]
    assert must_include("a sentence that can be said in many other and longer words") == []
    assert named("It is 30 days, ask Chiara Benedetti.") == [["30", "thirty"], ["Chiara Benedetti"]]
