"""What differs between a source and what the index holds of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from llama_index.core.schema import Document
from sqlalchemy import Connection, Engine, delete, select

from indexing.document import Skipped
from indexing.schema import documents, skips, sources, staged_documents, staged_passages

_CHUNK = 500


@dataclass(frozen=True)
class Stored:
    """What the index holds of a source: rows of documents and reasons, by key."""

    settings: str
    documents: Mapping[str, Any]
    skips: Mapping[str, Any]

    @classmethod
    def load(cls, engine: Engine, owner: int) -> "Stored":
        """The state before the run."""
        names = ("id", "key", "content_hash", "readers", "declared", "url", "updated", "version")
        columns = [documents.c[name] for name in names]
        with engine.connect() as connection:
            settings = connection.scalar(select(sources.c.settings).where(sources.c.id == owner))
            live = connection.execute(select(*columns).where(documents.c.source_id == owner))
            left_out = connection.execute(select(skips).where(skips.c.source_id == owner))
            return cls(
                str(settings or ""),
                {row.key: row for row in live},
                {row.key: row for row in left_out},
            )

    def versions(self) -> dict[str, str]:
        """key -> version of all that has one."""
        rows = [*self.skips.values(), *self.documents.values()]
        return {row.key: row.version for row in rows if row.version}


@dataclass
class Changes:
    """Collected while the source is read; `settle` draws the sums."""

    settings: str
    skipped: list[Skipped] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    moved: dict[int, Document] = field(default_factory=dict)
    versions: dict[int, str] = field(default_factory=dict)
    added: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)
    removed: set[str] = field(default_factory=set)
    retired: list[int] = field(default_factory=list)
    _fresh: set[str] = field(default_factory=set)
    _unneeded: list[str] = field(default_factory=list)

    @property
    def any(self) -> bool:
        """Whether people will find anything different."""
        return bool(self.added or self.changed or self.removed or self.moved)

    def keep(self, key: str, stored: Stored, staged: bool) -> None:
        """The source says that what the index has under `key` still holds."""
        if staged:
            self.seen.add(key)
            self._fresh.add(key)
        elif key in stored.documents:
            self.seen.add(key)
        elif key in stored.skips:
            row = stored.skips[key]
            self.skip(Skipped(key, row.reason, row.version))

    def skip(self, skipped: Skipped) -> None:
        """The source holds something that cannot be indexed."""
        self.skipped.append(skipped)

    def see(self, document: Document) -> bool:
        """Note a document; False if its key was there before, which is a fault of the source."""
        key = str(document.metadata["key"])
        if key in self.seen:
            self.skip(Skipped(key, "stands twice in its source"))
            return False
        self.seen.add(key)
        return True

    def same(self, document: Document, digest: str, stored: Stored) -> bool:
        """Whether the index has this text already; what else differs is noted."""
        key = str(document.metadata["key"])
        row = stored.documents.get(key)
        if row is None or row.content_hash != digest:
            self._fresh.add(key)
            return False
        if _fields(row) != _document_fields(document):
            self.moved[row.id] = document
        if row.version != document.metadata["version"]:
            self.versions[row.id] = document.metadata["version"]
        return True

    def settle(self, stored: Stored, staged: Mapping[str, str]) -> None:
        """Compare what was seen and staged with what is stored."""
        for key, digest in staged.items():
            row = stored.documents.get(key)
            if key not in self._fresh or (row and row.content_hash == digest):
                self._unneeded.append(key)
            elif row:
                self.changed.add(key)
            else:
                self.added.add(key)
        self.removed = set(stored.documents) - self.seen
        gone = self.changed | self.removed
        self.retired = [row.id for key, row in stored.documents.items() if key in gone]
        self.moved = {i: d for i, d in self.moved.items() if i not in set(self.retired)}

    def drop_unneeded(self, connection: Connection, owner: int) -> list[str]:
        """Take from the stage what the live index has, or the source no longer.

        Returns the hashes of the vectors that were made for it.
        """
        hashes: list[str] = []
        for start in range(0, len(self._unneeded), _CHUNK):
            chunk = staged_documents.c.key.in_(self._unneeded[start : start + _CHUNK])
            which = (staged_documents.c.source_id == owner) & chunk
            made = select(staged_passages.c.vector_hash).join(staged_documents).where(which)
            hashes += connection.scalars(made)
            connection.execute(delete(staged_documents).where(which))
        return hashes


def _fields(row: Any) -> tuple[str, bool, str, str]:
    """What may change without touching a passage."""
    return row.readers, bool(row.declared), row.url, row.updated


def _document_fields(document: Document) -> tuple[str, bool, str, str]:
    found = document.metadata
    return json.dumps(found["readers"]), found["declared"], found["url"], found["updated"]
