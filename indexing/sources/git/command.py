"""git itself: run without questions, hooks or transports that start programs."""

import os
import re
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from indexing.sources.git.remote import SCHEMES, Remote

_SECONDS = 1800
"""For a first download; what hangs ends sooner, by lowSpeedTime."""
_SETTINGS = (
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    # In the background it would get in the way of the next command.
    "gc.autoDetach=false",
    # Only the tips are wanted; what they leave behind is of no use.
    "gc.pruneExpire=now",
    "http.lowSpeedLimit=1000",
    "http.lowSpeedTime=60",
    "submodule.recurse=false",
)
_KEPT = ("GIT_SSH", "GIT_SSL_", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM")
_GENERAL = "Could not read from remote repository"


class GitError(Exception):
    """git could not do it; what it said last, without secrets and without a full stop."""


def run_git(
    arguments: Sequence[str], *, copy: Path | None = None, remote: Remote | None = None
) -> bytes:
    """What git answers, in the repository `copy`. Raises GitError."""
    process = _started(arguments, copy, remote)
    try:
        answer, complaint = process.communicate(timeout=_SECONDS)
    except subprocess.TimeoutExpired:
        raise GitError(f"git takes longer than {_SECONDS // 60} minutes") from None
    finally:
        _end(process)
    if process.returncode:
        told = remote.cleaned(_told(complaint)) if remote else _told(complaint)
        raise GitError(told or f"git {arguments[0]} ended with status {process.returncode}")
    return answer


class Blobs:
    """Reads the files of the repository `copy` through one process. A context manager."""

    def __init__(self, copy: Path) -> None:
        self._copy = copy
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Blobs":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if self._process is not None:
            _end(self._process)

    def read(self, blob: str) -> bytes:
        """The content of the object `blob`. Raises GitError."""
        if self._process is None:
            # When nothing changed, no process is needed.
            self._process = _started(["cat-file", "--batch"], self._copy, None, asks=True)
        asked, answers = self._process.stdin, self._process.stdout
        if asked is None or answers is None:
            raise GitError("git cat-file cannot be spoken to")
        try:
            asked.write(f"{blob}\n".encode())
            asked.flush()
        except OSError as error:
            raise GitError(f"git cat-file ended: {error.strerror}") from error
        head = answers.readline().decode().split()
        if len(head) != 3:
            raise GitError(f"the object {blob} is missing from its copy")
        size = int(head[2])
        data = answers.read(size + 1)
        if len(data) != size + 1:
            raise GitError(f"the object {blob} cannot be read to its end")
        return data[:size]


def _started(
    arguments: Sequence[str], copy: Path | None, remote: Remote | None, asks: bool = False
) -> "subprocess.Popen[bytes]":
    settings = [part for setting in _SETTINGS for part in ("-c", setting)]
    place = [f"--git-dir={copy}"] if copy else []
    try:
        return subprocess.Popen(  # noqa: S603 - no shell, and arguments that are checked
            ["git", *settings, *place, *arguments],  # noqa: S607 - wherever it is installed
            stdin=subprocess.PIPE if asks else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            # Nobody would read it while objects are read, and a full pipe stops git.
            stderr=subprocess.DEVNULL if asks else subprocess.PIPE,
            env=_environment(remote),
            # Without a terminal nothing can ask for passwords, and ssh ends with git.
            start_new_session=True,
        )
    except FileNotFoundError:
        raise GitError("git is not installed") from None


def _environment(remote: Remote | None) -> dict[str, str]:
    """Where git is run from, perhaps a hook of a repository, must not matter."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name.startswith(_KEPT)
    }
    kept |= {
        "GIT_ALLOW_PROTOCOL": ":".join(SCHEMES),
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ASKPASS": "true",
        "SSH_ASKPASS_REQUIRE": "never",
        "LC_ALL": "C",
    }
    if remote:
        kept |= {
            "GIT_CONFIG_COUNT": "1",
            "GIT_CONFIG_KEY_0": f"remote.{Remote.name}.url",
            "GIT_CONFIG_VALUE_0": remote.url,
        }
    return kept


def _end(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream:
            stream.close()
    process.wait()


def _told(complaint: bytes) -> str:
    lines = [line.strip() for line in complaint.decode(errors="replace").splitlines()]
    lines = [line for line in lines if line]
    # What follows these words is general advice; what went wrong stands before them.
    general = next((number for number, line in enumerate(lines) if _GENERAL in line), 0)
    told = (lines[:general] or lines or [""])[-1]
    return re.sub(r"^(?:fatal|error|ERROR): ", "", told).rstrip(".")
