import pytest

from answering.checking.facts import facts


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("15 days", "fifteen days"),
        ("$4,000", "4000 dollars"),
        ("$4k", "$4,000"),
        ("six weeks", "a 6-week period"),
        ("50%", "50 percent"),
        ("50%", "half"),
        ("14 days", "two weeks"),
        ("18 months", "1.5 years"),
        ("€1.500", "1,500 euros"),
        ("two hundred and five people", "205 people"),
        ("twenty-five people", "25 people"),
        ("the third day", "the 3rd day"),
        ("twice a year", "2 times a year"),
        ("10 to 15 minutes", "10 minutes"),
        ("1,000 m", "1 km"),
        ("within a month", "within one month"),
    ],
)
def test_the_same_amount(one: str, other: str) -> None:
    mine, theirs = facts(one).quantities[0], facts(other).quantities[0]
    assert mine.equals(theirs)
    assert theirs.equals(mine)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("15 days", "15 weeks"),
        ("€50", "$50"),
        ("5 kg", "5 g"),
        ("4k people", "4 people"),
        ("$5m", "$5k"),
        ("50%", "50 days"),
        ("twenty-five", "twenty"),
        ("−20 degrees", "20 degrees"),
    ],
)
def test_another_amount(one: str, other: str) -> None:
    assert not facts(one).quantities[0].equals(facts(other).quantities[0])


@pytest.mark.parametrize(
    "text",
    [
        "No one knows.",
        "This is the one.",
        "One of them left.",
        "First, open it.",
        "€30 a month"[4:],
    ],
)
def test_no_amount(text: str) -> None:
    assert facts(text).quantities == ()


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("at least 3 days", "up"),
        ("3 days or more", "up"),
        ("more than €3", "up"),
        ("no more than 3 days", "down"),
        ("up to 3", "down"),
        ("within 3 days", "down"),
        ("3 days at the latest", "down"),
        ("exactly 3 days", ""),
    ],
)
def test_limits(text: str, bound: str) -> None:
    assert facts(text).quantities[0].bound == bound


@pytest.mark.parametrize(
    "text",
    [
        "3 March 2015",
        "March 3, 2015",
        "March 3rd, 2015",
        "2015-03-03",
        "the third of March 2015",
        "3.3.2015",
        "3. März 2015",
        "3 de marzo de 2015",
    ],
)
def test_one_date_in_many_spellings(text: str) -> None:
    (date,) = facts(text).dates
    assert (date.day, date.month, date.year) == (3, 3, 2015)
    assert facts(text).quantities == ()


def test_a_range_of_days_is_two_dates() -> None:
    assert [(d.day, d.month) for d in facts("from Monday 7 to Friday 11 June").dates] == [
        (7, 6),
        (11, 6),
    ]


@pytest.mark.parametrize("text", ["You may leave.", "They march on.", "May I go?"])
def test_words_that_are_no_months(text: str) -> None:
    assert facts(text).dates == ()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("9:30 am", "09:30", True),
        ("5 pm", "17:00", True),
        ("5:00", "17:00", True),
        ("noon", "12:00", True),
        ("5 am", "17:00", False),
        ("7:30", "7:30 pm", True),
        ("7:30 pm", "7:30", False),
        ("19:30", "7:30", False),
    ],
)
def test_times(one: str, other: str, same: bool) -> None:
    """Whether `one` may be said where the source says `other`."""
    assert facts(one).times[0].equals(facts(other).times[0]) is same


def test_names() -> None:
    found = facts("Employees ask Jonas Petrik in Lisbon about SEV1 and the VPN.")
    named = [" ".join(t.text for t in found.tokens[a : b + 1]) for a, b in found.names]
    assert named == ["Jonas Petrik", "Lisbon", "SEV1", "VPN"]
