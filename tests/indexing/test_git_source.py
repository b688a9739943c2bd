import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from llama_index.core.schema import Document

from indexing.document import Skipped
from indexing.sources.base import Item, SourceError, Unchanged, Versions
from indexing.sources.git.command import Blobs
from indexing.sources.git.source import GitSource
from indexing.store import PassageStore
from tests.indexing.reindexing import indexed


def git(repository: Path, *arguments: str) -> str:
    person = ["-c", "user.name=A", "-c", "user.email=a@b.example"]
    done = subprocess.run(
        ["git", "-C", str(repository), *person, *arguments],
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


def commit(repository: Path, **files: str) -> None:
    for name, text in files.items():
        path = repository / name.replace("__", "/").replace("_md", ".md")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    git(repository, "add", "--all")
    git(repository, "commit", "--quiet", "--message", "change")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    path = tmp_path / "handbook"
    path.mkdir()
    git(path, "init", "--quiet", "--initial-branch=main")
    commit(path, README_md="# Read me\n\nHello.", docs__leave_md="# Leave\n\n27 days.")
    return path


def source(repository: Path, tmp_path: Path, **more: Any) -> GitSource:
    return GitSource("handbook", str(repository), cache=tmp_path / "cache", **more)


def copies(tmp_path: Path) -> list[Path]:
    """The folders of the cache; beside each lies its lock."""
    return [path for path in (tmp_path / "cache").iterdir() if path.is_dir()]


def documents(found: list[Item]) -> dict[str, Document]:
    return {item.metadata["key"]: item for item in found if isinstance(item, Document)}


def versions(found: list[Item]) -> Versions:
    return {key: document.metadata["version"] for key, document in documents(found).items()}


def test_files_become_documents(repository: Path, tmp_path: Path) -> None:
    commit(repository, **{".github__notes_md": "hidden", "docs__a b_md": "text"})
    made = source(repository, tmp_path, url_prefix="https://x.example/handbook/")
    found = documents(list(made.items({})))
    assert list(found) == ["README.md", "docs/a b.md", "docs/leave.md"]
    leave = found["docs/leave.md"]
    assert leave.text == "# Leave\n\n27 days."
    assert leave.metadata["title"] == "Leave"
    assert leave.metadata["version"] == git(repository, "rev-parse", "HEAD:docs/leave.md")
    assert found["docs/a b.md"].metadata["url"] == "https://x.example/handbook/docs/a%20b.md"


def test_changes_are_seen_and_nothing_else_is_read(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(repository, old_md="old name", gone_md="soon gone")
    made = source(repository, tmp_path)
    known = versions(list(made.items({})))
    commit(repository, README_md="# Read me\n\nHello again.", new_md="new")
    git(repository, "mv", "old.md", "renamed.md")
    git(repository, "rm", "--quiet", "gone.md")
    commit(repository)
    read: list[str] = []
    original = Blobs.read

    def counted(self: Blobs, blob: str) -> bytes:
        read.append(blob)
        return original(self, blob)

    monkeypatch.setattr(Blobs, "read", counted)
    found = list(made.items(known))
    assert set(documents(found)) == {"README.md", "new.md", "renamed.md"}
    assert [item.key for item in found if isinstance(item, Unchanged)] == ["docs/leave.md"]
    assert len(read) == 3
    assert documents(found)["README.md"].text.endswith("Hello again.")


def test_the_copy_stays_shallow_and_moves_with_a_rewritten_branch(
    repository: Path, tmp_path: Path
) -> None:
    made = source(repository, tmp_path)
    known = versions(list(made.items({})))
    commit(repository, README_md="second")
    git(repository, "commit", "--quiet", "--amend", "--message", "rewritten")
    found = list(made.items(known))
    assert set(documents(found)) == {"README.md"}
    (copy,) = copies(tmp_path)
    (ref,) = git(copy, "for-each-ref", "--format=%(refname)").splitlines()
    assert git(copy, "rev-list", "--count", ref) == "1"


def test_a_branch_a_tag_and_a_folder(repository: Path, tmp_path: Path) -> None:
    git(repository, "checkout", "--quiet", "-b", "feature/new")
    commit(repository, docs__feature_md="a feature", docsother_md="beside")
    git(repository, "tag", "--annotate", "v1", "--message", "one")
    git(repository, "checkout", "--quiet", "main")
    feature = source(repository, tmp_path, branch="feature/new", folder="/docs/")
    assert set(documents(list(feature.items({})))) == {"docs/feature.md", "docs/leave.md"}
    assert feature.location == f"{repository}#feature/new:docs"
    tagged = source(repository, tmp_path, branch="v1")
    assert "docs/feature.md" in documents(list(tagged.items({})))
    # The two share one copy and do not take each other's tip.
    assert "docs/feature.md" not in documents(list(source(repository, tmp_path).items({})))
    assert len(copies(tmp_path)) == 1


def test_sources_of_one_repository_wait_for_each_other(repository: Path, tmp_path: Path) -> None:
    first = source(repository, tmp_path, folder="docs").items({})
    assert isinstance(next(first), Document)
    with ThreadPoolExecutor(1) as pool:
        second = pool.submit(lambda: documents(list(source(repository, tmp_path).items({}))))
        with pytest.raises(TimeoutError):
            second.result(timeout=0.5)
        assert list(first) == []
        assert set(second.result(timeout=30)) == {"README.md", "docs/leave.md"}


def test_what_is_not_read_is_named_with_its_reason(repository: Path, tmp_path: Path) -> None:
    (repository / "link.md").symlink_to("/etc/passwd")
    (repository / "tool.exe").write_bytes(b"MZ")
    lfs = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n"
    (repository / "deck.pdf").write_text(lfs)
    head = git(repository, "rev-parse", "HEAD")
    git(repository, "update-index", "--add", "--cacheinfo", f"160000,{head},vendor")
    (repository / "vendor").mkdir()  # Else `add` would take the submodule for deleted.
    commit(repository)
    found = list(source(repository, tmp_path).items({}))
    assert {item.source: item.reason for item in found if isinstance(item, Skipped)} == {
        "deck.pdf": "is kept in Git LFS, which is not read",
        "link.md": "is a symbolic link",
        "tool.exe": "unsupported file type .exe",
        "vendor": "is a submodule: make it a source of its own",
    }


@pytest.mark.parametrize(
    "url",
    ["ext::sh -c touch% /tmp/x", "-oProxyCommand=x", "--upload-pack=x", "ftp://x/y", "", "a\nb"],
)
def test_addresses_that_run_programs_are_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no repository that is read"):
        GitSource("x", url, cache=tmp_path)


@pytest.mark.parametrize("branch", ["-x", "a:b", "a..b", "a b", "a*", "x.lock"])
def test_names_that_are_no_branches_are_refused(branch: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be one"):
        GitSource("x", "https://x.example/y", branch=branch, cache=tmp_path)


def test_a_folder_stays_in_the_repository(repository: Path, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="leaves the repository"):
        source(repository, tmp_path, folder="docs/../..")
    with pytest.raises(SourceError, match="has no folder 'nowhere'"):
        list(source(repository, tmp_path, folder="nowhere").items({}))


def test_a_repository_that_cannot_be_read(repository: Path, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"nowhere cannot be read: .*not .*a git repository"):
        list(source(tmp_path / "nowhere", tmp_path).items({}))
    with pytest.raises(SourceError, match="it has no branch 'nope'"):
        list(source(repository, tmp_path, branch="nope").items({}))


def test_credentials_stay_out_of_messages_and_of_the_location(tmp_path: Path) -> None:
    url = "http://bot:s3cr%40et@127.0.0.1:9/team/handbook.git"
    made = GitSource("x", url, cache=tmp_path / "cache")
    assert made.location == "http://127.0.0.1:9/team/handbook.git#:"
    with pytest.raises(SourceError) as caught:
        list(made.items({}))
    message = str(caught.value)
    assert message.startswith("The repository http://127.0.0.1:9/team/handbook.git cannot be read:")
    assert "s3cr" not in message
    assert "bot" not in message
    with pytest.raises(SourceError) as refused:
        GitSource("x", "ftp://bot:s3cret@x.example/y", cache=tmp_path)
    assert "s3cret" not in str(refused.value)


def test_a_damaged_copy_is_made_anew(repository: Path, tmp_path: Path) -> None:
    made = source(repository, tmp_path)
    list(made.items({}))
    commit(repository, README_md="changed")
    (copy,) = copies(tmp_path)
    (copy / "shallow.lock").touch()
    assert documents(list(made.items({})))["README.md"].text == "changed"


@pytest.mark.parametrize("content", [None, b"garbled"])
def test_a_copy_whose_files_are_damaged_is_made_anew(
    repository: Path, tmp_path: Path, content: bytes | None
) -> None:
    made = source(repository, tmp_path)
    list(made.items({}))
    blob = git(repository, "rev-parse", "HEAD:README.md")
    (copy,) = copies(tmp_path)
    stored = copy / "objects" / blob[:2] / blob[2:]
    stored.unlink()
    if content:
        stored.write_bytes(content)
    assert len(documents(list(made.items({})))) == 2


def test_hooks_of_the_machine_do_not_run(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    template = tmp_path / "template"
    (template / "hooks").mkdir(parents=True)
    hook = template / "hooks" / "reference-transaction"
    hook.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n")
    hook.chmod(0o755)
    monkeypatch.setenv("GIT_TEMPLATE_DIR", str(template))
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    assert len(list(source(repository, tmp_path).items({}))) == 2
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("https://tok@github.com/acme/docs.git", "https://github.com/acme/docs/blob/main/a.md"),
        ("git@github.com:acme/docs.git", "https://github.com/acme/docs/blob/main/a.md"),
        ("ssh://git@gitlab.com/a/b/docs", "https://gitlab.com/a/b/docs/-/blob/main/a.md"),
        ("https://git.acme.example/docs", "/a.md"),
    ],
)
def test_known_hosts_show_their_files(url: str, page: str, tmp_path: Path) -> None:
    made = GitSource("x", url, branch="main", cache=tmp_path)
    assert f"{made.settings}/a.md" == page


def test_a_repository_is_indexed(store: PassageStore, repository: Path, tmp_path: Path) -> None:
    assert indexed(store, lambda: source(repository, tmp_path)).added == 2
