import json
from pathlib import Path

import pytest

from tests.tuning.data.made import PLACES, THINGS, good_rows, write_export, write_rows
from tuning.data.pair import DataError
from tuning.data.prepared import read
from tuning.data.preparing import prepare
from tuning.data.row import Row
from tuning.recipes.filling import fill
from tuning.recipes.recipe import load

FEW_SHOT = load("few_shot")


def test_what_is_kept_is_written_with_the_reasons_for_what_is_not(tmp_path: Path) -> None:
    rows = [*good_rows(), good_rows()[0], {"prompt": "Whom do I ask?", "completion": ""}]
    rows[1]["completion"] += " Write to desk@example.com."
    report = prepare(FEW_SHOT, write_rows(tmp_path / "p.jsonl", rows), tmp_path / "out", 4)
    assert (report.found, report.kept, dict(report.scrubbed)) == (42, 40, {"email": 1})
    prepared = read(tmp_path / "out")
    assert prepared.recipe == "few_shot"
    assert prepared.report == json.loads(json.dumps(report.as_json()))
    assert prepared.report["dropped"] == [
        {
            "reason": "the prompt or the completion is empty",
            "count": 1,
            "places": ["p.jsonl, line 42"],
        },
        {
            "reason": "the same as an earlier one",
            "count": 1,
            "places": ["p.jsonl, line 41 (p.jsonl, line 1)"],
        },
    ]
    written = {pair.id: pair for pairs in prepared.splits.values() for pair in pairs}
    assert set(written) == {f"r{number}" for number in range(40)}
    assert written["r1"].completion.endswith("Write to [email].")
    assert [len(pairs) for pairs in prepared.splits.values()] == list(report.rows.values())


def test_the_same_seed_writes_the_same(tmp_path: Path) -> None:
    data = write_rows(tmp_path / "p.jsonl", good_rows())
    for name in ("one", "two"):
        prepare(FEW_SHOT, data, tmp_path / name, 4)
    for file in ("train.jsonl", "validation.jsonl", "test.jsonl", "report.json"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


def test_only_those_on_the_consent_list_are_used(tmp_path: Path) -> None:
    rows = [{**row, "user": f"U{number % 2}"} for number, row in enumerate(good_rows(60))]
    (tmp_path / "agreed").write_text("# agreed in May\nU1  # Ben\n")
    data = write_rows(tmp_path / "p.jsonl", rows)
    report = prepare(FEW_SHOT, data, tmp_path / "out", 1, consent=tmp_path / "agreed")
    assert report.reasons() == [("somebody in it is not on the consent list", 30)]
    written = read(tmp_path / "out").report
    assert (written["people"], written["consent"]) == (1, True)
    unasked = prepare(FEW_SHOT, data, tmp_path / "unasked", 1).as_json()
    assert (unasked["people"], unasked["consent"]) == (2, False)
    ids = {pair.id for pairs in read(tmp_path / "out").splits.values() for pair in pairs}
    assert ids == {f"r{number}" for number in range(1, 60, 2)}


def test_questions_about_one_passage_are_in_one_split(tmp_path: Path) -> None:
    passages = [f"Room {number} has {THINGS[number % 10]} {number}." for number in range(12)]
    rows = [
        {"question": f"What about {thing} in {place}?", "passages": shown, "answer": f"{thing} [1]"}
        for number, passage in enumerate(passages)
        for thing, place, shown in (
            (THINGS[number % 10], PLACES[0], [passage, "None of it."]),
            (THINGS[(number + 3) % 10], PLACES[1], ["None of it.", f"{passage} "]),
        )
    ]
    examples = [fill(load("grounded"), Row(row, "x")).pair for row in rows]
    assert len({pair.document for pair in examples}) == 12
    assert [pair.document for pair in examples[::2]] == [pair.document for pair in examples[1::2]]
    named = fill(load("grounded"), Row(rows[0] | {"document": "d"}, "x")).pair
    assert named.document == "d"


def test_names_are_taken_out_where_listed(tmp_path: Path) -> None:
    rows = good_rows()
    rows[0]["prompt"] += " Ask Tomás, please."
    (tmp_path / "names").write_text("Tomás\n")
    data = write_rows(tmp_path / "p.jsonl", rows)
    prepare(FEW_SHOT, data, tmp_path / "out", 4, names=tmp_path / "names")
    assert "Tomás" not in "".join(file.read_text() for file in (tmp_path / "out").iterdir())


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([], r"Of 0 rows in .*p\.jsonl 0 can be used, and the recipe tone needs 20: add 20"),
        (good_rows(9), "9 can be used, and the recipe tone needs 20: add 11 or more that differ"),
        (good_rows(1) * 50, r"Of 50 rows \(49: the same as an earlier one\) .* add 19"),
        ([*good_rows(40), {"prompt": "x"}], r'p\.jsonl, line 41: it needs "prompt" and'),
        ([*good_rows(40), {"prompt": "x", "completion": 3}], '"completion" is neither text'),
        ([{**row, "document": "one"} for row in good_rows()], "come from 1 document"),
    ],
)
def test_data_that_cannot_be_used_write_nothing(
    tmp_path: Path, rows: list[dict[str, str]], told: str
) -> None:
    data = write_rows(tmp_path / "p.jsonl", rows)
    with pytest.raises(DataError, match=told):
        prepare(load("tone"), data, tmp_path / "out")
    assert sorted(tmp_path.iterdir()) == [data]


def test_an_export_of_few_threads_says_why_so_few(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="1: no reply in the thread was accepted"):
        prepare(FEW_SHOT, write_export(tmp_path / "export"), tmp_path / "out")


def test_an_output_in_use_is_left_alone(tmp_path: Path) -> None:
    data = write_rows(tmp_path / "p.jsonl", good_rows())
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    with pytest.raises(DataError, match="out is not empty"):
        prepare(FEW_SHOT, data, tmp_path / "out")
    with pytest.raises(DataError, match=r"p\.jsonl is a file"):
        prepare(FEW_SHOT, data, data)
    with pytest.raises(DataError, match="there is no folder"):
        prepare(FEW_SHOT, data, tmp_path / "no" / "out")
    assert [each.name for each in (tmp_path / "out").iterdir()] == ["mine.txt"]


def test_lists_that_name_nobody_are_told(tmp_path: Path) -> None:
    data = write_rows(tmp_path / "p.jsonl", good_rows())
    with pytest.raises(DataError, match=r"consent list .*gone cannot be read"):
        prepare(FEW_SHOT, data, tmp_path / "out", consent=tmp_path / "gone")
    (tmp_path / "empty").write_text("# nobody yet\n")
    with pytest.raises(DataError, match=r"consent list .*empty names nobody"):
        prepare(FEW_SHOT, data, tmp_path / "out", consent=tmp_path / "empty")


def test_a_folder_without_prepared_data_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"holds no prepared data .* footnote tune check"):
        read(tmp_path)
    prepare(FEW_SHOT, write_rows(tmp_path / "p.jsonl", good_rows()), tmp_path / "out", 4)
    (tmp_path / "out" / "test.jsonl").write_text('{"id": 1}\n')
    with pytest.raises(DataError, match="changed by hand"):
        read(tmp_path / "out")


def test_data_that_are_split_stay_so(tmp_path: Path) -> None:
    rows = good_rows(60)
    parts = {"train": rows[:40], "validation": rows[40:50], "test": rows[50:]}
    for name, some in parts.items():
        write_rows(tmp_path / f"{name}.jsonl", [{**row, "document": f"{name} {row['id']}"}
                                                for row in some])  # fmt: skip
    report = prepare(FEW_SHOT, tmp_path, tmp_path / "out")
    assert dict(report.rows) == {"train": 40, "validation": 10, "test": 10}
    write_rows(tmp_path / "test.jsonl", [{**rows[50], "document": f"train {rows[0]['id']}"}])
    with pytest.raises(DataError, match=r"the document 'train r0' stands in train and in test"):
        prepare(FEW_SHOT, tmp_path, tmp_path / "again")
