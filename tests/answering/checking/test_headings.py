"""Lists, tables and fragments below a heading that denies them, or leaves them to a few."""

import pytest

from answering.checking.headings import denies, headed
from answering.extractive import said
from answering.units import units
from tests.answering.checking.pages import checker

CAFE = "- Working from a café\n- Printing customer data at home"
NEVER = "1. Share your token with colleagues.\n2. Commit keys to the repository."
BALCONY = "- Grillen auf dem Balkon\n- Kerzen\n- Pflanzen sind erlaubt."
STICKS = "| Item | Reason |\n|---|---|\n| USB sticks | data loss |\n| Beamers | data loss |"
IMPLANTS = "Dental implants. Glasses above 200 €."
SUITES = "- fly business class\n- stay in suites"
INSURED = "What is not covered by the insurance"


@pytest.mark.parametrize(
    ("heading", "source", "sentence"),
    [
        ("Not allowed", CAFE, "You may print customer data at home."),
        ("Not allowed", CAFE, "Working from a café is allowed."),
        ("Security > Never", NEVER, "Share your token with colleagues."),
        ("Don'ts", NEVER, "You may share your token with colleagues."),
        ("Never", "Share your token with colleagues.", "Share your token with colleagues."),
        (INSURED, IMPLANTS, "Dental implants are covered."),
        ("Prohibited", STICKS, "USB sticks are allowed."),
        ("Directors only", SUITES, "You may fly business class."),
        ("What is never paid", "- Parking fines\n- Tips", "Parking fines are paid."),
        ("Nicht erlaubt", BALCONY, "Grillen auf dem Balkon."),
        ("Verboten", BALCONY, "Kerzen sind erlaubt."),
        ("Not allowed", f"In the office:\n\n{CAFE}", "You may print customer data at home."),
    ],
)
def test_an_item_without_the_heading_that_denies_it(
    heading: str, source: str, sentence: str
) -> None:
    assert not checker(source, heading=heading).check(sentence).support


@pytest.mark.parametrize(
    ("heading", "source", "sentence"),
    [
        ("Not allowed", CAFE, "Printing customer data at home is not allowed."),
        ("Not allowed", CAFE, "Never print customer data at home."),
        ("Security > Never", NEVER, "You must not share your token with colleagues."),
        ("Security > Never", NEVER, "Never: Share your token with colleagues."),
        ("Don'ts", NEVER, "Do not commit keys to the repository."),
        (INSURED, IMPLANTS, "The insurance does not cover glasses above 200 €."),
        ("Prohibited", STICKS, "USB sticks are prohibited because of data loss."),
        ("Directors only", SUITES, "Only directors may fly business class."),
        ("Not allowed", "You may smoke in the yard.", "You may smoke in the yard."),
        ("Not allowed", "Ask the team in doubt.", "Ask the team in doubt."),
        ("Not allowed", "You may instead:\n\n- smoke in the yard", "You may smoke in the yard."),
        ("Not required", "- Hard hat", "A hard hat is not required."),
        ("Not paid", "- Parking fines", "Parking fines are not paid."),
        ("Excluded", "- Parking fines", "Excluded: Parking fines"),
        ("Verboten", BALCONY, "Verboten: Grillen auf dem Balkon"),
        ("Verboten", BALCONY, "Pflanzen sind erlaubt."),
        ("Nur mit Genehmigung", "- Hunde", "Nur mit Genehmigung: Hunde"),
        ("Not paid", "- Fines\n- The rest is paid in May.", "The rest is paid in May."),
        ("Never > In the yard", NEVER, "Share your token with colleagues."),
    ],
)
def test_what_holds_below_such_a_heading(heading: str, source: str, sentence: str) -> None:
    assert checker(source, heading=heading).check(sentence).support


@pytest.mark.parametrize(
    "heading",
    [
        "Do not",
        "You must not",
        "Visitors may not",
        "Not reimbursed",
        "Items not covered",
        "What we don’t pay for",
        "Who does not get it",
        "Prohibited items",
        "Things to avoid",
        "Only for directors",
        "What we never pay",
        "What is never paid",
        "No longer covered",
        "Excluded",
        "What is excluded",
        "What the insurance excludes",
        "Insurance exclusions",
        "Verboten",
        "Nicht erlaubt",
        "Nicht erstattet werden",
        "Was wir nicht zahlen",
        "Was verboten ist",
        "Verbotene Gegenstände",
        "Besucher dürfen nicht",
        "Nur mit Genehmigung",
    ],
)
def test_a_heading_that_denies(heading: str) -> None:
    assert denies(heading)


@pytest.mark.parametrize(
    "heading",
    [
        "No receipt",
        "When it does not work",
        "What happens without internet",
        "What to do if you do not have a card",
        "Employees who do not have a car",
        "Never share your password",
        "Smoking is not allowed",
        "Dos and don'ts",
        "What is and is not covered",
        "Why we do not use Jira",
        "Cannot log in",
        "Not sure?",
        "Read-only",
        "Prices, VAT excluded",
        "Adding exclusions",
        "What is (not) covered",
        "Rauchen ist verboten",
        "Was erlaubt ist und was nicht",
        "Was erlaubt und was verboten ist",
        "Was tun, wenn es nicht geht",
        "Wer kein Auto hat",
    ],
)
def test_a_heading_that_denies_nothing_of_what_stands_below(heading: str) -> None:
    assert not denies(heading)


def test_what_is_said_has_the_heading_before_it() -> None:
    first, *_, whole = (said(headed(unit, "Security > Never")) for unit in units(NEVER))
    assert first == "Never: Share your token with colleagues."
    assert whole == f"Never:\n{NEVER}"


def test_the_heading_stands_before_what_leads_in_below_it() -> None:
    found = units("- Working alone:\n  - after 20:00\n  - on Sundays\n")
    inner = [said(headed(unit, "Lab > Forbidden in the lab")) for unit in found if unit.lead]
    assert inner == [
        "Forbidden in the lab working alone: after 20:00",
        "Forbidden in the lab working alone: on Sundays",
    ]
