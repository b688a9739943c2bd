"""The files of a git repository, at the tip of a branch."""

import fcntl
import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from indexing.access import Access
from indexing.document import Skipped
from indexing.files import File, read_file, refusal, with_known
from indexing.parsing.parser import Limits, Parser
from indexing.sources.base import Item, Source, SourceError, Unchanged, Versions
from indexing.sources.git.command import Blobs, GitError, run_git
from indexing.sources.git.remote import Remote

_LFS = b"version https://git-lfs.github.com/spec/"
_LINK = "120000"
_SUBMODULE = "160000"
# What git forbids in the names of branches, and what would end a refspec.
_NOT_IN_BRANCHES = frozenset(" ~^:?*[\\\x7f") | {chr(code) for code in range(32)}


@dataclass(frozen=True)
class _Entry:
    key: str
    mode: str
    blob: str
    size: int


class GitSource(Source):
    """The files of the repository at `url`: https, http, ssh, git, or a path on this machine.

    `branch` is a branch or a tag, by default the repository's own; `folder` limits the source
    to a part of it. Keys are paths from the root of the repository. Documents link to
    `url_prefix`/path; for github.com and gitlab.com that is found by itself. `cache` is a
    folder where copies of remotes are kept. Raises SourceError for what git must not be given.
    """

    kind = "git"

    def __init__(
        self,
        name: str,
        url: str,
        *,
        branch: str = "",
        folder: str = "",
        url_prefix: str = "",
        access: Access | None = None,
        cache: Path,
    ) -> None:
        self.name = name
        self._remote = Remote.parse(url)
        self._branch = _checked_branch(branch)
        self._folder = _checked_folder(folder)
        self.location = f"{self._remote.shown}#{self._branch}:{self._folder}"
        self.access = access or Access()
        given = url_prefix.rstrip("/")
        self.settings = self._url_prefix = given or self._remote.pages(self._branch)
        # By the address without its password, which may change while the repository does not.
        # Absolute, because git takes some relative paths from inside the copy.
        shown = self._remote.shown.encode()
        self._copy = cache.expanduser().resolve() / hashlib.sha256(shown).hexdigest()[:16]
        branch_hash = hashlib.sha256(self._branch.encode()).hexdigest()[:16]
        self._ref = f"refs/footnote/{branch_hash}"
        self._limits = Limits()

    def items(self, known: Versions) -> Iterator[Item]:
        """Every file, in the order of its path; hidden ones are not looked at.

        Only what changed since the last run is downloaded, and only that is read. Waits while
        another source of the same repository is being read.
        """
        with self._copy_held():
            yield from self._read(known)

    @contextmanager
    def _copy_held(self) -> Iterator[None]:
        """Keep others from the copy: what they fetch, or make anew, would be missing here."""
        self._copy.parent.mkdir(parents=True, exist_ok=True)
        with self._copy.with_name(f"{self._copy.name}.lock").open("a") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield

    def _read(self, known: Versions) -> Iterator[Item]:
        try:
            entries = self._listed()
        except GitError as error:
            raise self._failed(error) from error
        try:
            with Parser(self._limits) as parser, Blobs(self._copy) as blobs:
                for entry in entries:
                    yield from with_known(self._item(entry, known, parser, blobs), known)
        except GitError as error:
            # The copy lacks what it should hold; the next run makes a new one.
            shutil.rmtree(self._copy, ignore_errors=True)
            raise self._failed(error) from error

    def _failed(self, error: GitError) -> SourceError:
        return SourceError(f"The repository {self._remote.shown} cannot be read: {error}.")

    def _listed(self) -> list[_Entry]:
        tip, ref = self._tip()
        try:
            return self._fetched(tip, ref)
        except GitError:
            if not self._copy.exists():
                raise
        # The remote answers, so it may be the copy that is damaged: a run was killed in it.
        shutil.rmtree(self._copy, ignore_errors=True)
        return self._fetched(tip, ref)

    def _tip(self) -> tuple[str, str]:
        """The commit or tag that the branch is at, and its name on the remote."""
        branch = self._branch
        wanted = [f"refs/heads/{branch}", f"refs/tags/{branch}"] if branch else ["HEAD"]
        answer = run_git(["ls-remote", self._remote.name, *wanted], remote=self._remote)
        lines = answer.decode(errors="replace").splitlines()
        # git also gives names that only end like the wanted ones.
        tips = {name: tip for tip, _, name in (line.partition("\t") for line in lines)}
        for name in wanted:
            if name in tips:
                return tips[name], name
        raise GitError(f"it has no branch {branch!r}" if branch else "it is empty")

    def _fetched(self, tip: str, ref: str) -> list[_Entry]:
        if not (self._copy / "HEAD").exists():
            self._copy.mkdir(parents=True, exist_ok=True)
            run_git(["init", "--quiet", "--bare", "--template=", "--", str(self._copy)])
        have = run_git(
            ["for-each-ref", "--format=%(objectname)", self._ref], copy=self._copy
        ).strip()
        if have.decode() != tip:
            limits = ["--depth=1", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head"]
            run_git(
                ["fetch", "--quiet", *limits, "--", self._remote.name, f"+{ref}:{self._ref}"],
                copy=self._copy,
                remote=self._remote,
            )
        return self._entries()

    def _entries(self) -> list[_Entry]:
        below = ["--", f"{self._folder}/"] if self._folder else []
        command = ["ls-tree", "-r", "-z", "-l", "--full-tree", self._ref, *below]
        listed = run_git(command, copy=self._copy)
        entries = [_entry(line) for line in listed.split(b"\0") if line]
        if self._folder and not entries:
            raise SourceError(
                f"The repository {self._remote.shown} has no folder {self._folder!r}: "
                "write it as a path from the root of the repository."
            )
        return [entry for entry in entries if self._is_shown(entry.key)]

    def _is_shown(self, key: str) -> bool:
        below = key.removeprefix(f"{self._folder}/") if self._folder else key
        return not any(part.startswith(".") for part in below.split("/"))

    def _item(self, entry: _Entry, known: Versions, parser: Parser, blobs: Blobs) -> Item:
        key = entry.key
        reason = self._refusal(entry) or refusal(key)
        if reason:
            return Skipped(key, reason)
        if known.get(key) == entry.blob:
            return Unchanged(key)
        data = blobs.read(entry.blob)
        if data.startswith(_LFS):
            return Skipped(key, "is kept in Git LFS, which is not read", entry.blob)
        url = f"{self._url_prefix}/{quote(key)}" if self._url_prefix else ""
        return read_file(self.name, File(key, data, entry.blob, url=url), self.access, parser)

    def _refusal(self, entry: _Entry) -> str:
        if entry.mode == _LINK:
            return "is a symbolic link"
        if entry.mode == _SUBMODULE:
            return "is a submodule: make it a source of its own"
        if "\ufffd" in entry.key:
            return "has a name that is not UTF-8"
        if entry.size > self._limits.file:
            return f"is larger than {self._limits.file // 1_000_000} MB"
        return ""


def _checked_branch(branch: str) -> str:
    bad = branch.startswith(("-", "/")) or branch.endswith(("/", ".", ".lock"))
    if bad or ".." in branch or "//" in branch or "@{" in branch or _NOT_IN_BRANCHES & set(branch):
        raise SourceError(f"The branch {branch!r} cannot be one: write its name, such as main.")
    return branch


def _checked_folder(folder: str) -> str:
    parts = [part for part in folder.split("/") if part not in ("", ".")]
    if ".." in parts or "\0" in folder:
        raise SourceError(
            f"The folder {folder!r} leaves the repository: write it as a path from its root."
        )
    return "/".join(parts)


def _entry(line: bytes) -> _Entry:
    """A line of git ls-tree: mode, type, object and size, then a tab and the path."""
    head, _, path = line.partition(b"\t")
    mode, _, blob, size = head.decode().split()
    if size == "BAD":  # What git says of an object that it should have and has not.
        raise GitError(f"the object {blob} is missing from its copy")
    return _Entry(path.decode(errors="replace"), mode, blob, int(size) if size != "-" else 0)
