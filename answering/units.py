"""A passage cut into what can be quoted: sentences, lists and their items, table rows, code."""

import re
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token

from answering.plain import plain
from answering.tables import Row, html_rows, markdown_rows
from indexing.blocks import source_lines
from indexing.sentences import in_sentences

UnitKind = Literal["sentence", "item", "list", "row", "table", "code"]

_PARSER = MarkdownIt("commonmark").enable("table").disable("inline")
_LISTS = ("bullet_list_open", "ordered_list_open")
_ITEM = re.compile(r"\A[\s>]*(?:(?:[-*+]|\d{1,9}[.)])\s+[\s>]*)+(?:\[[ xX]\]\s+)?")
_QUOTE_MARK = re.compile(r"(?<![^\r\n])(?:[ \t]*>)+[ \t]?")
_ADMONITION = re.compile(
    r"(?<![^\r\n])[ \t>]*(?::{3,}[ \t]*\w*|(?:!!!|\?\?\?\+?)[ \t]+\w+|\[!\w+\][+-]?)[ \t]*",
)
"""What MkDocs, Docusaurus, GitHub and Obsidian begin or end a box with; its title is text."""
_HEADING = re.compile(r"(?<!\S)#{1,6}(?!\S)|[\r\n][ \t>]*[=-]+\s*\Z")
_SPACE = re.compile(r"\s+")
_DEEPER = "    "
"""Before the lines of a list in a list: enough behind any mark, and not yet code."""


@dataclass(frozen=True)
class Unit:
    """Something quotable.

    `quote` is a raw slice of the passage, `text` the same for a reader, `lead` the
    sentence that introduces a list ("Bring the following:"), `block` numbers the block
    of the passage that it is part of, `item` the item of that block, `asked` is the question
    right before it, if that is one ("Stolen or lost? Tell #security."), `headed` says whether its
    `lead` is the heading above it ("Never:").
    """

    quote: str
    text: str
    kind: UnitKind = "sentence"
    lead: str = ""
    block: int = 0
    asked: str = ""
    item: int = 0
    headed: bool = False


def collapse(text: str) -> str:
    """White space runs as one space, none at the ends."""
    return _SPACE.sub(" ", text).strip()


def units(passage: str) -> list[Unit]:
    """The quotable units of a passage's raw Markdown, in reading order."""
    lines = source_lines(passage)
    found: list[Unit] = []
    lead = ""
    for number, tokens in enumerate(_blocks(_PARSER.parse(passage))):
        block = _Block(lines, number, lead)
        for token in tokens:
            block.take(token)
        found += block.units()
        lead = block.lead
    return list(_answering(unit for unit in found if unit.text))


def _answering(found: Iterable[Unit]) -> Iterator[Unit]:
    """The units with what they answer: a sentence, or a whole list or table, its question."""
    asked, block = "", 0
    for unit in found:
        if unit.kind == "sentence":
            yield replace(unit, asked=asked if unit.block <= block + 1 else "")
            asked, block = unit.text if unit.text.endswith("?") else "", unit.block
        else:
            yield replace(unit, asked=asked if unit.block == block + 1 else "")


def _blocks(tokens: list[Token]) -> Iterator[list[Token]]:
    """The top-level blocks, each with the tokens inside it."""
    block: list[Token] = []
    for token in tokens:
        block.append(token)
        if token.level == 0 and token.nesting <= 0:
            yield block
            block = []


class _Block:
    """A top-level block, read token by token: whatever a list or a quote holds is read too.

    `lead` is the sentence that introduces what comes next, empty if none does.
    """

    def __init__(self, lines: list[str], number: int, lead: str) -> None:
        self.lead = lead
        self._lines = lines
        self._number = number
        self._found: list[Unit] = []
        self._lists: list[Token] = []
        self._within: list[str] = []
        """What introduces each of them, outermost first."""
        self._item = 0
        self._shown: list[str] = []
        """The lines of the outermost list."""
        self._mark = ""
        """Of an item of which nothing is shown yet."""
        self._indent = 0
        self._step = ""
        """The sentence of an item that introduces what comes next in it."""

    def take(self, token: Token) -> None:
        """Read the next token."""
        if token.type in _LISTS:
            self._within.append(self._step if self._lists else self.lead)
            self._lists.append(token)
        elif token.type.endswith("_list_close"):
            self._within.pop()
            self._end(self._lists.pop())
        elif token.type == "list_item_open":
            self._mark = f"{token.info}." if token.info else "-"
            self._indent = len(self._mark) + 1
            self._step = ""
            self._item += 1
        elif token.type == "paragraph_open" or (token.type == "heading_open" and token.level):
            self._text(token)
        elif token.type in ("fence", "code_block"):
            self._code(token)
        elif token.type == "table_open":
            # A passage may begin within a table (indexing/passages.py).
            self._rows(markdown_rows(self._bare(token), cut=self._number == 0), token)
        elif token.type == "html_block" and "<tr" in self._raw(token).lower():
            self._rows(html_rows(self._raw(token)), token)
        elif token.type == "html_block":
            self._sentences(token, "")
        elif token.type in ("heading_open", "hr") and not self._lists:
            self.lead = ""

    def units(self) -> list[Unit]:
        """What was found. Of several lists or tables none stands for the whole block."""
        counts = Counter(unit.kind for unit in self._found)
        return [u for u in self._found if u.kind not in ("list", "table") or counts[u.kind] == 1]

    def _text(self, token: Token) -> None:
        found = self._sentences(token, " ".join(filter(None, self._within)))
        introduces = found[-1].text if found and found[-1].text.endswith(":") else ""
        if self._lists:
            self._step = introduces
        else:
            self.lead = introduces

    def _sentences(self, token: Token, lead: str) -> list[Unit]:
        kind: UnitKind = "item" if self._lists else "sentence"
        marks = [_QUOTE_MARK, _ADMONITION]
        marks += [_ITEM] if self._lists else []
        marks += [_HEADING] if token.type == "heading_open" else []
        body = plain(self._raw(token), *marks)
        found = []
        at = 0
        for part in in_sentences(body.text):
            start, at = at, at + len(part)
            quote, text = collapse(body.raw_slice(start, at)), collapse(part)
            if text:
                found.append(Unit(quote, text, kind, lead, self._number, item=self._item))
        self._add(found, " ".join(unit.text for unit in found))
        return found

    def _code(self, token: Token) -> None:
        """Code as a fence, however it is marked; its lines keep their layout."""
        content = token.content.strip("\n")
        if not content.strip():
            return
        fence = token.markup or "```"
        while not token.markup and fence in content:
            fence += "`"
        raw = self._raw(token)
        # What stands before it are the marks of the item or the quote that it is in.
        begins = max(0, raw.find(token.markup or content.strip().partition("\n")[0]))
        text = f"{fence}{token.info.rstrip()}\n{content}\n{fence}"
        shown = textwrap.indent(text, " " * self._indent)
        self._add([self._unit(raw[begins:].strip(), text, "code")], shown)

    def _rows(self, rows: list[Row], token: Token) -> None:
        """The rows of a table, and last the table as a whole."""
        found = [self._unit(collapse(quote), text, "row") for quote, text in rows]
        lines = "\n".join(f"- {unit.text}" for unit in found)
        if len(found) > 1:
            # From the first row to the last: a long table is cut, and its header then stands
            # above rows that it does not stand above in the document.
            whole = collapse(self._raw(token))
            first, last = found[0].quote, found[-1].quote
            quote = whole[whole.index(first) : whole.rindex(last)] + last
            found.append(self._unit(quote, lines, "table"))
        self._add(found, textwrap.indent(lines, " " * self._indent))

    def _unit(self, quote: str, text: str, kind: UnitKind) -> Unit:
        return Unit(quote, text, kind, self._step or self.lead, self._number)

    def _add(self, found: list[Unit], shown: str) -> None:
        self._found += found
        if self._lists and found:
            shown = f"{self._mark} {shown.lstrip()}" if self._mark else shown
            self._shown.append(textwrap.indent(shown, _DEEPER * (len(self._lists) - 1)))
            self._mark = ""

    def _end(self, opening: Token) -> None:
        """The outermost list as a whole, unless it is of one piece."""
        if not self._lists:
            if len(self._shown) > 1:
                quote = collapse(self._raw(opening)).lstrip("> ")
                text = "\n".join(self._shown)
                self._found.append(Unit(quote, text, "list", self.lead, self._number))
            self._shown, self._step, self._indent = [], "", 0

    def _raw(self, token: Token) -> str:
        assert token.map is not None
        return "".join(self._lines[token.map[0] : token.map[1]])

    def _bare(self, token: Token) -> str:
        """The same without the marks of the item and the quote that it is in."""
        bare = _QUOTE_MARK.sub("", self._raw(token))
        return _ITEM.sub("", bare) if self._lists else bare
