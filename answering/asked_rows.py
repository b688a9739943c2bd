"""Which rows of a table become the answer: those that are asked for, or all of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from answering.ranking import LONGEST, Candidate, body
from answering.tables import columns
from answering.units import Unit, units
from indexing.terms import terms


def names(question: str, row: Unit) -> bool:
    """Whether the question has a word of what the row is about: its first cell."""
    return bool(set(terms(_first_cell(row))) & set(terms(question)))


def _is_named(question: str, row: Unit) -> bool:
    """Whether the question has it as a name: Poland, not "the office" where a row is Office."""
    cell = _first_cell(row)
    asked = question.partition(" ")[2]  # Every first word has a capital.
    return cell[:1].isupper() and bool(re.search(rf"\b{re.escape(cell)}(?!\w)", asked))


def _first_cell(row: Unit) -> str:
    return row.text.partition(" – ")[0]


def asked_rows(question: str, row: Candidate, passages: Sequence[str]) -> list[Candidate]:
    """The rows that the question names of the table that `row` is of; else all of it, unless it
    is too long to read."""
    parts = list(_parts(row, passages))
    rows = [each for part in parts for each in part]
    named = [each for each in rows if _is_named(question, each.unit)]
    if named:
        return named
    whole = [_as_table(part, passages) for part in parts]
    return [each for each in whole if each] if all(whole) else [row]


def _parts(row: Candidate, passages: Sequence[str]) -> Iterator[list[Candidate]]:
    """The rows of the table that `row` is of, then those in other passages if it was cut: half a
    table looks like all of it."""
    place = passages[row.passage].partition("\n\n")[0]
    named = columns(row.unit.text)
    others = [number for number in range(len(passages)) if number != row.passage]
    for number in (row.passage, *others):
        if passages[number].partition("\n\n")[0] != place:
            continue
        found: dict[int, list[Candidate]] = {}
        for position, unit in enumerate(units(body(passages[number]))):
            if unit.kind == "row":
                each = replace(row, passage=number, position=position, unit=unit)
                found.setdefault(unit.block, []).append(each)
        if number == row.passage:
            yield found[row.unit.block]
            continue
        for rows in found.values():
            there = columns("\n".join(each.unit.text for each in rows))
            # An empty cell names no column.
            if named and (named <= there or there <= named):
                yield rows


def _as_table(rows: Sequence[Candidate], passages: Sequence[str]) -> Candidate | None:
    """What is shown of all rows in a passage; None if that is too long to read."""
    if len(rows) == 1:
        return rows[0]
    block = rows[0].unit.block
    for unit in units(body(passages[rows[0].passage])):
        if unit.kind == "table" and unit.block == block and len(unit.text) <= LONGEST:
            return replace(rows[0], unit=unit)
    return None
