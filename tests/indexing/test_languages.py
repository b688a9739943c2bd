"""Words of other languages are found in whatever form they stand."""

import pytest

from indexing.keywords import Entry, KeywordIndex
from indexing.languages import language
from indexing.readers import PUBLIC
from indexing.terms import terms


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Wo beantrage ich Urlaub?", "german"),
        ("¿Cuántos días de vacaciones tengo en el primer año?", "spanish"),
        ("Quel est le budget pour l'école des enfants ?", "french"),
        ("Hoeveel vakantiedagen heb ik in het eerste jaar?", "dutch"),
        ("Hur många dagar får jag om jag är sjuk?", "swedish"),
        ("Какой у нас бюджет на обучение и где он указан?", "russian"),
        ("How many days of vacation do I get in the first year?", "english"),
        # Small words in a name, a title, a table's row: no reason to leave English.
        ("Who is Daan van der Berg?", "english"),
        ("Inês de Sá e Silva is out until May.", "english"),
        ("VPN setup", "english"),
        ("Los Angeles", "english"),
        ("超级碗是什么", "english"),
        ("", "english"),
    ],
)
def test_a_language_is_told_by_its_small_words(text: str, name: str) -> None:
    assert language(text.split()) == name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Die Anträge der Mitarbeiter sind bei der Leitung.",
            "Wo ist der Antrag eines Mitarbeiters?",
        ),
        ("Los equipos ganadores de la liga son dos.", "¿Cuál es el equipo ganador de la liga?"),
        ("Les demandes de congés sont dans l'outil.", "Où est la demande de congé dans un outil ?"),
    ],
)
def test_forms_of_a_word_are_the_same_term(one: str, other: str) -> None:
    assert len(set(terms(one)) & set(terms(other))) >= 2


def test_accents_may_be_left_out() -> None:
    typed = terms("¿Donde esta la pagina de la nomina y el dia de pago?")
    assert {"pagin", "nomin"} <= set(terms("La página de la nómina está en el portal.")) & set(
        typed
    )


def test_a_question_in_the_plural_finds_the_singular() -> None:
    index = KeywordIndex()
    texts = [
        "Der Antrag auf einen Zuschuss ist bis zum Monatsende bei der Leitung.",
        "Die Küche im zweiten Stock ist am Freitag wegen der Reinigung zu.",
    ]
    readers = frozenset(PUBLIC)
    index.update([], [Entry(at, "Seite", text, readers) for at, text in enumerate(texts)])
    found = index.search("Wohin gehen die Anträge für Zuschüsse und wer hat sie?", readers, 5)
    assert [at for at, _ in found][:1] == [0]
