"""The rest of a table that was cut."""

import pytest

from answering.cut_tables import other_parts
from answering.ranking import Candidate, quotable

HEADER = "Leaving › Notice\n\n| Country | Level | Days |\n|---|---|---|\n"
FIRST = f"{HEADER}| Spain | Junior | 15 |\n| | Senior | 30 |"
REST = "| Italy | Junior | 20 |\n| | Senior | 40 |"


def row_of(passage: str) -> Candidate:
    position, unit = next(iter(quotable(passage)))
    return Candidate(0, position, unit, 1.0)


def test_the_rest_is_found() -> None:
    (rest,) = other_parts(row_of(FIRST), (FIRST, HEADER + REST))
    assert rest.unit.text == "- Italy – Level: Junior; Days: 20\n- Italy – Level: Senior; Days: 40"


@pytest.mark.parametrize("rest", [f"| | Chief | 90 |\n{REST}", "| | Chief | 90 |"])
def test_a_rest_with_rows_about_nobody_knows_what_is_none(rest: str) -> None:
    assert other_parts(row_of(FIRST), (FIRST, HEADER + rest)) == []
