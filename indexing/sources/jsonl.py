"""A JSONL file of passages: `{"id", "title", "text"}`, one document a line."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from llama_index.core.schema import Document

from indexing.access import Access
from indexing.document import Skipped, clean, make_document, printable
from indexing.readers import ReadersError, parse_readers
from indexing.sources.base import Item, Source, SourceError, Versions


class JsonlSource(Source):
    """The lines of the file at `path`; keys are their ids."""

    kind = "jsonl"

    def __init__(self, name: str, path: Path, access: Access | None = None) -> None:
        self.name = name
        self.path = path.expanduser().resolve()
        self.location = str(self.path)
        self.access = access or Access()

    def items(self, known: Versions) -> Iterator[Item]:
        """One document a line; a line that cannot be used is named by its number."""
        del known  # Reading the file is all there is to do.
        try:
            # Not splitlines: JSON strings may hold what else ends a line, such as U+2028.
            lines = self.path.read_text(encoding="utf-8-sig").split("\n")
        except (OSError, UnicodeDecodeError) as error:
            raise SourceError(f"The passages in {self.path} cannot be read: {error}.") from error
        seen: set[str] = set()
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            place = f"{printable(self.path.name)}:{number}"
            try:
                data = json.loads(line)
            except ValueError as error:
                yield Skipped(place, f"is not JSON: {error}")
                continue
            problem = _problem(data, seen)
            if problem:
                yield Skipped(place, problem)
                continue
            seen.add(str(data["id"]))
            try:
                yield self._document(data)
            except ReadersError as error:
                # Under its key: a rollback must know that this document is kept out.
                yield Skipped(str(data["id"]), f"in line {number}: {error}")

    def _document(self, data: dict[str, Any]) -> Document:
        key = str(data["id"])
        named = data.get("readers")
        return make_document(
            self.name,
            key,
            data["text"],
            title=" ".join(str(data.get("title") or data["id"]).split()),
            url=str(data.get("url") or ""),
            readers=self.access.readers_of(key) if named is None else parse_readers(named),
            updated=str(data.get("updated") or ""),
            declared=named is not None,
        )


def _problem(data: Any, seen: set[str]) -> str:
    if not isinstance(data, dict):
        return "is not a JSON object"
    if not isinstance(data.get("id"), str | int) or data["id"] == "":
        return 'has no "id"'
    if clean(str(data["id"])) != str(data["id"]):
        return f'has an "id" that is not valid text: {data["id"]!r}'
    if not isinstance(data.get("text"), str) or not data["text"].strip():
        return 'has no "text"'
    return f"repeats the id {data['id']!r}" if str(data["id"]) in seen else ""
