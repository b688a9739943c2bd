"""The contract of a source."""

from collections.abc import Iterator
from typing import Protocol

from llama_index.core.schema import Document

from indexing.document import Skipped


class SourceError(Exception):
    """The source could not be listed completely, so nothing of it may change."""


class Source(Protocol):
    """`name` for people; `kind` and `location` are its identity from run to run."""

    name: str
    kind: str
    location: str

    def documents(self) -> Iterator[Document | Skipped]:
        """All documents, and what was left out and why. Raises SourceError."""
        ...
