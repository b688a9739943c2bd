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
_LONGEST_QUOTE = 280


def safe(text: str) -> str:
    """Text from documents and models: no mentions, no hidden links, for mrkdwn and Markdown."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def sentence_markdown(sentence: Sentence) -> str:
    """The sentence with its footnote marks."""
    marks = "".join(f" [{number}]" for number in sentence.citations)
    # Behind its closing fence a mark would keep a block of code open.
    break_ = "\n" if marks and sentence.text.rstrip().endswith("```") else ""
    return f"{safe(sentence.text)}{break_}{marks}"


def joined(sentences: Sequence[Sentence]) -> str:
    """All sentences as one Markdown text; lists and code keep their own lines."""
    text = ""
    for sentence in sentences:
        shown = sentence_markdown(sentence)
        if text:
            text += separator(text, shown)
        text += shown
    return text[:_LONGEST_TEXT]


def separator(before: str, shown: str) -> str:
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
    title = safe(item.title).replace("[", "(").replace("]", ")")
    return f"[{title}]({item.url})" if is_web(item.url) else f"{title} ({safe(item.source)})"


def tail_blocks(answer: Answer, question_id: str) -> list[Block]:
    """What follows the text: sources, disclaimer, feedback. Nothing of it after small talk."""
    if answer.kind not in ("documents", "curated") or answer.status == "error":
        return []
    blocks: list[Block] = [_context(source_mrkdwn(item)) for item in answer.citations[:10]]
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
    place = citation.title + (f" › {citation.heading}" if citation.heading else "")
    place = safe(place).replace("|", "¦")
    named = f"<{citation.url}|{place}>" if is_web(citation.url) else f"*{place}*"
    page = f", page {citation.page}" if citation.page else ""
    quote = collapse(_cells(plain(citation.quote).text))
    if len(quote) > _LONGEST_QUOTE:
        quote = quote[:_LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"
    return f"[{citation.number}] {named}{page} · {safe(citation.source)}\n“{safe(quote)}”"


def _cells(quote: str) -> str:
    """The rows of a table without their bars, which say nothing where they do not stand in line."""
    lines = [line.strip() for line in quote.splitlines() if line.strip()]
    if not lines or not all(line.startswith("|") for line in lines):
        return quote
    rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in lines)
    return "; ".join(" · ".join(cells) for cells in rows)


def is_web(url: str) -> bool:
    """Whether `url` may be shown as a link."""
    return bool(re.fullmatch(r"https?://[^\s<>|]+", url))


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
