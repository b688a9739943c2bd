import zipfile
from pathlib import Path
from typing import Any

import pytest

from answering.answer import Answer, Citation, Sentence
from bot.state.questions import Asked, Questions, record
from bot.state.tables import open_state
from bot.state.votes import Votes
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
    assert len(load(folder).rows) == 2


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


def test_only_what_was_liked_in_public_is_taken_from_the_state(tmp_path: Path) -> None:
    engine = open_state(f"sqlite:///{tmp_path / 'state.db'}")
    questions, votes = Questions(engine), Votes(engine)
    cited = Answer(
        (Sentence("You get 27 days.", (4,)),),
        (Citation(4, "Vacation", "", "Everyone gets 27 days.", 1, "Vacation.md"),),
        "answered",
        "extractive",
    )
    for id_, channel, private, cast in (
        ("q1", "C1", False, ["up", "up"]),
        ("q2", "C1", False, ["up", "down"]),
        ("q3", "D1", False, ["up"]),
        ("q4", "C1", True, ["up"]),
        ("q5", "C1", False, []),
    ):
        with engine.begin() as connection:
            record(connection, Asked(id_, "message", "T1", channel, "U7", id_, "", "How many?"))
        questions.save_answer(id_, cited, private)
        for number, vote in enumerate(cast):
            votes.cast(id_, f"U{number}", vote)
    engine.dispose()

    loaded = load(tmp_path / "state.db")
    (row,) = loaded.rows
    assert row.people == {"U7"}
    assert row.fields["document"] == "Vacation.md"
    assert row.fields["completion"] == "You get 27 days."
    assert row.fields["passages"] == ["Everyone gets 27 days."]
    assert row.fields["answer"] == "You get 27 days. [1]"
    assert [drop.place for drop in loaded.drops] == ["question q2", "question q3", "question q4"]


def test_another_database_is_told(tmp_path: Path) -> None:
    import sqlite3

    with sqlite3.connect(tmp_path / "other.db") as connection:
        connection.execute("CREATE TABLE x (y)")
    connection.close()
    with pytest.raises(DataError, match=r"other\.db is no state\.db"):
        load(tmp_path / "other.db")
