"""Second readers, for files that kreuzberg reads nothing from."""

import io
import re

import xlrd
from striprtf.striprtf import rtf_to_text

from indexing.parsing.parsed import Parsed, ParseError
from indexing.parsing.table import cell, table

_STRAY_MARK = re.compile(r"(?<!\{)\\\*")


def parse_old_excel(data: bytes) -> Parsed:
    """Sheets of every Excel before 2007, as tables, by xlrd."""
    try:
        book = xlrd.open_workbook(file_contents=data, on_demand=False, logfile=io.StringIO())
    except (xlrd.XLRDError, xlrd.compdoc.CompDocError, ValueError, IndexError) as error:
        raise ParseError(f"is damaged: {error}") from error
    parts = []
    for sheet in book.sheets():
        rows = [[_shown(each) for each in sheet.row(number)] for number in range(sheet.nrows)]
        if shown := table(rows):
            parts.append(f"## {sheet.name}\n\n{shown}")
    return Parsed("\n\n".join(parts))


def _shown(each: "xlrd.sheet.Cell") -> str:
    value = each.value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return cell(str(value))


def parse_rtf(data: bytes) -> Parsed:
    """Rich text, by striprtf."""
    # The mark of a group to be ignored means nothing but at the start of one.
    raw = _STRAY_MARK.sub("", data.decode("latin-1"))
    text = rtf_to_text(raw, errors="replace")
    return Parsed(text.encode("utf-8", "ignore").decode().strip())
