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


@pytest.mark.parametrize(
    ("affirmed", "denied"),
    [
        ("Je mag hier roken.", "Je mag hier niet roken."),
        ("Er is een vergoeding voor parkeren.", "Er is geen vergoeding voor parkeren."),
        ("Il rimborso è possibile per i pasti.", "Il rimborso non è possibile per i pasti."),
        ("Du får röka på kontoret.", "Du får inte röka på kontoret."),
        ("Du må ryge på kontoret.", "Du må ikke ryge på kontoret."),
        ("Toimistossa saa tupakoida.", "Toimistossa ei saa tupakoida."),
        ("На балконе можно курить.", "На балконе не можно курить."),
        ("Az irodában szabad dohányozni.", "Az irodában nem szabad dohányozni."),
        ("Accesul este permis fără card.", "Accesul este permis cu card."),
        ("Ofiste sigara içilir.", "Ofiste sigara içilir değil."),
    ],
)
def test_other_languages_deny_too(affirmed: str, denied: str) -> None:
    assert _contradicts(affirmed, denied)
    assert _contradicts(denied, affirmed)
    assert not _contradicts(denied, denied)


def test_a_german_may_denies_nothing() -> None:
    assert not _contradicts("Das Fest ist am 3. Mai.", "Am dritten des Monats Mai ist das Fest.")
