from indexing.parsing.layout import laid_out
from indexing.parsing.parser import Parser
from indexing.passages import cut
from tests.indexing import made_files as made

HOTELS = (
    "A hotel in Lisbon may cost up to 140 euros a night; elsewhere in Portugal the limit is 110 "
    "euros, and breakfast is included in it wherever one stays."
)
TAXIS = "Taxis are paid at night, and by day with luggage, if the driver gave a receipt for it."


def words(text: str) -> int:
    return len(text.split())


def test_headings_of_a_pdf_head_its_passages() -> None:
    with Parser() as parser:
        parsed = parser.parse(
            ".pdf",
            made.sections_pdf(
                {"Hotels": HOTELS}, {"Taxis": TAXIS}, running="Travel rules, page {} of 2"
            ),
        )
    passages = list(cut(parsed.text, "Rules", words))
    assert [(each.heading, each.page) for each in passages] == [("Hotels", 1), ("Taxis", 2)]
    assert [" ".join(each.text.split()) for each in passages] == [HOTELS, TAXIS]


def test_words_of_a_heading_elsewhere_are_none() -> None:
    page = "Contents\nHotels\nTaxis\nHotels\nLisbon is dear.\nTaxis\nThey are paid."
    markdown = (
        "Contents\n\nHotels Taxis\n\n# Hotels\n\nLisbon is dear.\n\n# Taxis\n\nThey are paid."
    )
    assert laid_out([page], markdown) == [
        "Contents\n\nHotels\nTaxis\n\n# Hotels\n\nLisbon is dear.\n\n# Taxis\n\nThey are paid."
    ]


def test_a_heading_of_two_lines_is_one() -> None:
    page = "Rules for journeys to\nplaces abroad\nAsk before you go."
    markdown = "## Rules for journeys toplaces abroad\n\nAsk before you go."
    assert laid_out([page], markdown) == [
        "## Rules for journeys to places abroad\n\nAsk before you go."
    ]


def test_large_letters_are_not_always_a_heading() -> None:
    for large in ("Nobody goes alone.", "and so it went on", "word " * 13 + "more", "· · ·"):
        page = f"{large}\nAsk before you go."
        assert "#" not in laid_out([page], f"# {large}\n\nAsk before you go.")[0]


def test_paragraphs_break_where_no_sentence_does() -> None:
    page = "Ask before you go, and do it\nin time, in writing.\nThen book the trip\nat the desk."
    markdown = page.replace("\n", "\n\n")
    assert laid_out([page], markdown) == [
        "Ask before you go, and do it\nin time, in writing.\n\nThen book the trip\nat the desk."
    ]


def test_what_runs_along_the_edges_is_left_out() -> None:
    texts = ["Lisbon is dear.", "Porto is cheaper.", "Faro is in the south."]
    pages = [f"Rules of 2024\n{text}\n{number}" for number, text in enumerate(texts, 1)]
    assert laid_out(pages, "\n\n".join(texts)) == texts


def test_the_header_of_a_table_is_kept_on_every_page() -> None:
    pages = ["City Limit\nLisbon 140", "City Limit\nPorto 110"]
    assert laid_out(pages, "City Limit Lisbon 140\n\nCity Limit Porto 110") == pages


def test_a_heading_that_kreuzberg_takes_for_a_running_title_stands_apart() -> None:
    page = "Everybody gets 25 days off in every year.\nExceptions\nTrainees get two days more."
    markdown = "Everybody gets 25 days off in every year.\n\nTrainees get two days more."
    assert laid_out([page], markdown) == [
        "Everybody gets 25 days off in every year.\n\nExceptions\n\nTrainees get two days more."
    ]


def test_pages_without_text_stay_pages() -> None:
    assert laid_out(["", "Lisbon is dear.", ""], "Lisbon is dear.") == ["", "Lisbon is dear.", ""]


def test_a_sentence_that_two_pages_share_stands_on_the_first() -> None:
    pages = ["# Cars\n\nCars are left in the\nyard behind", "the house. Bicycles stand inside."]
    cars = "# Cars\n\nCars are left in the\nyard behind\nthe house."
    assert laid_out(pages, "") == [cars, "Bicycles stand inside."]


def test_what_only_follows_stays_on_its_page() -> None:
    for first, second in (
        ("Cars are left there.", "the house. Bicycles stand inside."),
        ("Cars are left in the yard behind the old house\nSigned: Lee", "Nobody. Really."),
        ("Cars are left in the yard behind", "the house."),
        ("", "the house. Bicycles stand inside."),
    ):
        assert laid_out([first, second], "") == [first, second]
