import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexing.blocks import blocks, source_lines

PRICES = "| Plan | Price |\n|------|-------|\n| Team | 20 € |"


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c"])
def test_only_line_ends_end_a_line(mark: str) -> None:
    page = f"One{mark}two{mark}three{mark}four.\n\n# Prices\n\n{PRICES}\n\nAsk."
    assert [(block.kind, block.raw, block.headings) for block in blocks(page, "Plans")] == [
        ("text", f"One{mark}two{mark}three{mark}four.", ()),
        ("table", PRICES, ("Prices",)),
        ("text", "Ask.", ("Prices",)),
    ]


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_every_line_end_ends_a_line(end: str) -> None:
    page = f"One\ntwo.\n\n{PRICES}\n".replace("\n", end)
    assert [block.raw for block in blocks(page, "Plans")] == [
        f"One{end}two.",
        PRICES.replace("\n", end),
    ]


def test_lines_keep_their_ends() -> None:
    assert source_lines("a\r\nb\rc\n\n\u2028d") == ["a\r\n", "b\r", "c\n", "\n", "\u2028d"]


@example("\u2028\n\n| a |\n|---|\n| b |")
@given(st.text(max_size=200) | st.text("ab1.*`~|-#>= \n\r\t\x0b\x85\u2028\0", max_size=200))
def test_blocks_stand_in_the_page_one_after_the_other(page: str) -> None:
    at = 0
    for block in blocks(page, "T"):
        assert block.raw.strip()
        at = page.index(block.raw, at) + len(block.raw)
