"""Markdown -> blocks: paragraphs, lists, tables and code, each under its heading path."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token

BlockKind = Literal["text", "list", "table", "code"]

_PARSER = MarkdownIt("commonmark").enable("table")
_KINDS: dict[str, BlockKind] = {
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "table_open": "table",
    "fence": "code",
    "code_block": "code",
}


@dataclass(frozen=True)
class Block:
    """A piece of a page as written (`raw`) and the headings above it, outermost first."""

    raw: str
    kind: BlockKind
    headings: tuple[str, ...]


Path = list[tuple[int, str]]
"""The headings in force, outermost first, each with its level."""


def blocks(text: str, title: str, path: Path | None = None) -> Iterator[Block]:
    """The blocks of a page in order. A first heading that repeats the title is left out.

    `path` are the headings of the page before, and becomes those in force at the end.
    """
    lines = source_lines(text)
    path = [] if path is None else path
    tokens = _PARSER.parse(text)
    for at, token in enumerate(tokens):
        if token.level or token.map is None:
            continue
        raw = "".join(lines[token.map[0] : token.map[1]]).rstrip()
        if token.type == "heading_open":
            level = int(token.tag[1:])
            path[:] = [(depth, name) for depth, name in path if depth < level]
            name = _plain(tokens[at + 1])
            if name and not (level == 1 and name == title):
                path.append((level, name))
        elif raw.strip():
            names = tuple(name for _, name in path)
            yield Block(raw, _KINDS.get(token.type, "text"), names)


def source_lines(text: str) -> list[str]:
    """The lines, with their ends, as markdown-it counts them in `Token.map`.

    `str.splitlines` cuts at U+2028, form feeds and others besides.
    """
    return io.StringIO(text, newline="").readlines()


def _plain(inline: Token) -> str:
    parts = [child.content or " " for child in inline.children or []]
    return " ".join("".join(parts).split())
