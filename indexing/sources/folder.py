"""A folder of Markdown and plain text files."""

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from llama_index.core.schema import Document

from indexing.document import Skipped, markdown_document
from indexing.readers import PUBLIC, Readers, ReadersError
from indexing.sources.base import SourceError

_SUFFIXES = {".md", ".markdown", ".txt"}
_LARGEST = 5_000_000
"""Bytes; a larger text file is data, not a page that people read."""


class FolderSource:
    """The text files below `path`; keys are relative paths with `/`."""

    kind = "folder"

    def __init__(
        self, name: str, path: Path, url_prefix: str = "", readers: Readers = PUBLIC
    ) -> None:
        self.name = name
        self.path = path.expanduser().resolve()
        self.location = str(self.path)
        self._url_prefix = url_prefix
        self._readers = readers

    def documents(self) -> Iterator[Document | Skipped]:
        """Every file, in the order of its path; hidden ones are not looked at."""
        if not self.path.is_dir():
            raise SourceError(f"The folder {self.path} does not exist or cannot be read.")
        for path in self._files():
            yield self._read(path)

    def _files(self) -> list[Path]:
        def give_up(error: OSError) -> None:
            raise SourceError(f"The folder {error.filename} cannot be read: {error.strerror}.")

        found: list[Path] = []
        for folder, names, files in os.walk(self.path, onerror=give_up):
            names[:] = [name for name in names if not name.startswith(".")]
            found += [Path(folder) / name for name in files if not name.startswith(".")]
            # os.walk does not enter links to folders; say so rather than lose them silently.
            found += [Path(folder) / name for name in names if (Path(folder) / name).is_symlink()]
        return sorted(found)

    def _read(self, path: Path) -> Document | Skipped:
        key = path.relative_to(self.path).as_posix()
        reason = self._refusal(path)
        if reason:
            return Skipped(key, reason)
        try:
            raw = path.read_bytes()
        except OSError as error:
            return Skipped(key, f"cannot be read: {error.strerror}")
        if b"\0" in raw:
            return Skipped(key, "is binary, not text")
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            return Skipped(key, "is not UTF-8 text")
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if not text.strip():
            return Skipped(key, "is empty")
        url = f"{self._url_prefix.rstrip('/')}/{quote(key)}" if self._url_prefix else ""
        try:
            return markdown_document(self.name, key, text, self._readers, url)
        except ReadersError as error:
            return Skipped(key, str(error))

    def _refusal(self, path: Path) -> str:
        if not path.resolve().is_relative_to(self.path):
            return "is a link that leaves the folder"
        if path.is_dir():
            return "is a link to a folder"
        if not path.is_file():
            return "is not a regular file"
        if path.suffix.lower() not in _SUFFIXES:
            return f"unsupported file type {path.suffix or '(none)'}"
        if path.stat().st_size > _LARGEST:
            return f"is larger than {_LARGEST // 1_000_000} MB"
        return ""
