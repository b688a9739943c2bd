"""An answer as Slack blocks: text with footnote marks, sources, disclaimer, feedback."""

import re
from collections.abc import Sequence
from typing import Any

from answering.answer import Answer, Citation, Closest, Sentence
from answering.plain import plain
from answering.units import collapse

Block = dict[str, Any]

FEEDBACK = "feedback"
DISCLAIMER = "Made by software from company documents. Check the sources before you rely on it."

_LONGEST_TEXT = 9000
"""Characters; with sources and buttons a message must stay below about 13,200."""
_SHORTENED = "_The rest is too long for Slack: open the sources._"
_LONGEST_QUOTE = 280
_LONGEST_NAME = 150
_LONGEST_SOURCE = 200
_LONGEST_ADDRESS = 1500
"""A text below an answer holds 3,000 characters, its link included."""

_MOST_BLOCKS = 45
_MOST_CHARACTERS = 11_000
"""A message takes 50 blocks and about 13,200 characters."""


def safe(text: str) -> str:
    """Text from documents and models: no mentions, no hidden links, for mrkdwn and Markdown."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def brief(text: str, most: int) -> str:
    """`text` made safe, with " …" instead of what exceeds `most` characters."""
    shown = safe(text)
    if len(shown) <= most:
        return shown
    # No half of a word, nor of an entity.
    return f"{re.sub(r'&[a-z]*$', '', shown[:most]).rsplit(' ', 1)[0]} …"


def fitting(
    groups: Sequence[Sequence[Block]], beside: Sequence[Block] = (), rest: str = "… and {} more"
) -> list[Block]:
    """The blocks of the first `groups` that fit into one message with those `beside` them.

    If groups are left over, `rest` with their number follows. No group is split.
    """
    blocks: list[Block] = []
    for number, group in enumerate(groups):
        together = [*beside, *blocks, *group]
        if len(together) > _MOST_BLOCKS or _characters(together) > _MOST_CHARACTERS:
            return [*blocks, _context(rest.format(len(groups) - number))]
        blocks += group
    return blocks


def _characters(value: object) -> int:
    """How many characters of text stand in blocks, buttons and their questions included."""
    if isinstance(value, list):
        return sum(map(_characters, value))
    if isinstance(value, dict):
        return sum(
            len(item) if key == "text" and isinstance(item, str) else _characters(item)
            for key, item in value.items()
        )
    return 0


def sentence_markdown(sentence: Sentence) -> str:
    """The sentence with its footnote marks."""
    marks = "".join(f" [{number}]" for number in sentence.citations)
    # Behind its closing fence a mark would keep a block of code open.
    break_ = "\n" if marks and sentence.text.rstrip().endswith("```") else ""
    return f"{safe(sentence.text)}{break_}{marks}"


def joined(sentences: Sequence[Sentence]) -> str:
    """All sentences as one Markdown text; lists and code keep their own lines.

    What does not fit is left out, and that is said; with one more sentence a text only grows.
    """
    text = ""
    for sentence in sentences:
        shown = sentence_markdown(sentence)
        more = text + (_separator(text, shown) if text else "") + shown
        if len(more) > _LONGEST_TEXT:
            return f"{text or _beginning(shown)}\n\n{_SHORTENED}"
        text = more
    return text


def _beginning(text: str) -> str:
    """The lines or else the words of `text` that fit, code closed."""
    fits = text[:_LONGEST_TEXT]
    end = max(fits.rfind("\n"), 0) or max(fits.rfind(" "), 0) or len(fits)
    return fits[:end] + ("\n```" if fits[:end].count("```") % 2 else "")


def _separator(before: str, shown: str) -> str:
    """What stands between two sentences."""
    return "\n\n" if "\n" in shown or "\n" in before else " "


def answer_text(answer: Answer) -> str:
    """The visible text of an answer, closest documents and note included."""
    text = joined(answer.sentences)
    if answer.closest:
        lines = "\n".join(f"- {closest_markdown(item)}" for item in answer.closest)
        text += f"\n\nThese documents come closest:\n{lines}"
    # Whose answer a curated one is, stands below it: see tail_blocks.
    shown = answer.note and answer.kind != "curated"
    return f"{text}\n\n_{safe(answer.note)}_" if shown else text


def closest_markdown(item: Closest) -> str:
    """A document worth a look, linked if it has an address."""
    title = brief(item.title, _LONGEST_NAME).replace("[", "(").replace("]", ")")
    if is_web(item.url):
        return f"[{title}]({item.url})"
    return f"{title} ({brief(item.source, _LONGEST_SOURCE)})"


def tail_blocks(answer: Answer, question_id: str) -> list[Block]:
    """What follows the text: sources, disclaimer, feedback. Nothing of it after small talk."""
    if answer.kind not in ("documents", "curated") or answer.status == "error":
        return []
    text: Block = {"type": "markdown", "text": answer_text(answer)}
    cards = [[_context(source_mrkdwn(item))] for item in answer.citations[:10]]
    blocks = fitting(cards, [text], rest="… and {} more sources")
    if answer.kind == "curated":
        blocks.append(_context(f"📌 {safe(answer.note)}"))
    elif answer.citations:
        blocks.append(_context(f"{DISCLAIMER} Model: {safe(answer.model)}."))
    return [*blocks, _feedback(question_id)]


def answer_blocks(answer: Answer, question_id: str) -> list[Block]:
    """The whole message."""
    return [
        {"type": "markdown", "text": answer_text(answer)},
        *tail_blocks(answer, question_id),
    ]


def source_mrkdwn(citation: Citation) -> str:
    """`1. Title › Heading, page 3` with its link, and the quote."""
    names = [brief(name, _LONGEST_NAME) for name in (citation.title, citation.heading) if name]
    place = " › ".join(names).replace("|", "¦")
    named = f"<{citation.url}|{place}>" if is_web(citation.url) else f"*{place}*"
    page = f", page {citation.page}" if citation.page else ""
    quote = brief(collapse(_cells(plain(citation.quote).text)), _LONGEST_QUOTE)
    source = brief(citation.source, _LONGEST_SOURCE)
    return f"[{citation.number}] {named}{page} · {source}\n“{quote}”"


def _cells(quote: str) -> str:
    """The rows of a table without their bars, which say nothing where they do not stand in line."""
    lines = [line.strip() for line in quote.splitlines() if line.strip()]
    if not lines or not all(line.startswith("|") for line in lines):
        return quote
    rows = (row for line in lines for row in _rows(line.strip("|").split("|")))
    return "; ".join(" · ".join(cell.strip() for cell in row) for row in rows)


def _rows(cells: Sequence[str]) -> list[Sequence[str]]:
    """The rows of a line, each of as many cells: joined by a space, they have a gap between them.

    The fewest columns, two at least, whose gaps are all there; a line with other empty cells is
    one row.
    """
    for width in range(2, len(cells)):
        gaps = cells[width :: width + 1]
        if (len(cells) + 1) % (width + 1) == 0 and all(gap == " " for gap in gaps):
            return [cells[at : at + width] for at in range(0, len(cells), width + 1)]
    return [cells]


def is_web(url: str) -> bool:
    """Whether `url` may be shown as a link, and is short enough for one."""
    return len(url) <= _LONGEST_ADDRESS and bool(re.fullmatch(r"https?://[^\s<>|]+", url))


def _context(text: str) -> Block:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": text}]}


def _feedback(question_id: str) -> Block:
    return {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": FEEDBACK,
                "positive_button": {
                    "text": {"type": "plain_text", "text": "Good answer"},
                    "accessibility_label": "This answer helped",
                    "value": f"up:{question_id}",
                },
                "negative_button": {
                    "text": {"type": "plain_text", "text": "Bad answer"},
                    "accessibility_label": "This answer did not help",
                    "value": f"down:{question_id}",
                },
            }
        ],
    }
