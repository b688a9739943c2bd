from answering.retrieval.mentions import Mentions
from answering.retrieval.parts import parts
from indexing.store import Place


def place(title: str, text: str = "", key: str = "", number: int = 1) -> Place:
    return Place(number, "docs", key or f"{title}.md", title, "", "", text)


BISQUICK = place("Bisquick", "Bisquick is a mix sold by General Mills. See [prices](../Prices.md).")


def test_a_passage_names_other_documents_by_title() -> None:
    named = Mentions(BISQUICK, "Where is the maker of Bisquick based?")
    assert place("General Mills (company)", number=2) in named
    assert place("Mills", number=3) in named
    assert place("General Motors", number=4) not in named


def test_a_link_names_a_document_whatever_its_title() -> None:
    assert place("What things cost", key="shop/Prices.md", number=2) in Mentions(BISQUICK, "x")


def test_neither_itself_nor_what_the_question_already_names() -> None:
    assert BISQUICK not in Mentions(BISQUICK, "x")
    assert place("General Mills", number=2) not in Mentions(BISQUICK, "Does General Mills bake?")


def test_a_question_is_cut_at_its_seams() -> None:
    assert parts("Who pays for the trip, and how do I book it?") == [
        "Who pays for the trip",
        "how do I book it",
    ]
    assert parts("How many vacation days do I get?") == []
