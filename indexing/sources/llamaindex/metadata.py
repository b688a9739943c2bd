"""What the documents of LlamaIndex's readers say of themselves: each reader in its words."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from llama_index.core.schema import Document

Metadata = Mapping[str, Any]

_FILES = ("file_path", "filepath", "file path")
_NAMES = ("file_name", "filename")
_FOLDERS = ("folder_name", "folder_path")
_IDS = ("url", "page_id", "document_id", "doc_id", "id")
_TITLES = ("title", "page_title", "note_name", "subject", "name")
_URLS = ("url", "web_url", "web_link", "webViewLink", "link", "permalink", "source")
_UPDATED = (
    "last_modified_date",
    "last_modified",
    "updated_at",
    "updated",
    "modified_at",
    "modified at",
    "modified",
    "last_edited_time",
    "creation_date",
    "created_at",
    "date",
)
_RANDOM = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", re.I)


def identity(document: Document, roots: Sequence[Path]) -> str:
    """What a document is called from run to run; several may be called the same.

    Files below one of the `roots` are called by their path from there.
    """
    metadata = document.metadata
    if path := _first(metadata, _FILES):
        return _relative(path, roots)
    if name := _first(metadata, _NAMES):
        folder = _first(metadata, _FOLDERS)
        return _relative(f"{folder}/{name}", roots) if folder not in ("", ".") else name
    if found := _first(metadata, _IDS):
        return found
    if document.id_ and not _RANDOM.fullmatch(document.id_):
        return document.id_
    # A random id would be another one tomorrow, and a number that of another document.
    return hashlib.sha256(document.text.encode(errors="backslashreplace")).hexdigest()[:16]


def title_of(metadata: Metadata) -> str:
    """What people call it; "" where it has no name."""
    title = _first(metadata, _TITLES)
    if not title:
        title = Path(_first(metadata, (*_NAMES, *_FILES))).name
        page = _first(metadata, ("page_label",))
        title = f"{title}, page {page}" if title and page else title
    return " ".join(title.split())


def url_of(metadata: Metadata) -> str:
    """Where people read it; "" where that is nowhere."""
    found = (_first(metadata, (name,)) for name in _URLS)
    return next((url for url in found if re.match(r"https?://", url)), "")


def updated_of(metadata: Metadata) -> str:
    """The day of its last change, as an ISO date; "" where it does not say."""
    days = (_day(metadata[name]) for name in _UPDATED if metadata.get(name))
    return next((day for day in days if day), "")


def _first(metadata: Metadata, names: Sequence[str]) -> str:
    found = (metadata.get(name) for name in names)
    return next((str(each) for each in found if isinstance(each, str | int | Path) and each), "")


def _relative(path: str, roots: Sequence[Path]) -> str:
    resolved = Path(path).resolve()
    for root in roots:
        if Path(path).is_absolute() and resolved.is_relative_to(root):
            return resolved.relative_to(root).as_posix()
    return Path(path).as_posix()


def _day(value: Any) -> str:
    try:
        if isinstance(value, int | float):
            # Milliseconds, where seconds would be in a far century.
            return (
                datetime.fromtimestamp(value / (1000 if value > 1e11 else 1), UTC)
                .date()
                .isoformat()
            )
        if isinstance(value, str):
            value = _parsed(value.strip())
    except (ValueError, OverflowError, OSError):
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else ""


def _parsed(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return parsedate_to_datetime(text)
