"""A list whose lead forbids its items, or leaves them to a few."""

import pytest

from tests.answering.checking.pages import checker

DENIED = "Employees must not:\n\n- bring dogs to the office\n- smoke on the balcony"
FORBIDDEN = "It is forbidden to:\n\n- lend your badge to a colleague\n- prop the back door"
ONLY = "Only directors may:\n\n- fly business class\n- stay in suites"
NO_ONE = "No one except directors may:\n\n- approve leave\n- sign contracts"
BRIEF = "You must not:\n\n- smoke\n- drink alcohol"
NEEDLESS = "You do not need to:\n\n- bring a laptop\n- print the form"
VERBOTEN = "Es ist verboten:\n\n- im Lager zu rauchen\n- den Ausweis zu verleihen"
UNPAID = "We do not pay for:\n\n- parking fines\n- minibars"


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        (DENIED, "You may smoke on the balcony."),
        (DENIED, "Smoking on the balcony is allowed."),
        (DENIED, "Employees may bring dogs to the office and smoke on the balcony."),
        (DENIED, "smoke on the balcony"),
        (FORBIDDEN, "You can lend your badge to a colleague."),
        (FORBIDDEN, "Lend your badge to a colleague."),
        (FORBIDDEN, "lend your badge to a colleague"),
        (ONLY, "You may fly business class."),
        (ONLY, "Employees can fly business class."),
        (ONLY, "fly business class"),
        (NO_ONE, "Everyone may sign contracts."),
        (NO_ONE, "You may sign contracts."),
        (BRIEF, "You may smoke."),
        (NEEDLESS, "You need to bring a laptop."),
        (NEEDLESS, "Bring a laptop."),
        (UNPAID, "We pay for parking fines."),
        (UNPAID, "Parking fines are paid."),
        (VERBOTEN, "Es ist erlaubt, im Lager zu rauchen."),
        (VERBOTEN, "im Lager zu rauchen"),
    ],
)
def test_an_item_without_the_lead_that_denies_it(source: str, sentence: str) -> None:
    assert not checker(source).check(sentence).support


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        (DENIED, "Employees must not smoke on the balcony."),
        (DENIED, "You can't smoke on the balcony."),
        (DENIED, "Do not bring dogs to the office."),
        (DENIED, "Smoking on the balcony is forbidden."),
        (DENIED, "Smoking on the balcony is not allowed."),
        (DENIED, "Employees must not bring dogs to the office or smoke on the balcony."),
        (FORBIDDEN, "You must not lend your badge to a colleague."),
        (FORBIDDEN, "Never lend your badge to a colleague."),
        (FORBIDDEN, "Lending your badge to a colleague is prohibited."),
        (ONLY, "Only directors may fly business class."),
        (ONLY, "Directors may fly business class."),
        (ONLY, "Business class is for directors only."),
        (NO_ONE, "Only directors may sign contracts."),
        (BRIEF, "You may not smoke."),
        (BRIEF, "Smoking is forbidden."),
        (NEEDLESS, "You don't have to print the form."),
        (VERBOTEN, "Es ist verboten, im Lager zu rauchen."),
        (UNPAID, "Parking fines are not paid."),
        (UNPAID, "We don't pay for parking fines or minibars."),
    ],
)
def test_an_item_with_what_its_lead_says(source: str, sentence: str) -> None:
    assert checker(source).check(sentence).support


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("If you cannot log in:\n\n- Restart the laptop\n- Call Ida", "Restart the laptop."),
        ("Do not forget to:\n\n- lock the door\n- dim the light", "Lock the door."),
        (
            "Never share your password:\n\n- IT does not ask for it.\n- A link may be a fraud.",
            "IT does not ask for it.",
        ),
    ],
)
def test_a_lead_that_denies_nothing_of_its_items(source: str, sentence: str) -> None:
    assert checker(source).check(sentence).support


def test_such_an_item_is_quoted_with_its_lead_only() -> None:
    page = checker(DENIED)
    assert not page.quoted("smoke on the balcony").support
    assert page.quoted("Employees must not: smoke on the balcony").support
