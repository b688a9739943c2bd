from answering.answer import Citation, Sentence
from bot.blocks import sentence_markdown, source_mrkdwn


def test_the_rows_of_a_table_are_shown_without_bars() -> None:
    quote = "| Up to €250 | You | 1 |\n| Up to €1,000 | Your manager | 1 |"
    card = source_mrkdwn(Citation(1, "Buying things", "", quote, 7, "Buying things.md"))
    assert "“Up to €250 · You · 1; Up to €1,000 · Your manager · 1”" in card


def test_a_mark_behind_code_stands_outside_it() -> None:
    shown = sentence_markdown(Sentence("Stop them:\n```\nctl stop\n```", (2,)))
    assert shown.endswith("```\n [2]")
