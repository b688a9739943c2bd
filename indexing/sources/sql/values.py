"""The values of a row, as a document has them."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from indexing.readers import Readers, ReadersError, parse_readers

Row = Mapping[str, Any]


def rendered(value: Any) -> str:
    """A value as people read it; binary ones are not."""
    if value is None or isinstance(value, bytes | bytearray | memoryview):
        return ""
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    return value.isoformat() if isinstance(value, date) else str(value)


def version_of(row: Row) -> str:
    """What changes with anything that the row says."""
    parts = [[name, rendered(value)] for name, value in row.items()]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def declared_readers(value: Any) -> Readers | None:
    """The readers that a row names, None where it names none. Raises ReadersError."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if not isinstance(value, str):
        # What is no list must not slip through as nothing said.
        return parse_readers(value)
    if value.lstrip().startswith(("[", '"')):
        try:
            labels = json.loads(value)
        except ValueError as error:
            raise ReadersError(f"readers: {value!r} is not a list of labels") from error
        return parse_readers(labels)
    return parse_readers([label.strip() for label in value.split(",")])


def day_of(value: Any) -> str:
    """The day of a moment, as an ISO date; "" for what is none."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else ""
