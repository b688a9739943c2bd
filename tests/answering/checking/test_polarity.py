import pytest

from answering.checking.facts import facts
from answering.checking.polarity import clauses, contradicts


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ("Alcohol is prohibited.", "Alcohol is not allowed."),
        ("You cannot bring alcohol.", "It is forbidden to bring alcohol."),
        ("Unused days lapse.", "Days that you did not use lapse."),
        ("A note is optional.", "A note is not required."),
        ("Monitors come from IT.", "Monitors come from IT, and are not paid for by you."),
        ("Days are never paid out.", "Days are not paid out."),
    ],
)
def test_the_same_said_otherwise(said: str, source: str) -> None:
    assert not _contradicts(said, source)


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ("Alcohol is allowed.", "Alcohol is prohibited."),
        ("Alcohol is not prohibited.", "Alcohol is prohibited."),
        ("Days are paid out.", "Days are not paid out."),
        ("Days are never paid out.", "Days are always paid out."),
        ("A note is optional.", "A note is required."),
        ("The leave is unpaid.", "The leave is paid."),
        ("Ask before you travel.", "Ask after you travel."),
        ("Everybody may enter the lab.", "Nobody may enter the lab."),
        ("Enter with a badge.", "Enter without a badge."),
    ],
)
def test_the_opposite(said: str, source: str) -> None:
    assert _contradicts(said, source)


def _contradicts(said: str, source: str) -> str:
    return contradicts(clauses(facts(said).tokens), clauses(facts(source).tokens), ())
