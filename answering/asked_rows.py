"""Which rows of a table a question asks for by name."""

import re
from collections.abc import Sequence

from answering.ranking import Candidate, body
from answering.rewrite import last_asked
from answering.tables import first_cell
from answering.units import Unit, units
from indexing.terms import terms

_NAME = r"\b[a-z]\w* (?=[A-Z]\w\w){}(?!\w| [A-Z])"
"""Not "the office" where a row is Office, nor "South Sudan" where one is Sudan: names have
capitals, and none of another word beside theirs."""
_TIER = re.compile(
    r"^(?:(?:up to|above|below|over|under|more than|less than|from|until)\b|[<>≤≥])", re.IGNORECASE
)
"""A first cell of a table in which the question's amount is looked up, not its words."""
_KEY_WORDS = 4
"""A cell with so many words at most may be a name."""
_DIGIT = re.compile(r"\d")


def names(question: str, row: Unit) -> bool:
    """Whether the question names what the row is about: its first cell."""
    return bool(set(terms(first_cell(row.text))) & set(terms(question)))


def another_told_apart(
    question: str, row: Candidate, chosen: Sequence[Candidate], passages: Sequence[str]
) -> bool:
    """Whether the question tells a chosen row of the same table from the others, and that is not
    `row`, of which it names nothing."""
    around = units(body(passages[row.passage]))
    return not tells_apart(question, row.unit, around) and any(
        tells_apart(question, other.unit, around)
        for other in chosen
        if other.unit.kind == "row"
        and (other.passage, other.unit.block) == (row.passage, row.unit.block)
    )


def tells_apart(question: str, row: Unit, around: Sequence[Unit]) -> bool:
    """Whether the question has a name or number that no other row of the table has."""
    others = [
        each for each in around if each.kind == "row" and each.block == row.block and each != row
    ]
    if not others or any(_TIER.search(first_cell(each.text)) for each in (row, *others)):
        return False
    elsewhere = {term for other in others for term in terms(other.text)}
    return bool(set(_keys(row)) & set(terms(last_asked(question))) - elsewhere)


def is_beside_named(question: str, row: Candidate, chosen: Sequence[Candidate]) -> bool:
    """Whether the question has another chosen row of the same table by name: "in Poland"."""
    asked = last_asked(question)
    return any(
        re.search(_NAME.format(re.escape(first_cell(other.unit.text))), asked)
        for other in chosen
        if other.unit.kind == "row"
        and (other.passage, other.unit.block) == (row.passage, row.unit.block)
    )


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
