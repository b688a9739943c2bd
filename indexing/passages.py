"""Document -> passages of about 200 tokens that follow its structure.

Each carries its title and heading path. Lists, tables and code stay whole where they fit;
a longer table is cut between rows, a Markdown one with its header repeated, and where they fit
rows stay with the one above them that has their first cell. A passage is never longer than the
embedder reads: what lies beyond would not be found.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from indexing.blocks import Block, Path, blocks, source_lines
from indexing.sentences import in_sentences
from indexing.tags import ROW_END, without_tags

VERSION = "passages-7"
"""Part of every content hash: change it when the cutting changes."""

SIZE = 200
"""Tokens, title and headings included."""

_PREFIX = 60
"""Tokens at most of title and headings; a longer prefix is cut for the embedder."""

_LONGEST_TOKEN = 20
"""Characters; where tokens are longer still, pieces are shorter than they could be."""

_BLANK_CELL = re.compile(r"\s*\|\s*\|")
"""Begins a row of which the first cell is empty."""

Count = Callable[[str], int]


@dataclass(frozen=True)
class Passage:
    """`page` counts from 1; 0 where the document has none."""

    heading: str
    page: int
    text: str


def embedded_text(title: str, heading: str, text: str, count: Count) -> str:
    """What the embedder reads of a passage."""
    return f"{_prefix(title, heading, count)}\n{without_tags(text)}"


def _prefix(title: str, heading: str, count: Count) -> str:
    prefix = f"{title}\n{heading}" if heading else title
    while count(prefix) > _PREFIX:
        prefix = prefix[: max(1, len(prefix) * _PREFIX // count(prefix) - 1)]
    return prefix


def cut(text: str, title: str, count: Count) -> Iterator[Passage]:
    """The passages of Markdown; a form feed ends a page, and no passage spans two."""
    pages, path = text.split("\f"), Path()
    for number, page in enumerate(pages, 1):
        for heading, piece in _cut_page(page, title, path, count):
            yield Passage(heading, number if len(pages) > 1 else 0, piece)


def _cut_page(text: str, title: str, path: Path, count: Count) -> Iterator[tuple[str, str]]:
    """(heading path, Markdown) of each passage; `path` are the headings carried along."""
    heading, pending, size = "", list[str](), 0
    for block in blocks(text, title, path):
        above = " > ".join(block.headings)
        room = SIZE - count(_prefix(title, above, count))
        if pending and above != heading:
            yield heading, "\n\n".join(pending)
            pending, size = [], 0
        heading = above
        for piece in _fitting(block, room, count):
            tokens = count(piece)
            if pending and size + tokens > room:
                yield heading, "\n\n".join(pending)
                pending, size = [], 0
            pending.append(piece)
            size += tokens
    if pending:
        yield heading, "\n\n".join(pending)


def _fitting(block: Block, room: int, count: Count) -> Iterator[str]:
    """The block whole, or in pieces of at most `room` tokens along its own seams."""
    if count(block.raw) <= room:
        yield block.raw
        return
    lines = [line.rstrip("\r\n") for line in source_lines(block.raw)]
    if block.kind == "table" and len(lines) > 2 and count("\n".join(lines[:2])) < room // 2:
        header = "\n".join(lines[:2])
        room -= count(header) + 2
        for rows in _packed(_groups(lines[2:], room, count), room, "\n", count):
            yield f"{header}\n{rows}"
    elif "</tr>" in block.raw.lower():
        yield from _packed([row for row in ROW_END.split(block.raw) if row], room, "\n", count)
    elif block.kind in ("list", "code", "table"):
        yield from _packed(lines, room, "\n", count)
    else:
        sentences = [part for line in in_sentences(block.raw) if (part := line.strip())]
        yield from _packed(sentences, room, " ", count)


def _groups(rows: Iterable[str], room: int, count: Count) -> Iterator[str]:
    """Each row with those below it that leave the first cell to it, if all of them fit."""
    group = list[str]()
    for row in [*rows, ""]:
        if group and not _BLANK_CELL.match(row):
            whole = "\n".join(group)
            yield from [whole] if count(whole) <= room else group
            group = []
        group.append(row)


def _packed(parts: Iterable[str], room: int, joint: str, count: Count) -> Iterator[str]:
    """Neighbouring parts joined as long as they fit; a part too long by itself is broken."""
    room = max(room, 16)
    pending, size = list[str](), 0
    for part in parts:
        for piece in _broken(part, room, count):
            tokens = count(piece) + 1
            if pending and size + tokens > room:
                yield joint.join(pending)
                pending, size = [], 0
            pending.append(piece)
            size += tokens
    if pending:
        yield joint.join(pending)


def _broken(text: str, room: int, count: Count) -> Iterator[str]:
    """Pieces of at most `room` tokens, between words where there are any."""
    while text:
        # Counting all that is left, for each piece anew, would take hours over a long line.
        window = text[: room * _LONGEST_TOKEN]
        tokens = count(window)
        if window == text and tokens <= room:
            yield text
            return
        # A guess by proportion, then smaller until it fits: tokens are not characters.
        at = max(1, min(len(window), len(window) * room // max(1, tokens)))
        while at > 1 and count(text[:at]) > room:
            at = at * 9 // 10
        space = text.rfind(" ", 1, at + 1)
        at = space if space > at // 2 else at
        if piece := text[:at].rstrip():
            yield piece
        text = text[at:].lstrip()
