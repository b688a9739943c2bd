"""Tables that were cut into several passages: half of one looks like all of it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from answering.ranking import LONGEST, Candidate, body, quotable
from answering.tables import first_cell
from answering.units import Unit, collapse

_RULE = re.compile(r"[\s|:-]*-[\s|:-]*")
"""The line below the header of a Markdown table."""
_TOGETHER = 2 * LONGEST
"""Characters of all parts."""


def other_parts(row: Candidate, passages: Sequence[str]) -> list[Candidate]:
    """The rest of the table that `row` is of, passage by passage, each part as a whole.

    Nothing if it was not cut, if `passages` do not hold the rest, if some of its rows do not say
    what they are about (answering/tables.py), or if it is too long to read.
    """
    place = passages[row.passage].partition("\n\n")[0]
    header = _header(passages[row.passage], row.unit)
    here = {first_cell(unit.text) for _, unit in _rows(passages[row.passage])}
    found: list[Candidate] = []
    for number, passage in enumerate(passages):
        if not header or passage.partition("\n\n")[0] != place:
            continue
        rows = [each for each in _rows(passage) if _header(passage, each[1]) == header]
        if _below(header, passage) not in ("", *(unit.quote for _, unit in rows[:1])):
            return []
        # A copy of the page has the same rows, the rest of a table has others.
        if number == row.passage or not rows or here & {first_cell(unit.text) for _, unit in rows}:
            continue
        position, first = rows[0]
        tables = [unit for _, unit in quotable(passage) if unit.kind == "table"]
        part = next((unit for unit in tables if unit.block == first.block), first)
        if len(part.text) <= LONGEST and (part.kind == "table" or len(rows) == 1):
            found.append(replace(row, passage=number, position=position, unit=part))
    return found if sum(len(each.unit.text) for each in found) <= _TOGETHER else []


def _rows(passage: str) -> Iterator[tuple[int, Unit]]:
    return (each for each in quotable(passage) if each[1].kind == "row")


def _below(header: str, passage: str) -> str:
    """The first row below `header`, as written; empty if there is none."""
    lines = [collapse(line) for line in body(passage).splitlines()]
    return lines[lines.index(header) + 2] if header in lines[:-2] else ""


def _header(passage: str, row: Unit) -> str:
    """The header above `row`, as written; empty if it names nothing, or if there is none.

    A passage that goes on with a table repeats it (indexing/passages.py), but for HTML's.
    """
    lines = [collapse(line) for line in body(passage).splitlines()]
    above = lines[: lines.index(row.quote)] if row.quote in lines else []
    for at in range(len(above) - 1, 0, -1):
        if _RULE.fullmatch(above[at]):
            return above[at - 1] if re.search(r"\w", above[at - 1]) else ""
    return ""
