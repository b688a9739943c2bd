from itertools import pairwise

import pytest

from answering.answer import Answer, Citation, Closest, Sentence
from bot.blocks import (
    Block,
    answer_blocks,
    brief,
    closest_markdown,
    fitting,
    joined,
    sentence_markdown,
    source_mrkdwn,
)
from workspace.blocks import characters, check_blocks


def test_the_rows_of_a_table_are_shown_without_bars() -> None:
    quote = "| Up to €250 | You | 1 |\n| Up to €1,000 | Your manager | 1 |"
    card = source_mrkdwn(Citation(1, "Buying things", "", quote, 7, "Buying things.md"))
    assert "“Up to €250 · You · 1; Up to €1,000 · Your manager · 1”" in card


def test_a_mark_behind_code_stands_outside_it() -> None:
    shown = sentence_markdown(Sentence("Stop them:\n```\nctl stop\n```", (2,)))
    assert shown.endswith("```\n [2]")


@pytest.mark.parametrize(
    ("quote", "shown"),
    [
        ("| A | 30 | | B | 10 |", "A · 30; B · 10"),
        ("| A | 30 | x | | B | 10 | y | | C | 5 | z |", "A · 30 · x; B · 10 · y; C · 5 · z"),
        ("| A | | 30 | | B | | 10 |", "A · · 30; B · · 10"),
        ("| A | 30 |\n| B | 10 | | C | 5 |", "A · 30; B · 10; C · 5"),
        ("| Monday | | closed |", "Monday · · closed"),
        ("| A |  | 30 |", "A · · 30"),
        ("| A | 30 |", "A · 30"),
    ],
)
def test_rows_that_were_joined_are_parted_again(quote: str, shown: str) -> None:
    assert f"“{shown}”" in source_mrkdwn(Citation(1, "Ages", "", quote, 7, "Ages.md"))


def answer(*citations: Citation, text: str = "Yes.") -> Answer:
    return Answer((Sentence(text, (1,)),), citations, "answered", "extractive")


@pytest.mark.parametrize("name", ["Terms & conditions of " * 160, "&" * 4000, "x" * 4000])
def test_an_answer_is_delivered_however_long_its_source_is_named(name: str) -> None:
    address = f"https://x.example/{'a' * 1400}"
    long = Citation(1, name, address, name, 1, name, heading=name)
    text = str(check_blocks(answer_blocks(answer(long), "q1")))
    assert f"<{address}|" in text
    assert "&am…" not in text.replace(" ", "")


def test_an_address_that_is_too_long_for_a_link_is_left_out() -> None:
    address = f"https://x.example/{'a' * 2800}"
    cited = Citation(1, "Vacation", address, "27 days", 1, address)
    check_blocks(answer_blocks(answer(cited), "q1"))
    assert "*Vacation*" in source_mrkdwn(cited)
    close = closest_markdown(Closest(address, "Vacation & " * 300, address))
    assert address not in close
    assert len(close) < 400


def test_of_many_sources_those_are_shown_that_a_message_takes() -> None:
    cited = [Citation(n, "A title", "", "w & <b> " * 60, 1, "a.md") for n in range(1, 11)]
    blocks = check_blocks(answer_blocks(answer(*cited, text="x " * 5000), "q1"))
    shown = str(blocks).count("*A title*")
    assert 4 < shown < 10
    assert f"… and {10 - shown} more sources" in str(blocks)
    assert blocks[-1]["type"] == "context_actions"


def section(text: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


@pytest.mark.parametrize("length", [10, 1000])
def test_a_message_is_filled_and_no_fuller(length: int) -> None:
    groups = [[section("x" * length), section("y" * length)] for _ in range(40)]
    head = section("Head")
    blocks = check_blocks([head, *fitting(groups, [head])])
    shown = (len(blocks) - 2) // 2
    assert str(40 - shown) in str(blocks[-1])
    assert len(blocks) > 40 or characters(blocks) > 8_000
    assert fitting(groups[:2], [head]) == [*groups[0], *groups[1]]


def test_no_word_and_no_entity_is_cut_in_half() -> None:
    assert brief("a < b", 20) == "a &lt; b"
    assert brief("one two three", 10) == "one two …"
    assert brief("&&&", 12) == "&amp;&amp; …"


def test_an_answer_ends_with_a_whole_sentence_and_says_what_is_missing() -> None:
    said = [Sentence(f"Rule {number} is {'long ' * 100}indeed.", (1,)) for number in range(30)]
    shown = [joined(said[:number]) for number in range(1, 30)]
    assert all(after.startswith(before) for before, after in pairwise(shown))
    assert shown[-1].endswith("indeed. [1]\n\n_The rest is too long for Slack: open the sources._")
    assert len(shown[-1]) < 9_100


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("```\n" + "run it\n" * 2_000 + "```", "\nrun it\n```\n\n_The rest"),
        ("word " * 3_000, "word word\n\n_The rest"),
        ("x" * 12_000, "xx\n\n_The rest"),
    ],
)
def test_of_one_long_piece_the_beginning_is_shown(text: str, end: str) -> None:
    shown = joined([Sentence(text, (1,)), Sentence("And so on.", (1,))])
    assert shown.removesuffix(" is too long for Slack: open the sources._").endswith(end)
