"""Whether quotes stand word for word in the texts that they are said to come from."""

import json
from pathlib import Path, PurePosixPath

from answering.answer import Answer
from answering.units import collapse
from evaluation.suite import Suite
from indexing.parsing.formats import PLAIN
from indexing.parsing.text import decode
from indexing.store import PassageStore


class SourceTexts:
    """The text of each source of a suite, white space collapsed: the originals where they are
    text, so that an error in reading them is not checked against itself; else as indexed."""

    def __init__(self, suite: Suite, store: PassageStore) -> None:
        self._docs = suite.folder / "docs"
        self._passages = {} if self._docs.is_dir() else _lines(suite.folder / "passages.jsonl")
        self._store = store
        self._known: dict[str, str] = {}

    def verbatim(self, answer: Answer) -> tuple[bool, ...]:
        """Of each citation, whether its quote is a substring of its source."""
        return tuple(collapse(c.quote) in self._text(c.source) for c in answer.citations)

    def _text(self, source: str) -> str:
        if source not in self._known:
            self._known[source] = collapse(self._read(source))
        return self._known[source]

    def _read(self, source: str) -> str:
        if source in self._passages:
            return self._passages[source]
        path = self._docs / source
        if PurePosixPath(source).suffix.lower() in PLAIN and path.is_file():
            return decode(path.read_bytes())
        return self._store.show(source) or ""


def _lines(path: Path) -> dict[str, str]:
    """id -> text. The suite has been indexed: what cannot be used has been told of."""
    found: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        try:
            data = json.loads(line)
            found.setdefault(str(data["id"]), str(data["text"]))
        except (ValueError, KeyError, TypeError):
            continue
    return found
