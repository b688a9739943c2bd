"""A passage cut into what can be quoted: sentences, list items, table rows, code blocks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token
from sentencex import segment

from answering.plain import plain

UnitKind = Literal["sentence", "item", "row", "code"]

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
    tokens = _PARSER.parse(passage)
    for number, token in enumerate(_leaves(tokens)):
        assert token.map is not None
        raw = "".join(lines[token.map[0] : token.map[1]])
        if token.type == "table_open":
            found += _rows(raw, number, lead)
        elif token.type in ("fence", "code_block"):
            found.append(Unit(raw.strip(), raw.strip(), "code", lead, number))
        elif token.meta.get("item"):
            found += _sentences(raw, "item", lead, number)
        elif token.type == "paragraph_open":
            sentences = _sentences(raw, "sentence", "", number)
            found += sentences
            lead = sentences[-1].text if sentences and sentences[-1].text.endswith(":") else ""
    return [unit for unit in found if unit.text]


def _leaves(tokens: list[Token]) -> Iterator[Token]:
    """The block tokens that hold text, in order; `meta["item"]` marks list items."""
    items = table = 0
    for token in tokens:
        if token.type == "table_open":
            table += 1
            yield token
        elif token.type == "table_close":
            table -= 1
        elif token.type in ("list_item_open", "list_item_close"):
            items += token.nesting
        elif token.map is not None and not table and token.type in (
            "paragraph_open",
            "fence",
            "code_block",
        ):
            token.meta["item"] = items > 0 and token.type == "paragraph_open"
            yield token


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


def _rows(raw: str, block: int, lead: str) -> list[Unit]:
    """Table rows, each readable on its own: the header names every cell."""
    rows = [line.strip() for line in raw.splitlines() if line.strip()]
    header = _cells(rows[0])
    found = []
    for row in rows[2:]:
        cells = _cells(row)
        pairs = [(name, cell) for name, cell in zip(header, cells, strict=False) if cell]
        first, *others = pairs or [("", "")]
        described = "; ".join(f"{name}: {cell}" if name else cell for name, cell in others)
        text = f"{first[1]} – {described}" if described else first[1]
        found.append(Unit(row, text, "row", lead, block))
    return found


def _cells(row: str) -> list[str]:
    inner = row.strip().removeprefix("|").removesuffix("|")
    return [collapse(plain(cell).text.replace("\\|", "|")) for cell in re.split(r"(?<!\\)\|", inner)]
