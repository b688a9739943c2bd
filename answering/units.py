"""A passage cut into what can be quoted: sentences, lists and their items, table rows, code."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token
from sentencex import segment

from answering.plain import plain
from answering.tables import Row, html_rows, markdown_rows

UnitKind = Literal["sentence", "item", "list", "row", "table", "code"]

_PARSER = MarkdownIt("commonmark").enable("table")
_ITEM = re.compile(r"\A[\s>]*(?:[-*+]|\d+[.)])\s+(?:\[[ xX]\]\s+)?")
_QUOTE_MARK = re.compile(r"^(?:[ \t]*>)+[ \t]?", re.MULTILINE)
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Unit:
    """Something quotable.

    `quote` is a raw slice of the passage, `text` the same for a reader, `lead` the
    sentence that introduces a list ("Bring the following:"), `block` numbers the block
    of the passage that it is part of.
    """

    quote: str
    text: str
    kind: UnitKind = "sentence"
    lead: str = ""
    block: int = 0


def collapse(text: str) -> str:
    """White space runs as one space, none at the ends."""
    return _SPACE.sub(" ", text).strip()


def units(passage: str) -> list[Unit]:
    """The quotable units of a passage's raw Markdown, in reading order."""
    lines = passage.splitlines(keepends=True)
    found: list[Unit] = []
    lead = ""
    for number, block in enumerate(_blocks(_PARSER.parse(passage))):
        opening = block[0]
        raw = _raw(opening, lines)
        if opening.type in ("bullet_list_open", "ordered_list_open"):
            found += _list(block, lines, number, lead)
        elif opening.type == "table_open":
            found += _rows(markdown_rows(raw), raw, number, lead)
        elif opening.type == "html_block" and "<tr" in raw.lower():
            found += _rows(html_rows(raw), raw, number, lead)
        elif opening.type == "html_block":
            found += _sentences(raw, "sentence", "", number)
        elif opening.type in ("fence", "code_block"):
            found.append(Unit(raw.strip(), raw.strip(), "code", lead, number))
        else:
            sentences = [
                sentence
                for token in block
                if token.type == "paragraph_open"
                for sentence in _sentences(_raw(token, lines), "sentence", "", number)
            ]
            found += sentences
            lead = sentences[-1].text if sentences and sentences[-1].text.endswith(":") else ""
    return [unit for unit in found if unit.text]


def _blocks(tokens: list[Token]) -> Iterator[list[Token]]:
    """The top-level blocks, each with the tokens inside it."""
    block: list[Token] = []
    for token in tokens:
        block.append(token)
        if token.level == 0 and token.nesting <= 0:
            if block[0].map is not None:
                yield block
            block = []


def _raw(token: Token, lines: list[str]) -> str:
    assert token.map is not None
    return "".join(lines[token.map[0] : token.map[1]])


def _list(block: list[Token], lines: list[str], number: int, lead: str) -> list[Unit]:
    """The items, one unit each sentence, and last the list as a whole."""
    items: list[Unit] = []
    shown: list[str] = []
    mark = "-"
    for token in block:
        if token.type == "list_item_open":
            mark = f"{token.info}." if token.info else "-"
        elif token.type == "paragraph_open":
            sentences = _sentences(_raw(token, lines), "item", lead, number)
            items += sentences
            text = " ".join(sentence.text for sentence in sentences)
            shown.append(f"{mark} {text}" if mark else text)
            mark = ""
    if len(shown) > 1:
        whole = Unit(collapse(_raw(block[0], lines)), "\n".join(shown), "list", lead, number)
        return [*items, whole]
    return items


def _sentences(raw: str, kind: UnitKind, lead: str, block: int) -> list[Unit]:
    marks = (_QUOTE_MARK, _ITEM) if kind == "item" else (_QUOTE_MARK,)
    body = plain(raw, *marks)
    found = []
    at = 0
    for part in segment("en", body.text):
        start, at = at, at + len(part)
        text = collapse(part)
        if text:
            found.append(Unit(collapse(body.raw_slice(start, at)), text, kind, lead, block))
    return found


def _rows(rows: list[Row], raw: str, block: int, lead: str) -> list[Unit]:
    """The rows of a table, and last the table as a whole."""
    found = [Unit(collapse(quote), text, "row", lead, block) for quote, text in rows]
    if len(found) > 1:
        shown = "\n".join(f"- {unit.text}" for unit in found)
        # From the first row to the last: a long table is cut, and its header then stands above
        # rows that it does not stand above in the document.
        first, last = rows[0][0], rows[-1][0]
        collapsed = collapse(raw)
        whole = collapsed[collapsed.index(collapse(first)) : collapsed.rindex(collapse(last))]
        found.append(Unit(whole + collapse(last), shown, "table", lead, block))
    return found
