"""Which rows of a table a question asks for by name."""

import re
from collections import Counter
from collections.abc import Sequence

from answering.ranking import Candidate, body
from answering.rewrite import last_asked
from answering.tables import first_cell
from answering.units import Unit, units
from indexing.terms import terms

_NAME = r"\b[a-z]\w* (?=[A-Z]\w\w){}(?!\w| [A-Z])"
"""Not "the office" where a row is Office, nor "South Sudan" where one is Sudan: names have
capitals, and none of another word beside theirs."""
_CAPITALS = re.compile(r"[A-Z]\w+(?: [A-Z]\w+)+")
_TIER = re.compile(
    r"^(?:(?:up to|above|below|over|under|more than|less than|at least|from|until|bis|ab|über|"
    r"unter|mehr als|weniger als)\b|[<>≤≥])"
    r"|(?<![\d.-])\d+ ?(?:to|bis|[-–]) ?\d+(?![\d.-])|\d[\w ]* (?:and|or|und|oder) (?:more|mehr)$",
    re.IGNORECASE,
)
"""A first cell of a table in which the question's amount is looked up, not its words."""
_KEY_WORDS = 4
"""A cell with so many words at most may be a name."""
_DIGIT = re.compile(r"\d")


def names(question: str, row: Unit, around: Sequence[Unit]) -> bool:
    """Whether the question names what the row is about, its first cell, and no row better.

    In what was asked last, if that names any row. "Team" is not "Team Plus"; of a table of tiers
    ("up to 2 years") no row has a name.
    """
    rows = _table(row, around)
    if any(map(_is_tier, rows)):
        return False
    for asked in (last_asked(question), question):
        named = _named(asked, rows)
        if named:
            return row in named
    return False


def another_told_apart(
    question: str, row: Candidate, chosen: Sequence[Candidate], passages: Sequence[str]
) -> bool:
    """Whether the question tells a chosen row of the same table from the others, and that is not
    `row`, of which it names nothing."""
    around = units(body(passages[row.passage]))
    if names(question, row.unit, around) or tells_apart(question, row.unit, around):
        return False
    return any(
        tells_apart(question, other.unit, around)
        for other in chosen
        if other.unit.kind == "row"
        and (other.passage, other.unit.block) == (row.passage, row.unit.block)
    )


def tells_apart(question: str, row: Unit, around: Sequence[Unit]) -> bool:
    """Whether the question has a name or number that no other row of the table has, and names
    none of them."""
    rows = _table(row, around)
    others = [each for each in rows if each != row]
    asked = last_asked(question)
    if not others or any(map(_is_tier, rows)) or _is_another(first_cell(row.text), asked):
        return False
    if any(names(question, each, around) for each in others):
        return False
    elsewhere = {term for other in others for term in terms(other.text)}
    return bool(set(_keys(row)) & set(terms(asked)) - elsewhere)


def is_beside_named(question: str, row: Candidate, chosen: Sequence[Candidate]) -> bool:
    """Whether the question has another chosen row of the same table by name: "in Poland"."""
    asked = last_asked(question)
    return any(
        re.search(_NAME.format(re.escape(first_cell(other.unit.text))), asked)
        for other in chosen
        if other.unit.kind == "row"
        and (other.passage, other.unit.block) == (row.passage, row.unit.block)
    )


def _table(row: Unit, around: Sequence[Unit]) -> list[Unit]:
    """All rows of the table that `row` is of."""
    return [each for each in around if each.kind == "row" and each.block == row.block]


def _is_tier(row: Unit) -> bool:
    return bool(_TIER.search(first_cell(row.text)))


def _named(asked: str, rows: Sequence[Unit]) -> list[Unit]:
    """The rows whose whole name is `asked` for, or else those with a word of which no other has."""
    wanted = set(terms(asked))
    keys = {first_cell(row.text): set(terms(first_cell(row.text))) for row in rows}
    whole = [key for key in keys.values() if key and key <= wanted]
    if whole:
        longest = [key for key in whole if not any(key < other for other in whole)]
        return [row for row in rows if keys[first_cell(row.text)] in longest]
    counts = Counter(term for key in keys.values() for term in key)
    own = {term for term in wanted if counts[term] == 1}
    return [
        row
        for row in rows
        if keys[first_cell(row.text)] & own and not _is_another(first_cell(row.text), asked)
    ]


def _is_another(cell: str, asked: str) -> bool:
    """Whether the question has another name with a word of the cell's: "North Korea" for "South
    Korea"."""
    key = set(terms(cell))
    for match in _CAPITALS.finditer(asked):
        name = set(terms(match.group()))
        if name & key and name - key and key - name:
            return True
    return False


def _keys(row: Unit) -> list[str]:
    """The terms by which a row can be asked for: those of its short cells, but of "30 working
    days" only the number."""
    # The first cell may be two ("Bremerhaven – Riga"); all rows have the column's name behind it.
    first, _, rest = row.text.partition(": " if ": " in row.text else " – ")
    keys = terms(first)
    for cell in rest.split("; "):
        value = cell.rpartition(": ")[2]
        if _DIGIT.search(value):
            keys += [term for term in terms(value) if term.isdigit()]
        elif len(value.split()) <= _KEY_WORDS:
            keys += terms(value)
    return keys
