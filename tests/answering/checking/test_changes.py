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
