import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from llama_index.core.readers.base import BaseReader
from llama_index.core.schema import Document

from indexing.document import Skipped
from indexing.readers import PUBLIC
from indexing.reindex import Run, reindex
from indexing.sources.base import Item, SourceError, Unchanged, Versions
from indexing.sources.llamaindex.source import LlamaIndexSource
from indexing.store import PassageStore
from tests.indexing.reindexing import indexed

JSON = "llama_index.readers.json.JSONReader"
OBSIDIAN = "llama_index.readers.obsidian.ObsidianReader"
FLAT = "llama_index.readers.file.FlatReader"
SIMPLE = "llama_index.core.SimpleDirectoryReader"
HERE = f"{__name__}."


def documents(found: list[Item]) -> dict[str, Document]:
    return {item.metadata["key"]: item for item in found if isinstance(item, Document)}


def versions(found: list[Item]) -> Versions:
    return {key: document.metadata["version"] for key, document in documents(found).items()}


def vault(folder: Path) -> LlamaIndexSource:
    return LlamaIndexSource("notes", OBSIDIAN, arguments={"input_dir": str(folder)})


def test_the_notes_of_a_vault(tmp_path: Path) -> None:
    folder = tmp_path / "vault"
    (folder / "people").mkdir(parents=True)
    for name in ("same.md", "edited.md", "renamed.md", "deleted.md", "people/same.md"):
        (folder / name).write_text(f"The note [[{name}]].")
    found = documents(list(vault(folder).items({})))
    assert sorted(found) == ["deleted.md", "edited.md", "people/same.md", "renamed.md", "same.md"]
    assert found["people/same.md"].id_ == "notes/people/same.md"
    assert found["same.md"].metadata["title"] == "same"
    known = {key: document.metadata["version"] for key, document in found.items()}
    assert {type(item) for item in vault(folder).items(known)} == {Unchanged}
    (folder / "edited.md").write_text("Another text.")
    (folder / "renamed.md").rename(folder / "moved.md")
    (folder / "deleted.md").unlink()
    (folder / "people" / "new.md").write_text("A new note.")
    again = list(vault(folder).items(known))
    assert sorted(documents(again)) == ["edited.md", "moved.md", "people/new.md"]
    unchanged = sorted(item.key for item in again if isinstance(item, Unchanged))
    assert unchanged == ["people/same.md", "same.md"]


def test_the_sections_of_a_note_are_numbered(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# One\n\nThe first.\n\n# Two\n\nThe second.\n")
    known = versions(list(vault(tmp_path).items({})))
    assert list(known) == ["a.md", "a.md#2"]
    assert {type(item) for item in vault(tmp_path).items(known)} == {Unchanged}


def test_a_vault_that_is_gone_cannot_be_listed(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"The input_dir of notes, .*/gone, does not exist"):
        list(vault(tmp_path / "gone").items({}))


def test_documents_without_a_name_are_known_by_their_content(tmp_path: Path) -> None:
    path = tmp_path / "facts.jsonl"

    def facts(*texts: str) -> LlamaIndexSource:
        path.write_text("".join(json.dumps({"fact": text}) + "\n" for text in texts))
        return LlamaIndexSource(
            "facts", JSON, arguments={"is_jsonl": True}, load={"input_file": str(path)}
        )

    known = versions(list(facts("a", "b", "b", "c").items({})))
    assert len(known) == 4
    assert {type(item) for item in facts("a", "b", "b", "c").items(known)} == {Unchanged}
    again = list(facts("new", "a", "edited", "c").items(known))
    assert [each.text for each in documents(again).values()] == [
        '"fact": "new"',
        '"fact": "edited"',
    ]
    assert len(again) == 4


def test_strings_become_the_paths_that_a_reader_wants(tmp_path: Path) -> None:
    (tmp_path / "plain.txt").write_text("Plain text.")
    source = LlamaIndexSource("flat", FLAT, load={"file": str(tmp_path / "plain.txt")})
    (document,) = documents(list(source.items({}))).values()
    assert document.id_ == "flat/plain.txt"
    assert document.metadata["title"] == "plain.txt"


def test_files_are_called_by_their_path_in_the_folder(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.txt").write_text("A text.")
    arguments = {"input_dir": str(tmp_path), "recursive": True}
    source = LlamaIndexSource("files", SIMPLE, arguments=arguments)
    (document,) = documents(list(source.items({}))).values()
    assert document.metadata["key"] == "sub/a.txt"
    assert document.metadata["title"] == "a.txt"
    assert len(document.metadata["updated"]) == 10


class Told(BaseReader):
    """A reader that gives what it is told, with random ids unless told otherwise."""

    def __init__(self, secret: str = "", password: str = "") -> None:
        self.secret = secret
        self.password = password

    def load_data(self, found: list[dict[str, Any]], fail: bool = False) -> Iterator[Document]:  # type: ignore[override]
        if fail:
            raise RuntimeError(f"401 for {self.secret} and {self.password}.\nMore of it.")
        return (Document(**each) for each in found)


def told(*found: dict[str, Any], **more: Any) -> LlamaIndexSource:
    return LlamaIndexSource("told", f"{HERE}Told", load={"found": list(found), **more})


def test_metadata_are_understood() -> None:
    page = {"page_id": "77", "title": " A\n page ", "url": "https://x.example/77"}
    scan = {"file_name": "scan.pdf", "page_label": "3", "last_modified_date": "2026-03-02"}
    mail = {
        "id": 9,
        "subject": "Hello",
        "date": "Tue, 03 Mar 2026 10:00:00 +0100",
        "source": "mail",
    }
    note = {"filepath": "/far/away.txt", "modified_at": 1772409600000, "updated_at": "yesterday"}
    items = list(
        told(
            {"text": "a", "metadata": page},
            {"text": "b", "metadata": scan},
            {"text": "b", "metadata": scan},
            {"text": "c", "metadata": mail},
            {"text": "d", "metadata": note},
            {"text": "e", "id_": "stable-id"},
            {"text": " ", "id_": "empty"},
            {"text": "x" * 5_000_001, "id_": "long"},
        ).items({})
    )
    found = documents(items)
    shown = [
        (key, *(each.metadata[name] for name in ("title", "url", "updated")))
        for key, each in found.items()
    ]
    assert shown == [
        ("https://x.example/77", "A page", "https://x.example/77", ""),
        ("scan.pdf", "scan.pdf, page 3", "", "2026-03-02"),
        ("scan.pdf#2", "scan.pdf, page 3", "", "2026-03-02"),
        ("9", "Hello", "", "2026-03-03"),
        ("/far/away.txt", "away.txt", "", "2026-03-02"),
        ("stable-id", "stable-id", "", ""),
    ]
    assert {item.source: item.reason for item in items if isinstance(item, Skipped)} == {
        "empty": "is empty",
        "long": "holds more than 5 million characters",
    }


def test_names_that_are_no_text_end_nothing(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")).write_text("A menu.")
    (tmp_path / "ok.txt").write_text("A text.")
    source = LlamaIndexSource("files", SIMPLE, arguments={"input_dir": str(tmp_path)})
    first, second = source.items({})
    assert first == Skipped("caf\\udce9.txt", "has a name that is not valid text")
    assert isinstance(second, Document)
    (nameless,) = documents(list(told({"text": "half a pair: \ud83d"}).items({}))).values()
    assert nameless.text == "half a pair: \ufffd"


def test_metadata_that_come_and_go_change_nothing() -> None:
    known = versions(list(told({"text": "a", "metadata": {"id": 1, "seen": "now"}}).items({})))
    later = told({"text": "a", "metadata": {"id": 1, "seen": "later"}})
    assert list(later.items(known)) == [Unchanged("1")]


def test_secrets_stay_where_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    source = LlamaIndexSource(
        "told",
        f"{HERE}Told",
        arguments={"secret": "env:TOLD_SECRET", "password": "quiet"},
        load={
            "found": [{"apiKey": "quiet", "db": "pg://me:quiet@host/x", "keywords": "kept"}],
            "fail": True,
        },
    )
    assert "quiet" not in source.location
    assert "pg://me@host/x" in source.location
    assert "kept" in source.location
    with pytest.raises(SourceError, match="told needs the environment variable TOLD_SECRET"):
        list(source.items({}))
    monkeypatch.setenv("TOLD_SECRET", "hush")
    with pytest.raises(SourceError, match=r"Told failed for told: 401 for \*\*\* and \*\*\*\.$"):
        list(source.items({}))


@pytest.mark.parametrize(
    ("reader", "reason"),
    [
        ("llama_index.readers.no_such.Reader", "pip install llama-index-readers-no-such"),
        ("no_such_module.Reader", "cannot be imported: No module named 'no_such_module'"),
        ("llama_index.readers.json.Nothing", "is no reader"),
        ("Reader", "is no reader"),
        ("json.dumps", "is no reader"),
    ],
)
def test_readers_that_are_not_there_are_named(reader: str, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        list(LlamaIndexSource("x", reader).items({}))


def test_a_reader_that_fails_is_quoted(tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_text("{")
    source = LlamaIndexSource("facts", JSON, load={"input_file": str(tmp_path / "broken.json")})
    with pytest.raises(SourceError, match="JSONReader failed for facts: Expecting property name"):
        list(source.items({}))
    with pytest.raises(SourceError, match="unexpected keyword argument 'nonsense'"):
        list(LlamaIndexSource("facts", JSON, arguments={"nonsense": 1}).items({}))


def test_a_vault_is_indexed(store: PassageStore, tmp_path: Path) -> None:
    (tmp_path / "leave.md").write_text("You get 27 days of leave.")
    indexed(store, lambda: vault(tmp_path))


def test_a_reader_that_suddenly_gives_nothing_loses_nothing_when_all_is_read_again(
    store: PassageStore, tmp_path: Path
) -> None:
    (tmp_path / "a.md").write_text("# A\n\nApples are red.\n")
    reindex(store, vault(tmp_path))
    (tmp_path / "a.md").unlink()
    with pytest.raises(SourceError, match="returned nothing"):
        reindex(store, vault(tmp_path), Run(full=True))
    assert len(store.documents(PUBLIC)) == 1
