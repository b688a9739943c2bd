"""The contract of a source."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from llama_index.core.schema import Document

from indexing.access import Access
from indexing.document import Skipped


class SourceError(Exception):
    """The source could not be listed completely, so nothing of it may change."""


@dataclass(frozen=True)
class Unchanged:
    """What the index holds under `key`, a document or a reason to skip it, still holds."""

    key: str


Item = Document | Skipped | Unchanged

Versions = Mapping[str, str]
"""key -> version. Opaque to the index: a source only compares them with its own."""


class Source(Protocol):
    """What every source derives from.

    `name` is for people; `kind` and `location` are its identity from run to run. `access` says
    who may read a document that does not say so itself. `settings` names what else of its
    configuration its documents carry; when that changes, all is read again.
    """

    name: str
    kind: str
    location: str
    access: Access
    settings: str = ""

    def items(self, known: Versions) -> Iterator[Item]:
        """Everything the source holds now, each key once; twice where it is `Unchanged` because it
        is `Skipped` in passing.

        `known` are the versions that the index has seen; where a document's version is
        still the known one, the source may yield `Unchanged` and spare itself the reading.
        What is not yielded has been deleted. Raises SourceError when that cannot be told.
        """
        ...
