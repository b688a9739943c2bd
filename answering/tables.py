"""Tables, Markdown's and HTML's: each row as a line that can be read on its own."""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from answering.plain import STRUCK, plain
from indexing.blocks import source_lines
from indexing.tags import without_tags

Row = tuple[str, str]
"""The row as written, and as it is read."""

Cells = Sequence[re.Match[str]]
"""A row of HTML."""

_HTML_ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL | re.IGNORECASE)
_HTML_HEAD = re.compile(r"(?:(?!<tr\b).)*<thead\b.*?</thead", re.DOTALL | re.IGNORECASE)
"""A <thead> with what stands before it, rows excepted."""
_HTML_CELL = re.compile(
    r"<(?P<tag>t[dh])\b(?P<attributes>[^>]*)>(?P<text>.*?)(?=</?t[dhr]\b)",
    re.DOTALL | re.IGNORECASE,
)
_SPAN = r"\b{}\s*=\s*[\"']?\s*([1-9][0-9]{{0,2}})"
"""A cell's attribute that says over how many rows or columns it reaches."""
_TOTAL = re.compile(
    r"\b(?:(?:sub)?tota(?:l|ls|le|les|al|is|lt|ux)|subtotaal|sums?|average|overall"
    r"|(?:zwischen|teil|end|gesamt)?summen?|gesamt(?:betrag|preis|kosten)?|insgesamt|durchschnitt"
    r"|(?:sous-)?somme|suma|soma|summa|moyenne|promedio|yhteensä|összesen|итого|всего)\b",
    re.IGNORECASE,
)
_SUB_LABEL = re.compile(r"\W*(?![A-Z]{3}\s?\d)[^\W\d_]")
"""How a name begins, and no number or amount: "Level 2", but not "3", "20 €", "EUR 20"."""
_BOLD = re.compile(r"\s*(?:<(?:b|strong)\b|\*\*)", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_WIDE = 3
"""Columns. Of so wide a table the first row may name them even where no <th> says so."""


def markdown_rows(raw: str, *, cut: bool = False) -> list[Row]:
    """The rows below the header of a Markdown table.

    If the table may have been `cut`, its first rows are left out as long as they have an empty
    cell below the first name of the header: what they are about may stand in the part before.
    """
    lines = [line.strip() for line in source_lines(raw) if line.strip()]
    header = _cells(lines[0]) if lines else []
    lines = [*lines[:2], *(line for line in lines[2:] if not _is_struck(line))]
    cells = [_cells(line) for line in lines[2:]]
    rows = list(zip(lines[2:], _merged(cells), strict=True))
    if cut and header and header[0]:
        begins = (at for at, row in enumerate(cells) if row[0])
        rows = rows[next(begins, len(rows)) :]
    return [(line, _read(header, read)) for line, read in rows]


def html_rows(raw: str) -> list[Row]:
    """The rows of an HTML table, without those that only name the columns."""
    rows = [match.group() for match in _HTML_ROW.finditer(raw)]
    found = [list(_HTML_CELL.finditer(row)) for row in rows]
    cells = _spread(found)
    head = _HTML_HEAD.match(raw)
    named = _naming(found, cells, len(_HTML_ROW.findall(head.group())) if head else 0)
    heads = _spread(found[:named], everywhere=True)
    names = _names([head for head, row in zip(heads, found, strict=False) if len(row) > 1] or heads)
    return [
        (" ".join(row.split()), _read(names or [""] * len(read), read))
        for row, of, read in zip(rows[named:], found[named:], cells[named:], strict=True)
        if any(read) and not (of and STRUCK.fullmatch(of[0]["text"].strip()))
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
        values = list(filter(None, cells))
        if cells[0]:
            first = cells[0]
        elif values and (not _SUB_LABEL.match(values[0]) or any(map(_TOTAL.search, values))):
            first = ""
        yield [first, *cells[1:]] if len(values) > 1 else cells


def _naming(found: Sequence[Cells], cells: Sequence[Sequence[str]], heading: int) -> int:
    """How many of the first rows name the columns; at least the `heading` ones of a <thead>.

    Below the first one, a single cell names a part of the table.
    """
    if len(found) < 2:
        return 0
    named = heading
    for row, read in zip(found[heading:], cells[heading:], strict=True):
        if {cell["tag"].lower() for cell in row} != {"th"} or (named and not _has_several(read)):
            break
        named += 1
    if named:
        return named if named < len(found) else 1
    bold = _is_bold(found[0]) and not _is_bold(found[1])
    return int(len(cells[0]) >= _WIDE and _is_unlike(cells[0], cells[1:], bold=bold))


def _has_several(cells: Sequence[str]) -> bool:
    return sum(map(bool, cells)) > 1


def _is_bold(row: Cells) -> bool:
    return all(_BOLD.match(cell["text"]) for cell in row)


def _is_unlike(first: Sequence[str], others: Sequence[Sequence[str]], *, bold: bool) -> bool:
    """Whether `first` has no number, and is `bold` or above a column of numbers alone."""
    columns = [list(filter(None, column)) for column in zip(*others, strict=False)]
    numbers = any(column and all(map(_DIGIT.search, column)) for column in columns)
    return (bold or numbers) and not any(map(_DIGIT.search, first))


def _names(rows: Sequence[Sequence[str]]) -> list[str]:
    """One name a column: "Price, Monthly" for "Monthly" below "Price"."""
    columns = zip_longest(*rows, fillvalue="")
    return [", ".join(dict.fromkeys(filter(None, column))) for column in columns]


def _spread(rows: Iterable[Cells], *, everywhere: bool = False) -> list[list[str]]:
    """The texts of HTML's cells, column by column: each in all rows that it reaches down to, and
    in the first of its columns, or `everywhere` in all of them."""
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
            text = _text(cell["text"])
            read[at] = rest, text
            read |= {at + more: (rest, text * everywhere) for more in range(1, wide)}
            at += wide
        below = {column: (rest - 1, text) for column, (rest, text) in read.items() if rest > 1}
        width = max(read, default=-1) + 1
        spread.append([read.get(column, (0, ""))[1] for column in range(width)])
    return spread


def _span(name: str, cell: re.Match[str]) -> int:
    found = re.search(_SPAN.format(name), cell["attributes"], re.IGNORECASE)
    return int(found[1]) if found else 1


def _text(cell: str) -> str:
    return " ".join(html.unescape(without_tags(STRUCK.sub("", cell))).split())


def _read(header: list[str], cells: list[str]) -> str:
    """ "First cell – Column: cell; Column: cell"."""
    pairs = [(name, cell) for name, cell in zip(header, cells, strict=False) if cell]
    first, *others = pairs or [("", "")]
    described = "; ".join(f"{name}: {cell}" if name else cell for name, cell in others)
    return f"{first[1]} – {described}" if described else first[1]


def _is_struck(row: str) -> bool:
    """Whether what a row is about is struck through."""
    first = row.removeprefix("|").partition("|")[0].strip()
    return bool(STRUCK.fullmatch(first))


def _cells(row: str) -> list[str]:
    inner = row.strip().removeprefix("|").removesuffix("|")
    parts = re.split(r"(?<!\\)\|", inner)
    return [" ".join(plain(part).text.replace("\\|", "|").split()) for part in parts]
