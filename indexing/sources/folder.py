"""A folder of files, read by their types."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from indexing.access import Access
from indexing.document import Skipped, printable
from indexing.files import File, read_file, refusal, with_known
from indexing.parsing.parser import Limits, Parser
from indexing.sources.base import Item, Source, SourceError, Unchanged, Versions


def is_seen(path: Path, folder: Path) -> bool:
    """Whether `path`, below `folder`, is looked at when that is read."""
    below = len(path.relative_to(folder).parts)
    return all(map(_is_seen, [path, *path.parents][:below]))


def _is_seen(path: Path) -> bool:
    """Neither hidden nor a home of Footnote's: that changes with each answer, and says nothing."""
    return not path.name.startswith(".") and not (path / "index.db").is_file()


class FolderSource(Source):
    """The files below `path`; keys are relative paths with `/`."""

    kind = "folder"

    def __init__(
        self, name: str, path: Path, url_prefix: str = "", access: Access | None = None
    ) -> None:
        self.name = name
        self.path = path.expanduser().resolve()
        self.location = str(self.path)
        self.access = access or Access()
        self.settings = self._url_prefix = url_prefix.rstrip("/")
        self._limits = Limits()

    def items(self, known: Versions) -> Iterator[Item]:
        """Every file that is looked at, in the order of its path."""
        if not self.path.is_dir():
            raise SourceError(f"The folder {self.path} does not exist or cannot be read.")
        with Parser(self._limits) as parser:
            for path in self._files():
                yield from with_known(self._read(path, known, parser), known)

    def _files(self) -> list[Path]:
        def give_up(error: OSError) -> None:
            raise SourceError(f"The folder {error.filename} cannot be read: {error.strerror}.")

        found: list[Path] = []
        for folder, names, files in os.walk(self.path, onerror=give_up):
            names[:] = [name for name in names if _is_seen(Path(folder) / name)]
            found += [Path(folder) / name for name in files if not name.startswith(".")]
            # os.walk does not enter links to folders; say so rather than lose them silently.
            found += [Path(folder) / name for name in names if (Path(folder) / name).is_symlink()]
        return sorted(found)

    def _read(self, path: Path, known: Versions, parser: Parser) -> Item:
        key = path.relative_to(self.path).as_posix()
        if printable(key) != key:
            return Skipped(printable(key), "has a name that is not UTF-8")
        try:
            reason = self._refusal(path, key) or refusal(key)
            data = b"" if reason else path.read_bytes()
        except OSError as error:
            # What was indexed stays: it may be readable again.
            return (
                Unchanged(key)
                if key in known
                else Skipped(key, f"cannot be read: {error.strerror}")
            )
        if reason:
            return Skipped(key, reason)
        version = hashlib.sha256(data).hexdigest()
        if known.get(key) == version:
            return Unchanged(key)
        url = f"{self._url_prefix}/{quote(key)}" if self._url_prefix else ""
        return read_file(self.name, File(key, data, version, url=url), self.access, parser)

    def _refusal(self, path: Path, key: str) -> str:
        try:
            return self._judged(path, key)
        except RuntimeError:  # What Path.resolve raises for a loop.
            return "is a link that leads back to itself"

    def _judged(self, path: Path, key: str) -> str:
        target = path.resolve()
        if not target.is_relative_to(self.path):
            return "is a link that leaves the folder"
        if path.is_dir():
            return "is a link to a folder"
        original = target.relative_to(self.path).as_posix()
        if self.access.readers_of(original) != self.access.readers_of(key):
            return f"is a link to {printable(original)}, which has other readers"
        if not path.is_file():
            return "is not a regular file"
        if path.stat().st_size > self._limits.file:
            return f"is larger than {self._limits.file // 1_000_000} MB"
        return ""
