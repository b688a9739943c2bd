import hashlib
import json
import os
from pathlib import Path

import pytest
from llama_index.core.schema import Document

from indexing.access import Access, Rule
from indexing.document import Skipped
from indexing.readers import PUBLIC
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


def test_a_home_in_the_folder_is_not_read(tmp_path: Path) -> None:
    for name in ("a.md", "var/index.db", "var/footnote.toml", "var/sources/b.md", "pages/c.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("text")
    found = FolderSource("d", tmp_path).items({})
    assert [d.metadata["key"] for d in found if isinstance(d, Document)] == ["a.md", "pages/c.md"]


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


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x85"])
def test_only_line_feeds_end_a_line_of_passages(tmp_path: Path, sign: str) -> None:
    path = tmp_path / "p.jsonl"
    lines = [{"id": "a", "text": f"one{sign}two"}, {"id": "b", "text": "three"}]
    path.write_text("\r\n".join(json.dumps(each, ensure_ascii=False) for each in lines), "utf-8")
    found = list(JsonlSource("p", path).items({}))
    assert [d.text for d in found if isinstance(d, Document)] == [f"one{sign}two", "three"]


FEW = Access(frozenset({"group:S1"}))


def page(tmp_path: Path, text: str) -> Document | Skipped:
    """What a folder for FEW has of a page that holds `text`."""
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    (item,) = FolderSource("docs", tmp_path, access=FEW).items({})
    assert isinstance(item, Document | Skipped)
    return item


def test_a_page_without_readers_has_those_of_its_source(tmp_path: Path) -> None:
    document = page(tmp_path, "---\ntitle: A\n---\nText.\n")
    assert isinstance(document, Document)
    assert document.metadata["readers"] == ["group:S1"]
    assert document.metadata["declared"] is False


@pytest.mark.parametrize(
    "named", ["readers:", "readers: null", "Readers: ~", "readers:\n#  - group:S1", '"readers ":']
)
def test_readers_without_a_value_keep_a_page_out(tmp_path: Path, named: str) -> None:
    item = page(tmp_path, f"---\n{named}\n---\nText.\n")
    assert isinstance(item, Skipped)
    assert item.reason.startswith("names no readers; write `readers: [LABEL]`")


def test_a_line_without_readers_has_those_of_its_source(tmp_path: Path) -> None:
    path = tmp_path / "p.jsonl"
    path.write_text('{"id": "a", "text": "one", "readers": null}\n')
    (document,) = JsonlSource("p", path, FEW).items({})
    assert isinstance(document, Document)
    assert document.metadata["readers"] == ["group:S1"]
    assert document.metadata["declared"] is False


def test_fields_are_known_however_they_are_spelled(tmp_path: Path) -> None:
    document = page(
        tmp_path,
        "---\nReaders: [user:U1]\nTITLE: Leave\nUrl: https://x.example\nUpdated: 2026-03-02\n"
        "---\nText.\n",
    )
    assert isinstance(document, Document)
    fields = document.metadata
    assert (fields["readers"], fields["declared"]) == (["user:U1"], True)
    assert (fields["title"], fields["url"]) == ("Leave", "https://x.example")
    assert fields["updated"] == "2026-03-02"


@pytest.mark.parametrize("again", ["Readers", "readers", '"readers"', "readers\u00a0"])
def test_readers_that_are_named_twice_are_refused(tmp_path: Path, again: str) -> None:
    item = page(tmp_path, f"---\nreaders: [user:U1]\n{again}: [everyone]\n---\nText.\n")
    assert isinstance(item, Skipped)
    assert "names its readers twice" in item.reason


READERS = "readers: [user:U1]\n"


@pytest.mark.parametrize(
    "text",
    [
        f"\n---\n{READERS}---\nText.\n",
        f" ---\n{READERS}---\nText.\n",
        f"<!-- one --> \n<!--\ntwo\n-->\n\n---\n{READERS}---\nText.\n",
        f"---\n{READERS}...\nText.\n",
        f"---\ntags: a\ntags: b\n{READERS}---\nText.\n",
        f"\u200b\ufeff\n\u2060---\n{READERS}---\nText.\n",
        "---\nreaders\u00a0: [user:U1]\n---\nText.\n",
        "---\n\u200breaders: [user:U1]\n---\nText.\n",
        '---\n"readers ": [user:U1]\n---\nText.\n',
    ],
)
def test_front_matter_is_found_where_people_put_it(tmp_path: Path, text: str) -> None:
    document = page(tmp_path, text)
    assert isinstance(document, Document)
    assert document.metadata["readers"] == ["user:U1"]
    assert document.text == "Text.\n"


@pytest.mark.parametrize(
    "text",
    [
        f"---\n{READERS}----\n# Page\n\nText.\n",
        f"---\n{READERS}----\n\nText.\n\n---\n",
        f"----\n{READERS}----\nText.\n",
        f"---\n- {READERS}---\nText.\n",
        "---\nreaders [user:U1]\n---\nText.\n",
        f"---\ntitle: A\n{READERS}\nText.\n",
        f"<!-- one -->\n---\n {READERS} ---\nText.\n",
        f"---\ntitle: A\n\n{READERS}\n# Page\n\nText.\n",
        f"---\ntitle: A\n# who may read\n{READERS}\nText.\n",
        "---\ntitle: A\n\nReaders\u00a0= [user:U1]\n\nText.\n",
        f"---\na: b: c\n\u200b{READERS}---\nText.\n",
        "---\n" + "tag: a\n" * 60 + f"{READERS}\nText.\n",
        f"—\n{READERS}—\nText.\n",
        '+++\nreaders = ["user:U1"]\n+++\nText.\n',
    ],
)
def test_readers_that_cannot_be_read_keep_a_page_out(tmp_path: Path, text: str) -> None:
    item = page(tmp_path, text)
    assert isinstance(item, Skipped)
    assert item.reason.startswith("names readers, but its front matter ")


@pytest.mark.parametrize(
    "text",
    [
        "---\n\nReaders may write to us.\n",
        "---\nWe like our guests,\nand they us.\n\nReaders too.\n\n---\nMore.\n",
        "---\n# Page\nReaders may write to us.\n",
        "<!-- a -->" * 5000 + "\nReaders may write to us.\n",
        "---\n\nThe library\n" + "\nIs open.\n" * 20 + "readers: five a day\n",
        "Readers: all of us.\n",
    ],
)
def test_a_page_may_begin_with_a_line_across_it(tmp_path: Path, text: str) -> None:
    document = page(tmp_path, text)
    assert isinstance(document, Document)
    assert document.text == text
    assert document.metadata["declared"] is False


@pytest.mark.parametrize(
    "broken", ["date: 0000-00-00", "updated: 2026-02-30", "n: !!int ''", "t: !!timestamp x"]
)
def test_values_that_cannot_be_are_broken_front_matter(tmp_path: Path, broken: str) -> None:
    document = page(tmp_path, f"---\n{broken}\n---\n# Leave\n\nText.\n")
    assert isinstance(document, Document)
    assert document.text == "# Leave\n\nText.\n"
    assert document.metadata["title"] == "Leave"
    for readers in ("readers: [user:U1]", "Readers: [user:U1]", '"readers": [user:U1]'):
        item = page(tmp_path, f"---\n{readers}\n{broken}\n---\nText.\n")
        assert isinstance(item, Skipped)
        assert item.reason == "names readers, but its front matter is not valid YAML"


def test_names_and_links_that_lead_nowhere_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.md").symlink_to(tmp_path / "a.md")
    for name in (b"Men\xfc.md", b"Men\xfc.zzz"):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_text("text")
    found = list(FolderSource("d", tmp_path).items({}))
    assert found == [
        Skipped("Men\\udcfc.md", "has a name that is not UTF-8"),
        Skipped("Men\\udcfc.zzz", "has a name that is not UTF-8"),
        Skipped("a.md", "is a link that leads back to itself"),
    ]


def test_a_link_gives_nobody_what_its_file_does_not(tmp_path: Path) -> None:
    for folder in ("HR", "open"):
        (tmp_path / folder).mkdir()
    (tmp_path / "HR/pay.md").write_text("# Pay")
    (tmp_path / "open/rules.md").write_text("# Rules")
    (tmp_path / "open/pay.md").symlink_to("../HR/pay.md")
    (tmp_path / "open/same.md").symlink_to("rules.md")
    access = Access(PUBLIC, [Rule("HR/*", frozenset({"group:HR"}))])
    items = list(FolderSource("d", tmp_path, access=access).items({}))
    assert Skipped("open/pay.md", "is a link to HR/pay.md, which has other readers") in items
    documents = {i.metadata["key"]: i.metadata["readers"] for i in items if isinstance(i, Document)}
    assert documents == {
        "HR/pay.md": ["group:HR"],
        "open/rules.md": ["everyone"],
        "open/same.md": ["everyone"],
    }


def test_texts_are_valid_whatever_was_written(tmp_path: Path) -> None:
    path = tmp_path / "p.jsonl"
    odd = "a\ud800b\0c"
    lines = [{"id": "a", "title": odd, "text": odd, "url": odd, "updated": odd}]
    lines += [{"id": odd, "text": "two"}]
    path.write_text("\n".join(json.dumps(line) for line in lines))
    document, skipped = JsonlSource("p", path).items({})
    assert isinstance(document, Document)
    assert document.text == "a\ufffdbc"
    assert {document.metadata[name] for name in ("title", "url", "updated")} == {"a\ufffdbc"}
    assert skipped == Skipped("p.jsonl:2", f'has an "id" that is not valid text: {odd!r}')


def test_the_halves_of_a_pair_are_one_character(tmp_path: Path) -> None:
    document = page(tmp_path, '---\ntitle: "\\ud83d\\ude00 \\ud83d"\n---\nText.\n')
    assert isinstance(document, Document)
    assert document.metadata["title"] == "\U0001f600 \ufffd"
