from llama_index.core.schema import NodeWithScore, TextNode

from answering.citing import CitationBook

LEAVE = "Employees get **25 days** of [vacation](leave.md) a year. Unused days expire on 31 March."
TRAVEL = "| City | Hotel limit |\n|---|---|\n| Lisbon | 140 € |\n| Utrecht | 150 € |"


def book() -> CitationBook:
    return CitationBook(
        [
            NodeWithScore(
                node=TextNode(
                    id_=str(number),
                    text=text,
                    metadata={
                        "title": title,
                        "heading": "Rules",
                        "url": "https://docs.example.org/x",
                        "source_label": f"{title}.md",
                    },
                ),
                score=1.0,
            )
            for number, (title, text) in enumerate((("Vacation", LEAVE), ("Travel", TRAVEL)), 7)
        ]
    )


def test_a_quoted_sentence_is_cited_word_for_word() -> None:
    made = book()
    sentence = made.cite("Employees get 25 days of vacation a year. [1]")
    assert sentence is not None
    assert sentence.text == "Employees get 25 days of vacation a year."
    assert sentence.citations == (1,)
    (citation,) = made.citations
    assert citation.quote in LEAVE
    assert (citation.passage_id, citation.title, citation.source) == (7, "Vacation", "Vacation.md")
    assert (citation.url, citation.heading) == ("https://docs.example.org/x", "Rules")


def test_a_wrong_mark_is_put_right() -> None:
    made = book()
    sentence = made.cite("The hotel limit in Utrecht is 150 €. [1]")
    assert sentence is not None
    assert made.citations[0].quote == "| Utrecht | 150 € |"


def test_a_changed_number_is_not_said() -> None:
    assert book().cite("Employees get 28 days of vacation a year. [1]") is None


def test_an_invention_is_not_said() -> None:
    assert book().cite("Sabbaticals must be approved by the board. [1]") is None


def test_an_invented_address_is_not_said() -> None:
    assert book().cite("Employees get 25 days of vacation, see https://evil.example. [1]") is None


def test_a_refusal_is_not_an_answer() -> None:
    assert book().cite("I could not find this.") is None


def test_the_same_quote_keeps_its_number() -> None:
    made = book()
    first = made.cite("Unused days expire on 31 March. [1]")
    second = made.cite("The hotel limit in Lisbon is 140 €. [2]")
    again = made.cite("Unused vacation days expire on 31 March. [1]")
    assert first is not None
    assert second is not None
    assert again is not None
    assert (first.citations, second.citations, again.citations) == ((1,), (2,), (1,))


def test_a_sentence_of_two_sources_cites_both() -> None:
    made = book()
    sentence = made.cite(
        "Employees get 25 days of vacation a year, and unused days expire on March 31. [1]"
    )
    assert sentence is not None
    assert sentence.citations == (1, 2)


def test_a_link_is_shown_as_its_text() -> None:
    sentence = book().cite("Employees get 25 days of [vacation](leave.md) a year. [1]")
    assert sentence is not None
    assert sentence.text == "Employees get 25 days of vacation a year."


def test_a_picture_is_not_shown() -> None:
    assert book().cite("![Employees get 25 days of vacation a year.](leave.md) [1]") is None
