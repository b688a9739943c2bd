"""The JSON files of a Slack export, read from its zip or its folder within limits."""

import json
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from indexing.sources.slack.export import ExportLimits
from indexing.sources.slack.thread import Message
from tuning.data.pair import DataError

_PRIVATE = ("is_private", "is_im", "is_mpim")
_BELOW = "channels/"
"""Where some exports have the public channels, beside `groups/` and `dms/`."""


class ExportFiles:
    """A context manager; nothing is unpacked to the disk. Raises DataError."""

    def __init__(self, path: Path, limits: ExportLimits | None = None) -> None:
        self._path = path
        self._limits = limits or ExportLimits()
        self._zip: zipfile.ZipFile | None = None
        try:
            if not path.is_dir():
                self._zip = zipfile.ZipFile(path)
            names = self._names()
        except (OSError, zipfile.BadZipFile) as error:
            raise DataError(f"The export {path} cannot be read: {error}.") from error
        self._days: dict[str, list[str]] = defaultdict(list)
        for name in sorted(names):
            folder, _, file = name.rpartition("/")
            if file.endswith(".json"):
                self._days[folder].append(name)

    def __enter__(self) -> "ExportFiles":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._zip:
            self._zip.close()

    def listed(self, name: str) -> list[Message]:
        """The entries of the file `name` at the top, which must be there."""
        if name not in self._days[""]:
            raise DataError(
                f"{self._path} is no Slack export: it holds no {name}. Take the zip as Slack made "
                "it, or all of its folder."
            )
        return self._read(name)

    def channels(self) -> list[str]:
        """The names of the public channels; other folders may hold what was said in private."""
        below = [name for name in self._days if name.startswith(_BELOW)]
        if below and "channels.json" not in self._days[""]:
            return [name.removeprefix(_BELOW) for name in below]
        return [
            str(each.get("name") or each.get("id"))
            for each in self.listed("channels.json")
            if not any(each.get(kind) for kind in _PRIVATE)
        ]

    def messages(self, channel: str) -> Iterator[Message]:
        """Day by day."""
        for name in self._days.get(channel) or self._days.get(f"{_BELOW}{channel}") or []:
            yield from (message for message in self._read(name) if "ts" in message)

    def _names(self) -> list[str]:
        if self._zip is None:
            return [each.relative_to(self._path).as_posix() for each in self._path.rglob("*.json")]
        members = self._zip.infolist()
        if len(members) > self._limits.files:
            raise DataError(f"{self._path} holds more than {self._limits.files} files.")
        if sum(member.file_size for member in members) > self._limits.total:
            raise DataError(f"{self._path} unpacks to more than {self._limits.total} bytes.")
        return [member.filename for member in members]

    def _read(self, name: str) -> list[Message]:
        try:
            with self._opened(name) as file:
                # However small the file says it is.
                data = file.read(self._limits.file + 1)
            found = json.loads(data) if len(data) <= self._limits.file else None
        except (OSError, zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise DataError(f"{name} in {self._path} cannot be read: {error}.") from error
        except (RuntimeError, NotImplementedError, ValueError) as error:
            # Encrypted, packed in a strange way, or not JSON.
            raise DataError(
                f"{name} in {self._path} is no JSON that can be read ({error}): export again."
            ) from error
        if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
            raise DataError(f"{name} in {self._path} is no list of objects: export again.")
        return found

    def _opened(self, name: str) -> IO[Any]:
        return self._zip.open(name) if self._zip else (self._path / name).open("rb")
