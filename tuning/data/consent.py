"""Lists of people in a file: who agreed that their words are used, whose names are taken out."""

from collections.abc import Collection, Iterable
from pathlib import Path

from tuning.data.pair import DataError
from tuning.data.row import Drop, Row


def listed(path: Path, what: str) -> tuple[str, ...]:
    """The lines of the file, without empty ones and `#` comments; DataError if none is left."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise DataError(f"The {what} {path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise DataError(f"The {what} {path} is not UTF-8: save it as UTF-8.") from error
    found = tuple(text for line in lines if (text := line.partition("#")[0].strip()))
    if not found:
        raise DataError(f"The {what} {path} names nobody: write one a line, or leave it out.")
    return found


def consenting(rows: Iterable[Row], agreed: Collection[str]) -> tuple[list[Row], list[Drop]]:
    """The rows whose people all agreed; those that name nobody are nobody's words."""
    kept, drops = list[Row](), list[Drop]()
    for row in rows:
        if row.people <= set(agreed):
            kept.append(row)
        else:
            drops.append(Drop(row.place, "somebody in it is not on the consent list"))
    return kept, drops
