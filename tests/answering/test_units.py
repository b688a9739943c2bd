import textwrap

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from answering.units import Unit, collapse, units

PAGE = """Bring the following on your **first day. Please** do:

1. Your passport.
   A copy is *not* enough.
2. The signed contract

| Plan | Price | Seats |
|------|-------|-------|
| **Team** | 20 € | 5 |
| Company | | 50 |

```sh
make demo
```

> Quoted text that
> goes on here.
"""


def asked(text: str) -> list[tuple[str, str]]:
    return [(unit.text, unit.asked) for unit in units(text)]


def test_what_stands_behind_a_question_knows_it() -> None:
    assert asked(
        "Stolen or lost? Tell #security. Then wait.\n\n**Who pays?**\n\nWe do.\n\nNo."
    ) == [
        ("Stolen or lost?", ""),
        ("Tell #security.", "Stolen or lost?"),
        ("Then wait.", ""),
        ("Who pays?", ""),
        ("We do.", "Who pays?"),
        ("No.", ""),
    ]


def test_a_list_answers_as_a_whole_and_nothing_behind_it() -> None:
    assert asked("What do I bring?\n\n- a passport\n- a ticket\n\nLunch is free.")[1:] == [
        ("a passport", "What do I bring?"),
        ("a ticket", "What do I bring?"),
        ("- a passport\n- a ticket", "What do I bring?"),
        ("Lunch is free.", ""),
    ]


@pytest.mark.parametrize("between", ["## Salary", "---"])
def test_a_question_is_not_answered_in_the_next_part(between: str) -> None:
    assert asked(f"Still unsure?\n\n{between}\n\nSalaries are paid monthly.")[-1][1] == ""


def test_every_kind_of_block_becomes_units() -> None:
    found = units(PAGE)
    assert [(unit.kind, unit.text) for unit in found] == [
        ("sentence", "Bring the following on your first day."),
        ("sentence", "Please do:"),
        ("item", "Your passport."),
        ("item", "A copy is not enough."),
        ("item", "The signed contract"),
        ("list", "1. Your passport. A copy is not enough.\n2. The signed contract"),
        ("row", "Team – Price: 20 €; Seats: 5"),
        ("row", "Company – Seats: 50"),
        ("table", "- Team – Price: 20 €; Seats: 5\n- Company – Seats: 50"),
        ("code", "```sh\nmake demo\n```"),
        ("sentence", "Quoted text that goes on here."),
    ]


def test_items_know_the_sentence_that_introduces_them() -> None:
    item = next(unit for unit in units(PAGE) if unit.kind == "item")
    assert item.lead == "Please do:"


def test_every_quote_stands_in_the_page() -> None:
    for unit in units(PAGE):
        assert collapse(unit.quote) in collapse(PAGE)


@given(st.text(alphabet="ab1.*_`[]()|-#>\n !:", max_size=120))
def test_quotes_are_verbatim_whatever_the_page(page: str) -> None:
    for unit in units(page):
        assert collapse(unit.quote) in collapse(page)


@example("- | a\n  -|\n  | b")
@example("> ```\n> a\n- ~~~")
@example("| a |\n|---|\n| \u2028 |\n| b |")
@example("a\x0b\n\n| a |\n|---|\n| b |")
@example("- \0    \0\r\t- x\r\n> y")
@given(
    st.text(max_size=200) | st.text("ab1.*`~[]()|-#>=<tr/> \n\r\t!:\x0b\x85\u2028\0", max_size=200)
)
def test_no_text_is_too_strange(page: str) -> None:
    for unit in units(page):
        assert unit.text
        assert collapse(unit.quote) in collapse(page)


def found(page: str) -> list[tuple[str, str]]:
    """Kind and text of the units, whose quotes must all stand in `page`."""
    made = units(page)
    assert all(collapse(unit.quote) in collapse(page) for unit in made)
    return [(unit.kind, unit.text) for unit in made]


def of_kind(page: str, kind: str) -> Unit:
    """The only unit of this kind."""
    (unit,) = (unit for unit in units(page) if unit.kind == kind)
    return unit


RUNBOOK = """To restart billing:

1. Stop the workers:

   ```sh
   billingctl stop --all
   ```
2. Start them again:
   ~~~
   if ready; then
     billingctl start
   ~~~
3. Tell the team
"""


def test_code_in_steps_is_part_of_them() -> None:
    assert found(RUNBOOK)[1:] == [
        ("item", "Stop the workers:"),
        ("code", "```sh\nbillingctl stop --all\n```"),
        ("item", "Start them again:"),
        ("code", "~~~\nif ready; then\n  billingctl start\n~~~"),
        ("item", "Tell the team"),
        (
            "list",
            "1. Stop the workers:\n"
            "   ```sh\n   billingctl stop --all\n   ```\n"
            "2. Start them again:\n"
            "   ~~~\n   if ready; then\n     billingctl start\n   ~~~\n"
            "3. Tell the team",
        ),
    ]


def test_code_in_a_step_is_introduced_by_it() -> None:
    first, second = (unit for unit in units(RUNBOOK) if unit.kind == "code")
    assert (first.lead, second.lead) == ("Stop the workers:", "Start them again:")
    assert collapse(first.quote) == "```sh billingctl stop --all ```"
    steps = [unit.lead for unit in units(RUNBOOK) if unit.kind == "item"]
    assert steps == ["To restart billing:"] * 3


def test_indented_code_in_a_step_is_shown_as_code() -> None:
    assert found("- Run:\n\n      make demo\n        ONCE=1\n- Wait\n") == [
        ("item", "Run:"),
        ("code", "```\nmake demo\n  ONCE=1\n```"),
        ("item", "Wait"),
        ("list", "- Run:\n  ```\n  make demo\n    ONCE=1\n  ```\n- Wait"),
    ]


def test_a_step_may_be_nothing_but_code() -> None:
    page = "1. ```sh\n   make demo\n   ```\n2. Wait\n"
    assert found(page) == [
        ("code", "```sh\nmake demo\n```"),
        ("item", "Wait"),
        ("list", "1. ```sh\n   make demo\n   ```\n2. Wait"),
    ]
    assert of_kind(page, "code").quote.startswith("```sh")


def test_a_table_in_a_step_is_read_row_by_row() -> None:
    page = "1. Choose a plan:\n\n   | Plan | Price |\n   |---|---|\n   | Team | 20 € |\n2. Sign\n"
    assert found(page) == [
        ("item", "Choose a plan:"),
        ("row", "Team – Price: 20 €"),
        ("item", "Sign"),
        ("list", "1. Choose a plan:\n   - Team – Price: 20 €\n2. Sign"),
    ]
    assert of_kind(page, "row").lead == "Choose a plan:"


@pytest.mark.parametrize(
    "page",
    [
        "- | Plan | Price |\n  |---|---|\n  | Team | 20 € |\n  | Company | 50 € |\n",
        "> | Plan | Price |\n> |---|---|\n> | Team | 20 € |\n> | Company | 50 € |\n",
        "> - | Plan | Price |\n>   |---|---|\n>   | Team | 20 € |\n>   | Company | 50 € |\n",
    ],
)
def test_a_table_may_stand_in_an_item_or_a_quote(page: str) -> None:
    assert [unit for unit in found(page) if unit[0] != "list"] == [
        ("row", "Team – Price: 20 €"),
        ("row", "Company – Price: 50 €"),
        ("table", "- Team – Price: 20 €\n- Company – Price: 50 €"),
    ]


def test_the_rows_of_a_table_stay_inside_the_item() -> None:
    rows = "   | A | 1 |\n   | B | 2 |\n"
    page = f"1. | Plan | Price |\n   |---|---|\n{rows}2. Sign\n"
    whole = "1. - A – Price: 1\n   - B – Price: 2\n2. Sign"
    assert of_kind(page, "list").text == whole
    table = textwrap.indent(f"| Plan | Price |\n|---|---|\n{textwrap.dedent(rows)}", "     ")
    nested = of_kind(f"- Buy:\n   - Plan:\n\n{table}- Sign\n", "list").text
    assert nested == "- Buy:\n    - Plan:\n      - A – Price: 1\n      - B – Price: 2\n- Sign"


def test_of_two_tables_in_a_list_neither_stands_for_the_list() -> None:
    table = "  | Plan | Price |\n  |---|---|\n  | Team | {} € |\n  | Company | {} € |\n"
    page = f"- 2025:\n\n{table.format(20, 50)}\n- 2026:\n\n{table.format(30, 60)}"
    kinds = [kind for kind, _ in found(page)]
    assert kinds.count("row") == 4
    assert "table" not in kinds


def test_a_quote_may_hold_lists_and_code() -> None:
    assert found("> Do this:\n>\n> 1. Stop\n>\n>    ```sh\n>    go\n>    ```\n> 2. Wait\n") == [
        ("sentence", "Do this:"),
        ("item", "Stop"),
        ("code", "```sh\ngo\n```"),
        ("item", "Wait"),
        ("list", "1. Stop\n   ```sh\n   go\n   ```\n2. Wait"),
    ]


def test_what_heads_an_item_or_a_quote_is_read() -> None:
    assert found(
        "1. ## Stop billing ##\n   Ask first.\n2. Wait\n   ----\n\n> # Note\n> Text.\n"
    ) == [
        ("item", "Stop billing"),
        ("item", "Ask first."),
        ("item", "Wait"),
        ("list", "1. Stop billing\nAsk first.\n2. Wait"),
        ("sentence", "Note"),
        ("sentence", "Text."),
    ]


def test_html_in_an_item_is_read() -> None:
    row = "<table><tr><td>Lisbon</td><td>140 €</td></tr></table>"
    assert found(f"- {row}\n- <div>Ask Hannah.</div>\n") == [
        ("row", "Lisbon – 140 €"),
        ("item", "Ask Hannah."),
        ("list", "- - Lisbon – 140 €\n- Ask Hannah."),
    ]


def test_an_item_within_an_item_has_no_mark() -> None:
    assert found("- 1. First\n  2. Second\n")[:2] == [("item", "First"), ("item", "Second")]


def test_an_empty_code_block_says_nothing() -> None:
    assert found("```sh\n```") == []


PRICES = "| Plan | Price |\n|---|---|\n| Team | 20 € |\n| Company | 50 € |\n"


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c"])
def test_only_line_ends_end_a_line(mark: str) -> None:
    rows = [
        unit
        for unit in found(f"One{mark}two{mark}three{mark}four.\n\n{PRICES}")
        if unit[0] == "row"
    ]
    assert rows == [("row", "Team – Price: 20 €"), ("row", "Company – Price: 50 €")]


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_every_line_end_ends_a_line(end: str) -> None:
    page = "Prices:\n\n" + PRICES + "\n> Quoted text that\n> goes on.\n"
    assert found(page.replace("\n", end)) == found(page)


MERGED = "| Group | Level | Days |\n|---|---|---|\n| Sales | Junior | 30 |\n| | Senior | 50 |\n"


def test_a_blank_first_cell_is_that_of_the_row_above() -> None:
    rows = [unit for unit in units(f"{MERGED}| | | |\n") if unit.kind == "row"]
    assert [(row.quote, row.text) for row in rows] == [
        ("| Sales | Junior | 30 |", "Sales – Level: Junior; Days: 30"),
        ("| | Senior | 50 |", "Sales – Level: Senior; Days: 50"),
    ]


def test_a_row_without_one_above_it_is_read_as_it_stands() -> None:
    table = "| Group | Level | Days |\n|---|---|---|\n| | Senior | 50 |\n"
    assert found(f"Holiday.\n\n{table}")[1:] == [("row", "Senior – Days: 50")]


def test_what_a_cut_off_row_is_about_is_not_known() -> None:
    rows = "| | Senior | 50 |\n| IT | Junior | 20 |\n| | Senior | 40 |\n"
    page = f"| Group | Level | Days |\n|---|---|---|\n{rows}"
    about = ["IT – Level: Junior; Days: 20", "IT – Level: Senior; Days: 40"]
    assert [text for kind, text in found(page) if kind == "row"] == about
    unnamed = [text for kind, text in found(page.replace("Group", "")) if kind == "row"]
    assert unnamed[0] == "Senior – Days: 50"


def test_cells_of_html_reach_over_rows_and_columns() -> None:
    page = (
        "<table><tr><th>Group</th><th>Level</th><th>Days</th><th>Pay</th></tr>\n"
        '<tr><td rowspan="2">Sales</td><td>Junior</td><td>30</td><td rowspan=3>full</td></tr>\n'
        "<tr><td>Senior</td><td>50</td></tr>\n"
        '<tr><td COLSPAN="2">All others</td><td>20</td></tr>\n'
        "<tr><td colspan='4'>Contractors</td></tr></table>\n"
    )
    assert [text for kind, text in found(page) if kind == "row"] == [
        "Sales – Level: Junior; Days: 30; Pay: full",
        "Sales – Level: Senior; Days: 50; Pay: full",
        "All others – Days: 20; Pay: full",
        "Contractors",
    ]


def html_table(*rows: str) -> list[str]:
    """The rows as they are read."""
    page = "".join(f"<tr>{row}</tr>\n" for row in rows)
    return [text for kind, text in found(f"<table>\n{page}</table>\n") if kind == "row"]


def test_the_first_row_of_html_may_be_one_like_the_others() -> None:
    assert html_table(
        "<td>Ana Lima</td><td>Fire warden</td><td>+49 30 111</td>",
        "<td>Bo Kern</td><td>First aid</td><td>+49 30 222</td>",
    ) == ["Ana Lima – Fire warden; +49 30 111", "Bo Kern – First aid; +49 30 222"]
    assert html_table(
        "<td>Ana Lima</td><td>Fire warden</td><td>Oak</td>",
        "<td>Bo Kern</td><td>First aid</td><td>Elm</td>",
    ) == ["Ana Lima – Fire warden; Oak", "Bo Kern – First aid; Elm"]


def test_words_above_numbers_name_the_columns_of_html() -> None:
    assert html_table(
        "<td>Name</td><td>Role</td><td>Phone</td>",
        "<td>Bo Kern</td><td>First aid</td><td>222</td>",
        "<td>Cem Oz</td><td>Security</td><td></td>",
    ) == ["Bo Kern – Role: First aid; Phone: 222", "Cem Oz – Role: Security"]


def test_bold_words_and_those_of_a_head_name_the_columns_of_html() -> None:
    names = "<td>{0}Name</td><td>{0}Role</td><td>{0}Room</td>"
    row, read = "<td>Bo</td><td>Aid</td><td>Oak</td>", "Bo – Role: Aid; Room: Oak"
    assert html_table(names.format("<b>"), row) == [read]
    page = f"<table><thead><tr>{names.format('')}</tr></thead><tr>{row}</tr></table>\n"
    assert found(page) == [("row", read)]


def test_two_rows_of_html_may_name_the_columns() -> None:
    assert html_table(
        "<th rowspan=2>Plan</th><th colspan=2>Price</th>",
        "<th>Monthly</th><th>Yearly</th>",
        "<td>Starter</td><td>12 €</td><td>10 €</td>",
    ) == ["Starter – Price, Monthly: 12 €; Price, Yearly: 10 €"]
    assert html_table(
        "<th colspan=2>Berlin</th>",
        "<th>Plan</th><th>Price</th>",
        "<td>Starter</td><td>12 €</td>",
    ) == ["Starter – Price: 12 €"]


def test_a_name_above_a_part_of_html_names_no_column() -> None:
    assert html_table(
        "<th>Plan</th><th>Price</th>",
        "<th colspan=2>Schools</th>",
        "<td>Starter</td><td>12 €</td>",
    ) == ["Schools", "Starter – Price: 12 €"]


def test_html_of_names_alone_has_one_row_above_the_others() -> None:
    assert html_table("<th>Plan</th><th>Price</th>", "<th>Team</th><th>12 €</th>") == [
        "Team – Price: 12 €"
    ]
    assert html_table("<th>Plan</th><th>Price</th>") == ["Plan – Price"]


def test_what_is_struck_through_is_not_said() -> None:
    page = (
        "~~The allowance is 500 €.~~\n\nIt is 300 €. ~~Hotels cost 9 €.~~ Ask.\n\n"
        "- ~~Berlin: 180 €.~~\n- Flights are ~~allowed~~ forbidden.\n- Trains\n\n"
        "<s>Food: 25 €.</s>\n"
    )
    assert found(page) == [
        ("sentence", "It is 300 €."),
        ("sentence", "Ask."),
        ("item", "Flights are forbidden."),
        ("item", "Trains"),
        ("list", "- Flights are forbidden.\n- Trains"),
    ]


def test_a_row_about_what_is_struck_through_is_none() -> None:
    rows = "| Team | Yearly | ~~9~~ 10 |\n| ~~Old~~ | Monthly | 5 |\n"
    page = f"| Plan | Billing | Price |\n|---|---|---|\n{rows}"
    assert found(page) == [("row", "Team – Billing: Yearly; Price: 10")]
    assert html_table(
        "<th>Plan</th><th>Price</th>",
        "<td><del>Old</del></td><td>5 €</td>",
        "<td>Team</td><td><s>9 €</s> 10 €</td>",
    ) == ["Team – Price: 10 €"]


def test_an_item_within_an_item_is_introduced_by_both() -> None:
    page = "You must not:\n\n- in the office:\n  - smoke\n  - sing\n- at home:\n  1. sleep\n"
    leads = {unit.text: unit.lead for unit in units(page) if unit.kind == "item"}
    assert leads == {
        "in the office:": "You must not:",
        "smoke": "You must not: in the office:",
        "sing": "You must not: in the office:",
        "at home:": "You must not:",
        "sleep": "You must not: at home:",
    }


def test_a_total_is_not_about_the_row_above_it() -> None:
    table = "| Item | Cost |\n|---|---|\n| Laptop | 1,200 |\n| Monitor | 300 |\n| | 1,500 |\n"
    assert [unit.text for unit in units(table) if unit.kind == "row"][-1] == "1,500"
    wide = "| Land | Role | Days |\n|---|---|---|\n| Spain | Junior | 25 |\n| | Total | 25 |\n"
    assert "Spain" not in [unit.text for unit in units(wide) if unit.kind == "row"][-1]


@pytest.mark.parametrize(
    ("row", "read"),
    [
        ("| | 3 | 500 € |", "3 – Price: 500 €"),
        ("| | EUR 20 | 500 € |", "EUR 20 – Price: 500 €"),
        ("| | – | 500 € |", "– – Price: 500 €"),
        ("| | Summe | 500 € |", "Summe – Price: 500 €"),
        ("| | Gesamt | 500 € |", "Gesamt – Price: 500 €"),
        ("| | Zwischensumme: | 500 € |", "Zwischensumme: – Price: 500 €"),
        ("| | Total général | 500 € |", "Total général – Price: 500 €"),
        ("| | Suma | 500 € |", "Suma – Price: 500 €"),
        ("| | Size 2 | 500 € |", "Chair – Kind: Size 2; Price: 500 €"),
    ],
)
def test_a_sum_without_a_label_is_not_about_the_item_above(row: str, read: str) -> None:
    table = f"| Item | Kind | Price |\n|---|---|---|\n| Chair | 2 | 100 € |\n{row}\n"
    assert [text for kind, text in found(table) if kind == "row"][-1] == read


def test_nor_is_what_follows_a_sum() -> None:
    table = (
        "| Item | Kind | Price |\n|---|---|---|\n| Chair | Oak | 9 |\n| | 3 | 9 |\n| | Tax | 1 |\n"
    )
    assert [text for kind, text in found(table) if kind == "row"][-1] == "Tax – Price: 1"


def test_a_list_in_a_list_stays_inside_it() -> None:
    found = units(
        "On Sundays:\n\n- Docks:\n  - planners get double;\n  - others two hours.\n- Office: no.\n"
    )
    (whole,) = (unit for unit in found if unit.kind == "list")
    assert whole.text == (
        "- Docks:\n    - planners get double;\n    - others two hours.\n- Office: no."
    )


@pytest.mark.parametrize(
    "page",
    [
        "> [!NOTE]\n> Guests need a badge.",
        ":::warning\nGuests need a badge.\n:::",
        "!!! note\n    Guests need a badge.",
        "> [!info]- \n> Guests need a badge.",
    ],
)
def test_the_marks_of_a_box_say_nothing(page: str) -> None:
    (unit,) = units(page)
    assert unit.text == "Guests need a badge."


def test_the_title_of_a_box_is_text() -> None:
    (unit,) = units(":::danger Not allowed\nSmoking on the balcony.\n:::")
    assert unit.text == "Not allowed Smoking on the balcony."
