"""Parsing from the side of the process that indexes: a child does it, within limits."""

import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from types import TracebackType
from typing import IO

from indexing.parsing.child import LENGTH, REPLY
from indexing.parsing.formats import PLAIN
from indexing.parsing.parsed import Parsed, ParseError, PassingError
from indexing.parsing.text import parse_text


@dataclass(frozen=True)
class Limits:
    """What a single file may cost."""

    seconds: int = 60
    memory: int = 1_500_000_000
    """Bytes of the child process."""
    file: int = 50_000_000
    """Bytes of the file itself."""
    text: int = 5_000_000
    """Characters; more than that is data, not a page that people read."""

    def too_long(self, text: str) -> str:
        """Why `text` is left out for its length; "" if it is not."""
        if len(text) <= self.text:
            return ""
        return f"holds more than {self.text // 1_000_000} million characters"


class Parser:
    """Parses one file at a time. A context manager: its end is the end of the child."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._child: subprocess.Popen[bytes] | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def __enter__(self) -> "Parser":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()

    def parse(self, suffix: str, data: bytes) -> Parsed:
        """The text of a file whose name ends in `suffix`.

        ParseError says why there is none, PassingError why there is none this time.
        """
        suffix = suffix.lower()
        if len(data) > self.limits.file:
            raise ParseError(f"is larger than {self.limits.file // 1_000_000} MB")
        if not data.strip():
            raise ParseError("is empty")
        parsed = parse_text(data) if suffix in PLAIN else self._in_child(suffix, data)
        if not parsed.text.strip():
            raise ParseError("is empty")
        if why := self.limits.too_long(parsed.text):
            raise ParseError(why)
        return parsed

    def close(self) -> None:
        """End the child, and remove what it kept on the disk."""
        if self._child is not None:
            self._child.kill()
            for stream in (self._child.stdin, self._child.stdout):
                if stream:
                    stream.close()
            self._child.wait()
            self._child = None
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def _in_child(self, suffix: str, data: bytes) -> Parsed:
        child = self._started()
        deadline = time.monotonic() + self.limits.seconds
        try:
            _send(child, suffix, data, deadline)
            reply = json.loads(_receive(child, deadline))
        except TimeoutError:
            self.close()
            raise PassingError(f"takes longer than {self.limits.seconds} seconds to read") from None
        except (EOFError, BrokenPipeError):
            status = child.wait()
            self.close()
            raise PassingError(f"made its parser crash ({_ended(status)})") from None
        if "error" in reply:
            if "spent" in reply:
                # What this file left in the child's memory must not cost the next one.
                self.close()
            raise (PassingError if "passing" in reply else ParseError)(reply["error"])
        return Parsed(reply["text"], reply["title"])

    def _started(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self.close()
            try:
                # Of its own, because a child that is killed leaves its copies of files there.
                self._folder = tempfile.TemporaryDirectory(prefix="footnote-")
                self._child = self._start(self._folder.name)
            except OSError as error:
                raise PassingError(f"has no parser for the moment: {error.strerror}") from error
        return self._child

    def _start(self, folder: str) -> subprocess.Popen[bytes]:
        # One thread each: onnxruntime and its like would reserve memory for many.
        own = {"OMP_NUM_THREADS": "2", "RUST_BACKTRACE": "0", "TMPDIR": folder}
        limits = [str(self.limits.memory), str(self.limits.seconds)]
        return subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-m", "indexing.parsing.child", *limits],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | own,
        )


def _send(child: "subprocess.Popen[bytes]", suffix: str, data: bytes, deadline: float) -> None:
    name = suffix.encode()
    pending = memoryview(LENGTH.pack(len(data), len(name)) + name + data)
    pipe = _open(child.stdin)
    os.set_blocking(pipe, False)
    while pending:
        _, ready, _ = select.select([], [pipe], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            raise TimeoutError
        pending = pending[os.write(pipe, pending[: 1 << 16]) :]


def _receive(child: "subprocess.Popen[bytes]", deadline: float) -> bytes:
    (size,) = REPLY.unpack(_exactly(child, REPLY.size, deadline))
    return _exactly(child, size, deadline)


def _exactly(child: "subprocess.Popen[bytes]", size: int, deadline: float) -> bytes:
    pipe, parts = _open(child.stdout), bytearray()
    while len(parts) < size:
        ready, _, _ = select.select([pipe], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            raise TimeoutError
        part = os.read(pipe, size - len(parts))
        if not part:
            raise EOFError
        parts += part
    return bytes(parts)


def _open(stream: IO[bytes] | None) -> int:
    if stream is None:
        raise EOFError
    return stream.fileno()


def _ended(status: int) -> str:
    if status < 0:
        return signal.Signals(-status).name
    return f"exit status {status}"
