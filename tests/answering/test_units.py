from hypothesis import given
from hypothesis import strategies as st

from answering.units import collapse, units

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
