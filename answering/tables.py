"""Tables, Markdown's and HTML's: each row as a line that can be read on its own."""

import html
import re
from collections.abc import Iterable, Iterator

from answering.plain import plain
from indexing.blocks import source_lines
from indexing.tags import without_tags

Row = tuple[str, str]
"""The row as written, and as it is read."""

_HTML_ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL | re.IGNORECASE)
_HTML_CELL = re.compile(
    r"<(?P<tag>t[dh])\b(?P<attributes>[^>]*)>(?P<text>.*?)(?=</?t[dhr]\b)",
    re.DOTALL | re.IGNORECASE,
)
_SPAN = r"\b{}\s*=\s*[\"']?\s*([1-9][0-9]{{0,2}})"
"""A cell's attribute that says over how many rows or columns it reaches."""
_TOTAL = re.compile(r"\b(?:sub)?totals?\b|\bsum\b|\baverage\b|\boverall\b", re.IGNORECASE)
_WIDE = 3
"""Columns. The first row of so wide a table names them, even where no <th> says so."""


def markdown_rows(raw: str) -> list[Row]:
    """The rows below the header of a Markdown table."""
    lines = [line.strip() for line in source_lines(raw) if line.strip()]
    header = _cells(lines[0]) if lines else []
    cells = _merged(_cells(line) for line in lines[2:])
    return [(line, _read(header, read)) for line, read in zip(lines[2:], cells, strict=True)]


def html_rows(raw: str) -> list[Row]:
    """The rows of an HTML table, without the one that only names the columns."""
    rows = [match.group() for match in _HTML_ROW.finditer(raw)]
    found = [list(_HTML_CELL.finditer(row)) for row in rows]
    cells = _spread(found)
    header: list[str] = []
    named = bool(found) and {cell["tag"].lower() for cell in found[0]} == {"th"}
    if len(rows) > 1 and (named or len(cells[0]) >= _WIDE):
        header, rows, cells = cells[0], rows[1:], cells[1:]
    return [
        (" ".join(row.split()), _read(header or [""] * len(read), read))
        for row, read in zip(rows, cells, strict=True)
        if any(read)
    ]


def first_cell(read: str) -> str:
    """What a row is about, of the row as it is read."""
    return read.partition(" – ")[0]


def _merged(rows: Iterable[list[str]]) -> Iterator[list[str]]:
    """The rows, each with a first cell: of merged ones only the first row has it.

    One that adds up others is not about the first cell above it, nor is what has a single value.
    """
    first = ""
    for cells in rows:
        first = cells[0] or first
        merged = sum(map(bool, cells)) > 1 and not any(map(_TOTAL.search, cells))
        yield [first, *cells[1:]] if merged else cells


def _spread(rows: Iterable[list[re.Match[str]]]) -> list[list[str]]:
    """The texts of HTML's cells, column by column: each in all rows that it reaches down to, and
    in the first of its columns."""
    spread: list[list[str]] = []
    below: dict[int, tuple[int, str]] = {}
    """By column, what reaches down, and over how many more rows."""
    for cells in rows:
        read = dict(below)
        at = 0
        for cell in cells:
            while at in below:
                at += 1
            rest, wide = _span("rowspan", cell), _span("colspan", cell)
            read[at] = rest, _text(cell["text"])
            read |= {at + more: (rest, "") for more in range(1, wide)}
            at += wide
        below = {column: (rest - 1, text) for column, (rest, text) in read.items() if rest > 1}
        width = max(read, default=-1) + 1
        spread.append([read.get(column, (0, ""))[1] for column in range(width)])
    return spread


def _span(name: str, cell: re.Match[str]) -> int:
    found = re.search(_SPAN.format(name), cell["attributes"], re.IGNORECASE)
    return int(found[1]) if found else 1


def _text(cell: str) -> str:
    return " ".join(html.unescape(without_tags(cell)).split())


def _read(header: list[str], cells: list[str]) -> str:
    """ "First cell – Column: cell; Column: cell"."""
    pairs = [(name, cell) for name, cell in zip(header, cells, strict=False) if cell]
    first, *others = pairs or [("", "")]
    described = "; ".join(f"{name}: {cell}" if name else cell for name, cell in others)
    return f"{first[1]} – {described}" if described else first[1]


def _cells(row: str) -> list[str]:
    inner = row.strip().removeprefix("|").removesuffix("|")
    parts = re.split(r"(?<!\\)\|", inner)
    return [" ".join(plain(part).text.replace("\\|", "|").split()) for part in parts]
