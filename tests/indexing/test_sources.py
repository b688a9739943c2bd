import hashlib
from pathlib import Path

import pytest
from llama_index.core.schema import Document

from indexing.document import Skipped
from indexing.sources.base import SourceError
from indexing.sources.folder import FolderSource
from indexing.sources.jsonl import JsonlSource


def test_front_matter_is_understood(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "---\ntitle: Leave\nurl: https://x.example/leave\nreaders: [group:S1]\n"
        "updated: 2026-03-02\n---\n# Other\n\nText.\n"
    )
    (document,) = FolderSource("docs", tmp_path).items({})
    assert isinstance(document, Document)
    assert document.text == "# Other\n\nText.\n"
    assert document.metadata == {
        "source": "docs",
        "key": "a.md",
        "title": "Leave",
        "url": "https://x.example/leave",
        "readers": ["group:S1"],
        "updated": "2026-03-02",
        "version": hashlib.sha256((tmp_path / "a.md").read_bytes()).hexdigest(),
        "declared": True,
    }


def test_what_cannot_be_used_is_named_with_its_reason(tmp_path: Path) -> None:
    outside = tmp_path / "secret.md"
    outside.write_text("secret")
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "empty.md").write_text(" \n")
    (folder / "binary.txt").write_bytes(b"a\0b")
    (folder / "slides.zzz").write_bytes(b"%ZZZ")
    (folder / "slip.md").write_text("---\nreaders: [grup:S1]\n---\ntext")
    (folder / "broken.md").write_text("---\nreaders: [group:S1\n---\ntext")
    (folder / "link.md").symlink_to(outside)
    (folder / "far").symlink_to(tmp_path, target_is_directory=True)
    (folder / ".hidden.md").write_text("hidden")
    found = {item.source: item.reason for item in FolderSource("d", folder).items({})}  # type: ignore[union-attr]
    assert found == {
        "binary.txt": "is binary, not text",
        "broken.md": "names readers, but its front matter is not valid YAML",
        "empty.md": "is empty",
        "far": "is a link that leaves the folder",
        "link.md": "is a link that leaves the folder",
        "slides.zzz": "unsupported file type .zzz",
        "slip.md": "readers: 'grup:S1' is none of everyone, group:ID, channel:ID, user:ID",
    }


def test_a_missing_folder_cannot_be_listed(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="does not exist"):
        list(FolderSource("docs", tmp_path / "nowhere").items({}))


def test_bad_lines_of_a_file_are_named_by_number(tmp_path: Path) -> None:
    path = tmp_path / "p.jsonl"
    path.write_text(
        '{"id": "a", "title": "A", "text": "one"}\nnot json\n{"id": "b"}\n[1]\n'
        '{"id": "a", "text": "again"}\n\n{"id": 7, "text": "seven"}\n'
    )
    found = list(JsonlSource("p", path).items({}))
    assert [d.metadata["key"] for d in found if isinstance(d, Document)] == ["a", "7"]
    reasons = [item.reason for item in found if isinstance(item, Skipped)]
    assert reasons[0].startswith("is not JSON")
    assert reasons[1:] == ['has no "text"', "is not a JSON object", "repeats the id 'a'"]
    assert next(i.source for i in found if isinstance(i, Skipped)) == "p.jsonl:2"
