"""Tables, Markdown's and HTML's: each row as a line that can be read on its own."""

import html
import re

from answering.plain import plain
from indexing.blocks import source_lines
from indexing.tags import without_tags

Row = tuple[str, str]
"""The row as written, and as it is read."""

_HTML_ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL | re.IGNORECASE)
_HTML_CELL = re.compile(r"<(t[dh])\b[^>]*>(.*?)(?=</?t[dhr]\b)", re.DOTALL | re.IGNORECASE)
_WIDE = 3
"""Columns. The first row of so wide a table names them, even where no <th> says so."""


def markdown_rows(raw: str) -> list[Row]:
    """The rows below the header of a Markdown table."""
    lines = [line.strip() for line in source_lines(raw) if line.strip()]
    header = _cells(lines[0]) if lines else []
    return [(line, _read(header, _cells(line))) for line in lines[2:]]


def html_rows(raw: str) -> list[Row]:
    """The rows of an HTML table, without the one that only names the columns."""
    rows = [match.group() for match in _HTML_ROW.finditer(raw)]
    tags = [[cell[0].lower() for cell in _HTML_CELL.findall(row)] for row in rows]
    cells = [[_text(cell[1]) for cell in _HTML_CELL.findall(row)] for row in rows]
    header: list[str] = []
    if len(rows) > 1 and (set(tags[0]) == {"th"} or len(cells[0]) >= _WIDE):
        header, rows, cells = cells[0], rows[1:], cells[1:]
    return [
        (" ".join(row.split()), _read(header or [""] * len(read), read))
        for row, read in zip(rows, cells, strict=True)
        if any(read)
    ]


def first_cell(read: str) -> str:
    """What a row is about, of the row as it is read."""
    return read.partition(" – ")[0]


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
