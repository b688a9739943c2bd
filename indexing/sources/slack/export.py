"""The threads in the zip that Slack gives to those who export their workspace."""

import json
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexing.access import Access
from indexing.document import Skipped
from indexing.sources.base import Item, Source, SourceError, Versions
from indexing.sources.slack.thread import Message, Names, Place, Threads

_LEFT_OUT = {
    "dms.json": "direct messages are left out",
    "mpims.json": "group direct messages are left out",
}


@dataclass(frozen=True)
class ExportLimits:
    """What is no export any more but an attack, or a mistake."""

    files: int = 500_000
    file: int = 100_000_000
    """Bytes of one file, unpacked."""
    total: int = 20_000_000_000
    """Bytes of all files, unpacked; one channel is in memory at a time."""


class SlackExportSource(Source):
    """One document a thread of the zip at `path`; keys are `CHANNEL/TS` of its first message.

    What is said in a private channel is for its members, whatever `access` says; direct
    messages are left out. So are the messages of bots: an export does not say which is this one.
    """

    kind = "slack-export"

    def __init__(
        self,
        name: str,
        path: Path,
        *,
        access: Access | None = None,
        limits: ExportLimits | None = None,
    ) -> None:
        self.name = name
        self.path = path.expanduser().resolve()
        self.location = str(self.path)
        self.access = access or Access()
        self._limits = limits or ExportLimits()

    def items(self, known: Versions) -> Iterator[Item]:
        """Every thread, channel by channel."""
        try:
            with zipfile.ZipFile(self.path) as archive:
                yield from self._threads(_Export(archive, self._limits), known)
        except (OSError, zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise SourceError(f"The export {self.path} cannot be read: {error}.") from error
        except (RuntimeError, NotImplementedError, ValueError, KeyError, TypeError) as error:
            # Encrypted, packed in a strange way, or no export of Slack's.
            raise SourceError(
                f"{self.path} is no Slack export that can be read: {error}."
            ) from error

    def _threads(self, export: "_Export", known: Versions) -> Iterator[Item]:
        people = {str(user["id"]): _name(user) for user in export.listed("users.json")}
        bots = {str(user["id"]) for user in export.listed("users.json") if user.get("is_bot")}
        places = [
            Place(str(channel["id"]), str(channel["name"]), private)
            for file, private in (("channels.json", False), ("groups.json", True))
            for channel in export.listed(file, needed=not private)
        ]
        channels = {place.id: place.name for place in places}

        def is_bot(message: Message) -> bool:
            return bool(message.get("bot_id")) or message.get("user") in bots

        names = Names(lambda user: people.get(user, user), lambda each: channels.get(each, each))
        threads = Threads(self.name, names, self.access, is_bot)
        for place in places:
            for messages in export.threads(place):
                found = threads.document(place, messages, "", known)
                if found is not None:
                    yield found
        for file, reason in _LEFT_OUT.items():
            if export.listed(file):
                yield Skipped(file, reason)


class _Export:
    """The files of the zip, each read within limits; nothing is ever unpacked to disk."""

    def __init__(self, archive: zipfile.ZipFile, limits: ExportLimits) -> None:
        self._archive = archive
        self._limits = limits
        members = archive.infolist()
        if len(members) > limits.files:
            raise ValueError(f"it holds more than {limits.files} files")
        if sum(member.file_size for member in members) > limits.total:
            raise ValueError(f"it unpacks to more than {limits.total} bytes")
        self._days: dict[str, list[str]] = defaultdict(list)
        for member in members:
            folder, _, name = member.filename.rpartition("/")
            if name.endswith(".json"):
                self._days[folder].append(member.filename)

    def listed(self, file: str, needed: bool = False) -> list[dict[str, Any]]:
        """The entries of a file at the top; none where there is no such file."""
        if file not in self._days[""]:
            if needed:
                raise ValueError(f"it holds no {file}")
            return []
        return self._read(file)

    def threads(self, place: Place) -> Iterator[list[Message]]:
        """The messages of a channel by thread, each with its root first."""
        found: dict[str, list[Message]] = defaultdict(list)
        # Folders are named after channels; two of the same name would be by their ids.
        folder = place.id if place.id in self._days else place.name
        for day in sorted(self._days.get(folder, [])):
            for message in self._read(day):
                if "ts" in message:
                    found[str(message.get("thread_ts") or message["ts"])].append(message)
        for messages in found.values():
            yield sorted(messages, key=lambda each: float(each["ts"]))

    def _read(self, file: str) -> list[dict[str, Any]]:
        with self._archive.open(file) as opened:
            # However small the file says it is.
            data = opened.read(self._limits.file + 1)
        if len(data) > self._limits.file:
            raise ValueError(f"{file} is larger than {self._limits.file} bytes")
        found = json.loads(data)
        if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
            raise ValueError(f"{file} is not a list of objects")
        return found


def _name(user: dict[str, Any]) -> str:
    profile = user.get("profile") or {}
    names = (profile.get("display_name"), profile.get("real_name"), user.get("name"))
    return next((str(name) for name in names if name), str(user["id"]))
