"""Formats that kreuzberg does not read, or reads nothing from."""

import io
import zipfile

import xlrd
from lxml import etree
from striprtf.striprtf import rtf_to_text

from indexing.parsing.containers import refuse_bomb, refuse_encrypted
from indexing.parsing.parsed import Parsed, ParseError

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"


def parse_old_excel(data: bytes) -> Parsed:
    """Sheets of every Excel before 2007, as tables, by xlrd."""
    try:
        book = xlrd.open_workbook(file_contents=data, on_demand=False, logfile=io.StringIO())
    except (xlrd.XLRDError, xlrd.compdoc.CompDocError, ValueError, IndexError) as error:
        raise ParseError(f"is damaged: {error}") from error
    parts = []
    for sheet in book.sheets():
        rows = [[_cell(cell) for cell in sheet.row(number)] for number in range(sheet.nrows)]
        rows = [row for row in rows if any(row)]
        if rows:
            width = max(len(row) for row in rows)
            rows = [row + [""] * (width - len(row)) for row in rows]
            lines = [f"| {' | '.join(row)} |" for row in [rows[0], ["---"] * width, *rows[1:]]]
            parts.append(f"## {sheet.name}\n\n" + "\n".join(lines))
    return Parsed("\n\n".join(parts))


def _cell(cell: "xlrd.sheet.Cell") -> str:
    value = cell.value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).replace("|", "\\|").split())


def parse_odp(data: bytes) -> Parsed:
    """The slides of an OpenDocument presentation, ended by form feeds."""
    refuse_bomb(data)
    refuse_encrypted(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        try:
            content = archive.read("content.xml")
        except KeyError as error:
            raise ParseError("is damaged: it has no content") from error
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root = etree.fromstring(content, parser)
    slides = []
    for page in root.iter(f"{_DRAW}page"):
        lines = [
            " ".join("".join(part.itertext()).split())
            for part in page.iter(f"{_TEXT}p", f"{_TEXT}h")
        ]
        slides.append("\n\n".join(line for line in lines if line))
    return Parsed("\f".join(slides))


def parse_rtf(data: bytes) -> Parsed:
    """Rich text, by striprtf."""
    text = rtf_to_text(data.decode("latin-1"), errors="replace")
    return Parsed(text.encode("utf-8", "ignore").decode().strip())
