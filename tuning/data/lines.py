"""Rows in JSON Lines: `{"prompt", "completion"}`, or the fields of a recipe.

A row may have an `id`, the `document` that it comes from, and the `user` (or a list of `users`)
who wrote it.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tuning.data.pair import DataError
from tuning.data.row import Fields, Row


def rows(path: Path) -> Iterator[Row]:
    """The rows of the file at `path`; DataError names the first line that is none."""
    for place, fields in objects(path):
        yield Row(fields, place, _people(fields))


def objects(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """(place, object) of each line that is not empty; DataError names the first that is none."""
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    place = f"{path.name}, line {number}"
                    yield place, _fields(line, place)
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror}.") from error


def _fields(line: bytes, place: str) -> dict[str, Any]:
    try:
        fields = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise DataError(f"{place}, is not UTF-8: save the file as UTF-8.") from error
    except (ValueError, RecursionError) as error:
        raise DataError(f"{place}, is not JSON ({error}): mend or remove that line.") from error
    if not isinstance(fields, dict):
        raise DataError(f'{place}, is no JSON object: write {{"prompt": "…", "completion": "…"}}.')
    if half := _half_a_character(fields):
        raise DataError(f"{place}, has half a character ({half!a}): mend or remove that line.")
    return fields


def _half_a_character(fields: Fields) -> str:
    """What JSON can write (`"\\ud83d"`) and no text can hold; empty where there is none."""
    try:
        json.dumps(fields, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        return str(error.object[error.start])
    return ""


def _people(fields: Fields) -> frozenset[str]:
    named = fields.get("users", fields.get("user", []))
    return frozenset(map(str, named if isinstance(named, list) else [named]))
