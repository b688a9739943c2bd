import json
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from answering.answer import Answer, Citation, Sentence
from bot.state.questions import Asked, Questions, record
from bot.state.tables import open_state
from bot.state.votes import Votes
from indexing.reindex import reindex
from indexing.sources.folder import FolderSource
from indexing.store import PassageStore
from tests.conftest import PAGES
from tests.tuning.data.made import good_rows, write_export, write_rows
from tuning.data.loading import load
from tuning.data.pair import DataError


def test_lines_are_rows_with_their_place_and_people(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [
        {"prompt": "a\u2028b", "completion": "c", "user": "U1"},
        {"users": ["U1", "U2"]},
    ]
    loaded = load(write_rows(tmp_path / "pairs.jsonl", rows))
    assert [row.place for row in loaded.rows] == ["pairs.jsonl, line 1", "pairs.jsonl, line 2"]
    assert [sorted(row.people) for row in loaded.rows] == [["U1"], ["U1", "U2"]]
    assert loaded.rows[0].fields["prompt"] == "a\u2028b"


def test_a_folder_of_lines_is_read_whole(tmp_path: Path) -> None:
    write_rows(tmp_path / "a.jsonl", good_rows(2))
    write_rows(tmp_path / "b.jsonl", good_rows(3))
    assert len(load(tmp_path).rows) == 5


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b'{"prompt": "x"', r"pairs\.jsonl, line 2, is not JSON .*mend or remove"),
        (b'["prompt"]', r"pairs\.jsonl, line 2, is no JSON object"),
        (b'{"prompt": "\xe9"}', r"pairs\.jsonl, line 2, is not UTF-8"),
        (b"[" * 100_000, r"pairs\.jsonl, line 2, is not JSON"),
        (b'{"prompt": "hi \\ud83d"}', r"pairs\.jsonl, line 2, has half a character \('\\ud83d'\)"),
    ],
)
def test_a_broken_line_is_named(tmp_path: Path, text: bytes, told: str) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_bytes(b'{"prompt": "a", "completion": "b"}\n' + text + b"\n")
    with pytest.raises(DataError, match=told):
        load(path)


def test_what_is_none_of_the_four_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"There is no .*gone: --data names JSONL"):
        load(tmp_path / "gone")
    with pytest.raises(DataError, match="holds nothing to learn from"):
        load(tmp_path)


@pytest.mark.parametrize("zipped", [False, True])
def test_an_export_gives_questions_with_accepted_replies(tmp_path: Path, zipped: bool) -> None:
    path = folder = write_export(tmp_path / "export")
    if zipped:
        path = tmp_path / "export.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for file in folder.rglob("*.json"):
                archive.write(file, file.relative_to(folder))
    loaded = load(path)
    pairs = [(row.fields["prompt"], row.fields["completion"]) for row in loaded.rows]
    assert pairs == [
        ("Where is the spare key, [person]?", "In the #ops drawer, says Ana Costa & I."),
        ("Which printer is free?", "The one on floor 2."),
    ]
    assert [sorted(row.people) for row in loaded.rows] == [["U1", "U2"], ["U1", "U3"]]
    assert {(drop.place, drop.reason) for drop in loaded.drops} == {
        ("#ops, thread 3.0", "the thread begins with no question"),
        ("#ops, thread 4.0", "no reply in the thread was accepted"),
    }
    assert loaded.names == ("Ana Costa", "Ben Okafor", "Help Bot")


def test_channels_may_stand_in_a_folder_of_their_own(tmp_path: Path) -> None:
    folder = write_export(tmp_path / "export")
    (folder / "channels").mkdir()
    (folder / "ops").rename(folder / "channels" / "ops")
    (folder / "channels.json").unlink()
    shutil.copytree(folder / "channels" / "ops", folder / "dms" / "D1")
    assert len(load(folder).rows) == 2
    (folder / "channels" / "ops").rename(folder / "groups")
    with pytest.raises(DataError, match=r"it holds no channels\.json"):
        load(folder)


def test_a_channel_that_is_private_is_none(tmp_path: Path) -> None:
    folder = write_export(tmp_path / "export")
    listed = json.loads((folder / "channels.json").read_text())
    (folder / "channels.json").write_text(json.dumps([listed[0] | {"is_private": True}]))
    assert load(folder).rows == ()


def test_a_zip_that_is_no_export_is_told(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(DataError, match=r"no Slack export: it holds no users\.json"):
        load(tmp_path / "x.zip")
    folder = write_export(tmp_path / "export")
    (folder / "ops" / "2024-01-02.json").write_text("{")
    with pytest.raises(DataError, match=r"ops/2024-01-02\.json in .* is no JSON"):
        load(folder)


def test_documents_are_continued_by_heading_unless_they_are_for_few(docs: Path) -> None:
    long = " ".join(f"word{number}" for number in range(200))
    (docs / "Long.md").write_text(f"# Long\n\n## Story\n\n{long}.\n\nAnd then it ended.\n")
    loaded = load(docs)
    rows = {row.fields["id"]: row.fields for row in loaded.rows}
    days = rows["Time off/Vacation.md#1"]
    assert (days["title"], days["heading"], days["before"]) == ("Vacation", "Days", "")
    assert "27 days" in days["text"]
    assert rows["Long.md#2"]["text"] == "And then it ended."
    assert rows["Long.md#2"]["before"] == f"{long}."
    assert {row.fields["document"] for row in loaded.rows} == {*PAGES, "Long.md"} - {
        "HR/Salaries.md"
    }
    assert [drop.place for drop in loaded.drops] == ["HR/Salaries.md"]


def liked(folder: Path, *asked: tuple[str, str, Answer, bool, list[str]]) -> Path:
    """A state.db with (id, channel, answer, private, votes) of questions."""
    engine = open_state(f"sqlite:///{folder / 'state.db'}")
    questions, votes = Questions(engine), Votes(engine)
    for id_, channel, answer, private, cast in asked:
        with engine.begin() as connection:
            record(connection, Asked(id_, "message", "T1", channel, "U7", id_, "", "How many?"))
        questions.save_answer(id_, answer, private)
        for number, vote in enumerate(cast):
            votes.cast(id_, f"U{number}", vote)
    engine.dispose()
    return folder / "state.db"


def cited(quote: str, source: str) -> Answer:
    sentences = (Sentence("You get 27 days.", (4,)),)
    citations = (Citation(4, "Vacation", "", quote, 1, source),)
    return Answer(sentences, citations, "answered", "extractive")


DAYS = cited("Every employee gets **27 days** of vacation a year.", "Time off/Vacation.md")


def test_only_what_was_liked_in_public_is_taken_from_the_state(
    tmp_path: Path, docs: Path, store: PassageStore
) -> None:
    reindex(store, FolderSource("docs", docs))
    state = liked(
        tmp_path,
        ("q1", "C1", DAYS, False, ["up", "up"]),
        ("q2", "C1", DAYS, False, ["up", "down"]),
        ("q3", "D1", DAYS, False, ["up"]),
        ("q4", "C1", DAYS, True, ["up"]),
        ("q5", "C1", DAYS, False, []),
        ("q6", "C0PRIVATE", DAYS, False, ["up"]),
    )
    loaded = load(state, ["C1"])
    (row,) = loaded.rows
    assert row.people == {"U7"}
    assert row.fields["document"] == "Time off/Vacation.md"
    assert row.fields["completion"] == "You get 27 days."
    assert row.fields["passages"] == [DAYS.citations[0].quote]
    assert row.fields["answer"] == "You get 27 days. [1]"
    assert [drop.place for drop in loaded.drops] == [f"question q{n}" for n in (2, 3, 4, 6)]


def test_an_answer_is_left_out_unless_everyone_may_read_what_it_cites(
    tmp_path: Path, docs: Path, store: PassageStore
) -> None:
    (docs / "Board.md").write_text("---\nreaders: [channel:C1]\n---\nThe board meets in May.\n")
    reindex(store, FolderSource("docs", docs))
    two = replace(DAYS, citations=(*DAYS.citations, *cited("meets in May", "Board.md").citations))
    state = liked(
        tmp_path,
        ("restricted", "C1", cited("The board meets in May.", "Board.md"), False, ["up"]),
        ("one restricted", "C1", two, False, ["up"]),
        ("gone", "C1", cited("It was said once.", "Time off/Vacation.md"), False, ["up"]),
        ("unknown", "C1", cited("Every employee gets", "Elsewhere.md"), False, ["up"]),
        ("curated", "C1", replace(DAYS, kind="curated"), False, ["up"]),
        ("public", "C1", cited("27 days", "docs:Time off/Vacation.md"), False, ["up"]),
    )
    loaded = load(state, ["C1"])
    assert [row.fields["id"] for row in loaded.rows] == ["public"]
    held = "no page that everyone may read holds what it cites"
    assert [drop.reason for drop in loaded.drops] == [held] * 4 + [
        "it was not answered from documents"
    ]


def test_a_state_without_its_index_or_its_public_channels_is_told(
    tmp_path: Path, store: PassageStore
) -> None:
    state = liked(tmp_path, ("q1", "C1", DAYS, False, ["up"]))
    with pytest.raises(DataError, match=r"which channels are public: name a file with --channels"):
        load(state)
    store.client.dispose()
    (tmp_path / "index.db").rename(tmp_path / "other.db")
    with pytest.raises(DataError, match=r"put the index\.db of the same installation beside it"):
        load(state, ["C1"])
    state.rename(tmp_path / "index.db")
    (tmp_path / "other.db").rename(state)
    with pytest.raises(DataError, match=r"state\.db is no state\.db of Footnote's"):
        load(state, ["C1"])


def test_another_database_is_told(tmp_path: Path) -> None:
    import sqlite3

    with sqlite3.connect(tmp_path / "other.db") as connection:
        connection.execute("CREATE TABLE x (y)")
    connection.close()
    (tmp_path / "index.db").write_bytes(b"")
    with pytest.raises(DataError, match=r"other\.db is no state\.db"):
        load(tmp_path / "other.db", ["C1"])
