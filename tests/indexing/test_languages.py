"""Words of other languages are found in whatever form they stand."""

import pytest

from indexing.keywords import Entry, KeywordIndex
from indexing.languages import language
from indexing.readers import PUBLIC, Readers
from indexing.terms import asked_terms, indexed_terms, terms


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Wo beantrage ich Urlaub", "german"),
        ("Cuántos días de vacaciones tengo en el primer año", "spanish"),
        ("Quel est le budget pour l'école des enfants", "french"),
        ("Hoeveel vakantiedagen heb ik in het eerste jaar", "dutch"),
        ("Hur många dagar får jag om jag är sjuk", "swedish"),
        ("Какой у нас бюджет на обучение и где он указан", "russian"),
        ("How many days of vacation do I get in the first year", "english"),
        # Small words in a name, a title, a table's row, or again and again: no reason to leave.
        ("Who is Daan van der Berg", "english"),
        ("Inês de Sá e Silva is out until May", "english"),
        ("vacation days per year per employee", "english"),
        ("Main door 4711 Back door 4712", "english"),
        ("war room man page", "english"),
        ("under 18 under 21", "english"),
        ("VPN setup", "english"),
        ("超级碗是什么", "english"),
        ("", "english"),
    ],
)
def test_a_language_is_told_by_its_small_words(text: str, name: str) -> None:
    assert language(text.split()) == name


def index(*texts: str, title: str = "Page", readers: Readers = PUBLIC) -> KeywordIndex:
    made = KeywordIndex()
    made.update([], [Entry(at, title, text, readers) for at, text in enumerate(texts)])
    return made


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("Wohin gehen die Anträge und wer hat sie?", "Der Antrag auf Geld ist bei der Leitung."),
        ("¿Cuál es el equipo ganador de la liga?", "Los equipos ganadores son dos."),
        ("¿Donde esta la pagina de la nomina?", "La página de la nómina está en el portal."),
        # Without small words a text does not tell its language, and a name has none.
        ("Hur många semesterdagar har jag?", "Semesterdagar"),
        ("Quelles sont les règles pour les congés payés ?", "Congés payés"),
        ("Wer ist Ines Weber und wo ist sie?", "Ines Weber leads the People team."),
        ("¿Cómo uso Jira para pedir las vacaciones?", "Use Jira to ask for a day off."),
        ("What is the door code?", "Main door: 4711. Back door: 4712."),
    ],
)
def test_a_word_is_found_in_another_form(asked: str, said: str) -> None:
    found = index("Nothing of the kind stands here.", said).search(asked, PUBLIC, 5)
    assert [at for at, _ in found][:1] == [1]


def test_english_is_searched_for_as_it_is_compared() -> None:
    text = "How do I reset the VPN sign-off in Daan van der Berg's office?"
    assert [next(iter(forms)) for forms in asked_terms(text)] == list(dict.fromkeys(terms(text)))
    assert indexed_terms(text) == terms(text)


def test_no_word_of_another_language_is_corrected() -> None:
    made = index(*["El marco de la puerta es azul y tfue abierto en la tarde."] * 3)
    asked = "¿Qué marca fue la de los coches en el garaje?"
    assert made.corrected(asked, PUBLIC) == asked


def test_a_correction_is_a_word_that_the_asker_may_read() -> None:
    # On the open page "Müllers" has the stem "mull" there: that does not make it a word of it.
    open_ = Entry(0, "Seite", "Die Müllers sind nicht mehr bei uns und auch nicht da.", PUBLIC)
    closed = [
        Entry(at, "Plan", "Project Mull is secret.", frozenset({"group:board"})) for at in (1, 2)
    ]
    made = KeywordIndex()
    made.update([], [open_, *closed])
    assert made.corrected("what is project mulll", PUBLIC) == "what is project mulll"
    assert made.corrected("what is project mulll", frozenset({"group:board"})).endswith("mull")
