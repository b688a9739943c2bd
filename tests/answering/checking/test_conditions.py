"""A condition, or the limit of an amount, that a sentence leaves out."""

import pytest

from answering.checking.checker import Checker
from tests.answering.checking.pages import checker

ABROAD = "You may work from abroad for up to 20 days a year if your manager agrees."
LAPTOP = "You may keep the laptop provided that you have worked here for two years."
COURSE = "The company pays for the course as long as you pass the exam."
JOINED = "Employees who joined before 2020 get 30 days of vacation."
ABOVE = "Expenses above 100 euros need approval."
NOTE = "You need a note if you are ill for more than three days."
BADGE = "If you lose your badge, tell the reception at once."


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        (ABROAD, "You may work from abroad for up to 20 days a year."),
        (ABROAD, "You can work from abroad for 20 days a year."),
        (LAPTOP, "You may keep the laptop."),
        (COURSE, "The company pays for the course."),
        (JOINED, "Employees get 30 days of vacation."),
        (ABOVE, "All expenses need approval."),
        (ABOVE, "Expenses need approval."),
        (NOTE, "You need a note."),
        (NOTE, "You need a note if you are ill for three days."),
    ],
)
def test_a_lost_condition_is_a_change(source: str, sentence: str) -> None:
    assert not checker(source).check(sentence).support


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        (ABROAD, "If your manager agrees, you may work from abroad for up to 20 days a year."),
        (ABROAD, "With your manager's consent you may work from abroad for up to 20 days a year."),
        (LAPTOP, "After two years here you may keep the laptop."),
        (COURSE, "The company pays for the course if you pass the exam."),
        (JOINED, "If you joined before 2020, you get 30 days of vacation."),
        (ABOVE, "Expenses of more than 100 euros must be approved."),
        (NOTE, "If you are ill for over 3 days, you need a note."),
        (BADGE, "Tell the reception at once."),
        (BADGE, "A lost badge must be reported to the reception at once."),
        ("Take the train because it is cleaner.", "Take the train."),
        ("The firm, which was founded in 2011, has 300 people.", "The firm has 300 people."),
        ("When you travel for work, the company pays the hotel.", "The company pays the hotel."),
        ("You can add a photo if you like.", "You can add a photo."),
        ("The guide tells you if the plan fits and what it costs.", "It tells you what it costs."),
    ],
)
def test_a_condition_that_is_kept_or_is_none(source: str, sentence: str) -> None:
    assert checker(source).check(sentence).support


def test_a_condition_that_the_heading_names_need_not_be_said() -> None:
    page = checker(
        "If you use your own car, the company pays 28 cents per kilometre.", heading="Your own car"
    )
    assert page.check("The company pays 28 cents per kilometre.").support


def test_a_condition_that_the_question_names_need_not_be_said_again() -> None:
    source = "If your laptop is stolen, you must call the IT desk at 555 1234 right away."
    said = "You must call the IT desk at 555 1234 right away."
    (node,) = checker(source).nodes
    assert not Checker([node]).check(said).support
    assert Checker([node], "My laptop was stolen, whom do I call?").check(said).support


def test_over_four_years_is_no_limit() -> None:
    page = checker("Stock options vest over 4 years with a one-year cliff.")
    assert page.check("Stock options vest in 4 years with a one-year cliff.").support
