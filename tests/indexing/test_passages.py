import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexing.embedder import Embedder
from indexing.passages import SIZE, cut, embedded_text

PAGE = """# Travel

Intro.

## Hotels

### Limits

| City | Limit |
|------|-------|
{rows}

## Trains

- first
- second
"""


def test_passages_carry_their_heading_path(embedder: Embedder) -> None:
    page = PAGE.format(rows="| Lisbon | 140 € |")
    assert [(made.heading, made.text) for made in cut(page, "Travel", embedder.count)] == [
        ("", "Intro."),
        ("Hotels > Limits", "| City | Limit |\n|------|-------|\n| Lisbon | 140 € |"),
        ("Trains", "- first\n- second"),
    ]


def test_a_long_table_repeats_its_header(embedder: Embedder) -> None:
    rows = "\n".join(f"| City number {i} | {i} euros a night |" for i in range(80))
    passages = [
        made.text
        for made in cut(PAGE.format(rows=rows), "Travel", embedder.count)
        if "|" in made.text
    ]
    assert len(passages) > 3
    assert all(text.startswith("| City | Limit |\n|------|-------|\n") for text in passages)
    shown = [line for text in passages for line in text.splitlines()[2:]]
    assert shown == rows.splitlines()


def test_a_table_is_cut_before_a_row_that_says_what_it_is_about(embedder: Embedder) -> None:
    group = (
        "| Region {} | Standard delivery of supplies | 3 |\n| | Express | 2 |\n|  | Courier | 1 |"
    )
    table = "\n".join(["| Region | Type | Weeks |", "|---|---|---|", *map(group.format, range(30))])
    passages = [made.text.splitlines() for made in cut(table, "T", embedder.count)]
    assert len(passages) > 3
    assert all(lines[2].startswith("| Region ") for lines in passages)
    assert [line for lines in passages for line in lines[2:]] == table.splitlines()[2:]


def test_rows_about_one_thing_that_do_not_fit_are_cut_too(embedder: Embedder) -> None:
    rows = [
        "| North | Standard | 3 |",
        *(f"| | Type {at} of delivery | {at} |" for at in range(60)),
    ]
    table = "\n".join(["| Region | Type | Weeks |", "|---|---|---|", *rows])
    passages = [made.text.splitlines() for made in cut(table, "T", embedder.count)]
    assert len(passages) > 1
    assert [line for lines in passages for line in lines[2:]] == rows


@pytest.mark.parametrize(
    "text",
    [
        "word " * 5000,
        "x" * 8000,
        "see https://docs.example.org/" + "a/b-" * 800,
        "| a | b |\n|---|---|\n| " + "cell " * 900 + " | b |",
        "```\n" + "\n".join([" " * 9000 + "x", "x" * 9000]) + "\n```",
        "```\n" + "line of code = 1\n" * 400 + "```",
        "# " + "very long title " * 80 + "\n\ntext",
        "- " + "item words " * 600,
        "年假规定" * 600,
    ],
)
def test_no_passage_is_longer_than_the_embedder_reads(text: str, embedder: Embedder) -> None:
    made = list(cut(text, "A title " * 60, embedder.count))
    assert made
    for each in made:
        whole = embedded_text("A title " * 60, each.heading, each.text, embedder.count)
        assert embedder.count(whole) + 2 <= embedder.reads


def test_nothing_but_white_space_is_lost(embedder: Embedder) -> None:
    text = "One sentence here. " * 300
    joined = "".join(made.text for made in cut(text, "T", embedder.count))
    assert "".join(joined.split()) == "".join(text.split())


@pytest.mark.parametrize("part", ["10:00:12 INFO request 7 handled by worker-3\n", "Qx7+zP/9d"])
def test_twice_the_text_is_twice_the_work(part: str, embedder: Embedder) -> None:
    counted = 0

    def count(text: str) -> int:
        nonlocal counted
        counted += len(text)
        return embedder.count(text)

    def work(times: int) -> int:
        nonlocal counted
        counted = 0
        assert list(cut(part * times, "T", count))
        return counted

    assert work(3200) < 2.5 * work(1600)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet="ab .|-#\n*1`", max_size=400))
def test_every_line_stands_in_the_page(embedder: Embedder, text: str) -> None:
    collapsed = "".join(text.split())
    for made in cut(text, "T", embedder.count):
        for line in made.text.splitlines():
            assert "".join(line.split()) in collapsed
        assert embedder.count(made.text) <= SIZE


def test_a_passage_knows_its_page_and_the_heading_of_the_page_before(embedder: Embedder) -> None:
    text = "# Guide\n\n## Trips\n\nOne.\fTwo.\f## Hotels\n\nThree."
    assert [(m.page, m.heading, m.text) for m in cut(text, "Guide", embedder.count)] == [
        (1, "Trips", "One."),
        (2, "Trips", "Two."),
        (3, "Hotels", "Three."),
    ]
