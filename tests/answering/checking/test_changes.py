"""One word makes a sentence false: who, whether it must or may, and the exceptions."""

import pytest

from tests.answering.checking.pages import checker

LEAVE = "Contractors get 20 days of leave. Employees get 27 days of leave."
DEVICES = "Laptops are replaced after 4 years. Phones are replaced after 2 years."
ABROAD = "Employees may not work abroad without approval."
ONLY = "Only managers may approve expenses."
PETS = "You may not bring pets except dogs."


def _supports(source: str, sentence: str, title: str = "Rules") -> bool:
    return bool(checker(source, title=title).check(sentence).support)


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        (LEAVE, "Contractors get 27 days of leave."),
        (LEAVE, "Employees get 20 days of leave."),
        (LEAVE, "Freelancers get 27 days of leave."),
        (LEAVE, "Interns get 27 days of leave."),
        (LEAVE, "External contractors get 27 days of leave."),
        (LEAVE, "Employees and interns get 27 days of leave."),
        ("Employees get 27 days.", "Interns get 27 days."),
        (DEVICES, "Laptops are replaced after 2 years."),
        (DEVICES, "Chairs are replaced after 2 years."),
        ("The company pays for lunch.", "The company pays for dinner."),
        (
            "The gym is open on weekdays. The bar is open on weekends.",
            "The gym is open on weekends.",
        ),
        ("Doctors sign the plan. Nurses file it.", "Nurses sign the plan."),
        ("Managers approve leave and directors approve travel.", "Managers approve travel."),
        ("Every driver must sign the form.", "Every visitor must sign the form."),
        ("You must wear badges in the hall.", "You must wear helmets in the hall."),
        ("Send the invoice to the team.", "Send the contract to the team."),
    ],
)
def test_another_thing_is_a_change(source: str, sentence: str) -> None:
    assert not _supports(source, sentence)


@pytest.mark.parametrize("title", ["Phones", "Laptops", "Laptops and phones"])
def test_a_title_does_not_lend_its_subject_to_another_sentence(title: str) -> None:
    assert not _supports(DEVICES, "Laptops are replaced after 2 years.", title)
    assert _supports(DEVICES, "Phones are replaced after 2 years.", title)


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("Employees must wear badges.", "Employees may wear badges."),
        ("Employees may wear badges.", "Employees must wear badges."),
        ("Employees should wear badges.", "Employees must wear badges."),
        ("Employees must wear badges.", "Employees should wear badges."),
        ("Employees can wear badges.", "Employees have to wear badges."),
        ("Employees must not wear badges.", "Employees do not have to wear badges."),
        ("Badges must be shown at the gate.", "You can show badges at the gate."),
        ("You may ask for a badge; you must wear it.", "You may wear it."),
        ("In the hall you must:\n\n- Wear a helmet\n- Close the door", "You may close the door."),
    ],
)
def test_another_mode_is_a_change(source: str, sentence: str) -> None:
    assert not _supports(source, sentence)


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        (PETS, "You may bring pets."),
        (ABROAD, "Employees may work abroad."),
        ("Employees may not work abroad unless HR agrees.", "Employees may work abroad."),
        ("Unless HR agrees, you may not work abroad.", "You may work abroad."),
        ("You may work abroad, but only with approval.", "You may work abroad."),
        (ONLY, "Everyone may approve expenses."),
        (ONLY, "Employees may approve expenses."),
        (ONLY, "Expenses may be approved."),
        ("Managers may approve expenses.", ONLY),
        ("The lift is for visitors only.", "The lift is for everyone."),
    ],
)
def test_a_lost_restriction_is_a_change(source: str, sentence: str) -> None:
    assert not _supports(source, sentence)


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("Managers approve employees' leave.", "Employees approve managers' leave."),
        ("Managers must approve employees' leave.", "Employees must approve managers' leave."),
        ("Tutors train interns.", "Tutors are trained by interns."),
        ("Interns are trained by tutors.", "Tutors are trained by interns."),
        ("Interns are trained by tutors.", "Interns train tutors."),
    ],
)
def test_swapped_roles_are_a_change(source: str, sentence: str) -> None:
    assert not _supports(source, sentence)


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        (LEAVE, "Contractors get 20 days of leave."),
        (LEAVE, "Staff get 27 days of leave."),
        (LEAVE, "Contractors receive 20 days of leave."),
        ("You get 27 days of leave.", "Employees get 27 days of leave."),
        ("We pay for the training.", "The company pays for the training."),
        ("Submit the form by Friday.", "Hand in the form by Friday."),
        ("The course takes 40 minutes.", "The course lasts 40 minutes."),
        ("Employees must wear badges.", "Employees are required to wear badges."),
        ("Employees can wear badges.", "Employees may wear badges."),
        ("You must not smoke here.", "You may not smoke here."),
        (ABROAD, "You may work abroad only with approval."),
        (ABROAD, "Employees need approval to work abroad."),
        (ABROAD, "With approval, employees may work abroad."),
        (PETS, "You may bring dogs."),
        (PETS, "Dogs are the only pets that you may bring."),
        (ONLY, "Nobody except managers may approve expenses."),
        (ONLY, "Expenses may be approved by managers only."),
        (ONLY, "Managers may approve expenses."),
        ("Managers approve employees' leave.", "The leave of employees is approved by managers."),
        ("Tutors train interns.", "Interns are trained by tutors."),
        ("Each rota has a lead for a whole week.", "Each rota has a lead for an entire week."),
        (
            "The form is in the portal, and you may not change it without approval.",
            "The form is in the portal.",
        ),
    ],
)
def test_the_same_in_other_words(source: str, sentence: str) -> None:
    assert _supports(source, sentence)


GIVEN = "Employees get 27 days of vacation a year."
SOLD = f"{GIVEN} They can be sold back in May."


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("Vacation is 27 days a year.", "Vacation for interns is 27 days a year."),
        (GIVEN, "Employees on probation get 27 days of vacation a year."),
        (GIVEN, "Employees get 27 days of vacation a year and can sell them."),
        (GIVEN, "Employees get 27 days of vacation a year, which never expire."),
        (SOLD, "Employees get 27 days of vacation a year, which never expire."),
    ],
)
def test_a_phrase_put_in_is_a_change(source: str, sentence: str) -> None:
    assert not _supports(source, sentence)


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("Vacation is 27 days a year.", "Vacation is usually 27 days a year."),
        ("Vacation is 27 days a year.", "Vacation at the company is 27 days a year."),
        ("Vacation is 27 days a year.", "The vacation entitlement is 27 days a year."),
        (GIVEN, "Please note that employees get 27 days of vacation a year."),
        (GIVEN, "As an employee, you get 27 days of vacation a year."),
        (GIVEN, "Employees get 27 days of vacation per year, according to the handbook."),
        (GIVEN, "Employees get a total of 27 days of vacation a year."),
        (SOLD, "Employees get 27 days of vacation a year, which can be sold back in May."),
        (SOLD, "Employees get 27 days of vacation a year and can sell them back in May."),
    ],
)
def test_what_adds_nothing_may_be_put_in(source: str, sentence: str) -> None:
    assert _supports(source, sentence)


def test_a_phrase_of_the_title_may_be_put_in() -> None:
    sentence = "Vacation for interns is 27 days a year."
    assert _supports("Vacation is 27 days a year.", sentence, "Interns")


DAYS = "Employees get 27 days in Germany and 25 days in Spain."
HOTELS = "Hotels may cost at most 140 € in Lisbon and 150 € in Utrecht."
HOURS = "The office is open from 8:00 in Lisbon and from 9:00 in Utrecht."


@pytest.mark.parametrize(
    ("source", "sentence", "supported"),
    [
        (DAYS, "Employees get 25 days in Germany.", False),
        (DAYS, "Employees get 27 days in Spain.", False),
        (DAYS, "In Germany employees get 25 days.", False),
        (DAYS, "Employees get 27 days in Germany.", True),
        (DAYS, "Employees get 25 days in Spain.", True),
        (DAYS, "In Spain employees get 25 days.", True),
        (HOTELS, "Hotels cost at most 150 € in Lisbon.", False),
        (HOTELS, "Hotels may cost at most 140 € in Utrecht.", False),
        (HOTELS, "Hotels cost at most 140 € in Lisbon.", True),
        (HOTELS, "In Utrecht hotels may cost up to 150 €.", True),
        (HOURS, "The office is open from 9:00 in Lisbon.", False),
        (HOURS, "The office is open from 9:00 in Utrecht.", True),
    ],
)
def test_numbers_stay_with_their_places(source: str, sentence: str, supported: bool) -> None:
    assert _supports(source, sentence) is supported


@pytest.mark.parametrize(
    ("receiver", "supported"),
    [
        ("your manager", False),
        ("the finance team", True),
        ("finance", True),
    ],
)
def test_another_receiver_is_a_change(receiver: str, supported: bool) -> None:
    source = "Send the receipts to finance within 30 days."
    sentence = f"Send the receipts to {receiver} within 30 days."
    assert _supports(source, sentence) is supported
