import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from llama_index.core.schema import NodeWithScore, TextNode

from answering.citing import CitationBook, collapse_lines
from answering.units import collapse, units

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


@pytest.mark.parametrize(
    "draft",
    [
        "The passage is about the days of vacation that employees get a year. [1]",
        "The quotations are about vacation and unused days.",
        "Question: How many days of vacation do employees get a year?",
        "Do employees get 25 days of vacation a year?",
        "[1] Vacation",
    ],
)
def test_talk_about_the_prompt_is_not_an_answer(draft: str) -> None:
    assert book().cite(draft) is None


@pytest.mark.parametrize("label", ["Answer: ", "**Answer:** ", "According to the passage, "])
def test_a_label_is_not_part_of_the_answer(label: str) -> None:
    sentence = book().cite(f"{label}Unused days expire on 31 March. [1]")
    assert sentence is not None
    assert sentence.text == "Unused days expire on 31 March."


def one_page(title: str, heading: str, text: str) -> CitationBook:
    metadata = {"title": title, "heading": heading, "place": f"{title} › {heading}"}
    return CitationBook([NodeWithScore(node=TextNode(id_="1", text=text, metadata=metadata))])


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (one_page("Parking", "", "Answer: We do not provide parking."), None),
        (one_page("1Password", "", "We use one of:\n\n- 1Password\n- Bitwarden"), "1Password"),
        (
            one_page("Quotations", "", "They are valid for 30 days."),
            "Quotations are valid 30 days.",
        ),
        (one_page("Ship", "", "The passage to Delft takes an hour."), "The passage takes an hour."),
    ],
)
def test_what_the_documents_say_is_an_answer(made: CitationBook, said: str | None) -> None:
    said = said or made.nodes[0].node.get_content()
    sentence = made.cite(f"{said} [1]")
    assert sentence is not None
    assert sentence.text == said


@pytest.mark.parametrize("draft", ["Carry over", "Vacation", "Vacation › Rules > Carry over"])
def test_a_heading_alone_is_no_answer(draft: str) -> None:
    made = one_page("Vacation", "Rules > Carry over", "For a vacation you may carry over 5 days.")
    assert made.cite(f"{draft} [1]") is None


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


HOSTS = """Restart the hosts in this order:

```yaml
retries:
  - hosts[0]

  - hosts[1]
```
"""
ORDER = (
    "Sort `arr[0]` before `arr[1]`. Set `x = [0]` first. Pages are kept for ten years [1] by law."
)


def of(text: str) -> CitationBook:
    """A book of one passage."""
    node = TextNode(id_="1", text=text, metadata={"title": "Guide", "heading": "Hosts"})
    return CitationBook([NodeWithScore(node=node, score=1.0)])


def said(draft: str, source: str) -> str | None:
    """What is shown of `draft`, whose quotes must stand in `source`."""
    made = of(source)
    sentence = made.cite(draft)
    assert all(collapse(citation.quote) in collapse(source) for citation in made.citations)
    return sentence.text if sentence else None


def test_code_is_shown_as_it_is_laid_out() -> None:
    (code,) = (unit.text for unit in units(HOSTS) if unit.kind == "code")
    assert said(f"{code} [1]", HOSTS) == code
    assert "\n  - hosts[0]\n\n  - hosts[1]\n" in code


def test_steps_keep_their_code() -> None:
    page = "1. Stop:\n\n   ```sh\n   for host in a[0] b[1]; do\n     stop\n   ```\n2. Wait [1]\n"
    (steps,) = (unit.text for unit in units(page) if unit.kind == "list")
    assert said(f"{steps} [1]", page) == (
        "1. Stop:\n   ```sh\n   for host in a[0] b[1]; do\n     stop\n   ```\n2. Wait"
    )


@pytest.mark.parametrize(
    ("draft", "shown"),
    [
        ("Sort arr[0] before arr[1]. [1]", "Sort arr[0] before arr[1]."),
        ("Sort arr[0] before arr[1] [1].", "Sort arr[0] before arr[1]."),
        ("Sort arr[0] before arr[1].[1]", "Sort arr[0] before arr[1]."),
        ("Sort `arr[0]` before `arr[1]` [1]", "Sort `arr[0]` before `arr[1]`"),
        ("Set x = [0] first. [1]", "Set x = [0] first."),
        ("Set `x = [0]` first. [1]", "Set `x = [0]` first."),
        (
            "Pages are kept [1] for ten years[1] by law [1] [1].",
            "Pages are kept for ten years by law.",
        ),
        ("Pages are kept for ten years [1] by law. [1]", "Pages are kept for ten years by law."),
        ("Pages are kept for ten years by law[1].", "Pages are kept for ten years by law."),
        ("[1] Pages are kept for ten years by law.", "Pages are kept for ten years by law."),
    ],
)
def test_marks_go_and_code_stays(draft: str, shown: str) -> None:
    assert said(draft, ORDER) == shown


def test_marks_within_a_sentence_name_passages() -> None:
    twice = CitationBook(
        [
            NodeWithScore(node=TextNode(id_=str(number), text=LEAVE), score=1.0)
            for number in (1, 2, 3)
        ]
    )
    assert twice.cite("Employees get 25 days of vacation a year. [4] [3]") is not None
    assert twice.cite("Unused days [2] expire on 31 March.") is not None
    assert [citation.passage_id for citation in twice.citations] == [3, 2]


@given(st.text("ab1[]()`~ .\n", max_size=80))
def test_no_draft_is_too_strange(draft: str) -> None:
    shown = said(draft, ORDER)
    assert shown is None or shown.strip()


def test_escaped_brackets_are_the_sources_own() -> None:
    assert said("Sort arr[0] first. [1]", "Sort arr\\[0\\] first.") == "Sort arr[0] first."


@example("  - a[0]\n\n\ta [1]\u2028")
@example("# [1]")
@given(st.text("ab01[]()-#: \t\n\u2028", min_size=1, max_size=60))
def test_no_code_is_changed(code: str) -> None:
    page = f"~~~\n{code}\nrun\n~~~\n"
    for unit in units(page):
        assert said(f"{unit.text} [1]", page) in (unit.text, None)
        assert collapse_lines(f"one  two\n\n {unit.text}") == f"one two\n {unit.text}"


@pytest.mark.parametrize("draft", ["1", "[1]", "2.", " (1) "])
def test_the_number_of_a_passage_is_no_answer(draft: str) -> None:
    assert book().cite(draft) is None
