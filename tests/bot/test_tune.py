"""`footnote tune recipes` and `footnote tune check` as people run them."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import footnote
from tests.tuning.data.made import good_rows, write_rows


def check(folder: Path, *arguments: str) -> Any:
    given = ("--data", str(folder / "p.jsonl"), "--output", str(folder / "out"))
    return footnote("tune", "check", *given, *arguments, COLUMNS="120")


def test_recipes_are_listed() -> None:
    done = footnote("tune", "recipes", COLUMNS="120")
    assert done.exit_code == 0, done.stderr
    assert "grounded" in done.stdout
    told = json.loads(footnote("tune", "recipes", "--json").stdout)
    assert {"tone", "few_shot"} <= {each["name"] for each in told}


def test_what_was_kept_and_dropped_is_shown_and_written(tmp_path: Path) -> None:
    write_rows(tmp_path / "p.jsonl", [*good_rows(), *good_rows(2)])
    done = check(tmp_path, "--recipe", "few_shot", "--seed", "4")
    assert done.exit_code == 0, done.stderr
    rows = {line.rsplit(maxsplit=1)[0].strip() for line in done.stdout.splitlines() if line.strip()}
    assert "dropped: the same as an earlier one" in rows
    assert "40 of 42 rows prepared for few_shot" in done.stdout
    assert sorted(each.name for each in (tmp_path / "out").iterdir()) == [
        "report.json", "test.jsonl", "train.jsonl", "validation.jsonl",
    ]  # fmt: skip


def test_json_is_the_report_that_is_written(tmp_path: Path) -> None:
    write_rows(tmp_path / "p.jsonl", good_rows())
    done = check(tmp_path, "--recipe", "few_shot", "--seed", "4", "--json")
    assert done.exit_code == 0, done.stderr
    assert json.loads(done.stdout) == json.loads((tmp_path / "out" / "report.json").read_text())


def test_data_that_cannot_be_used_end_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "p.jsonl").write_text('{"prompt": "a", "completion": "b"}\nnonsense\n')
    done = check(tmp_path, "--recipe", "tone")
    assert done.exit_code == 2
    assert done.stderr.startswith("p.jsonl, line 2, is not JSON")
    assert len(done.stderr.splitlines()) == 1
    assert check(tmp_path, "--recipe", "toon").stderr.startswith("There is no recipe 'toon'")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"neutral": "hi \\ud83d", "styled": "b"}', "p.jsonl, line 1, has half a character"),
        ('{"neutral": "a", "styled": "b"}', "The recipe own fills in the template 'toon'"),
    ],
)
def test_malformed_data_and_recipes_end_in_one_sentence(
    tmp_path: Path, text: str, said: str
) -> None:
    (tmp_path / "p.jsonl").write_text(text)
    (tmp_path / "own.toml").write_text(
        'name = "own"\nabout = "x"\ntemplate = "toon"\ncompletion = ["styled"]\n'
        '[fields]\ntext = "neutral"\n'
    )
    done = check(tmp_path, "--recipe", str(tmp_path / "own.toml"))
    assert done.exit_code == 2
    assert done.stderr.startswith(said)
    assert len(done.stderr.splitlines()) == 1


def test_words_of_people_who_were_not_asked_are_told(tmp_path: Path) -> None:
    rows = [{**row, "user": f"U{number % 3}"} for number, row in enumerate(good_rows())]
    write_rows(tmp_path / "p.jsonl", rows)
    (tmp_path / "agreed").write_text("U0\nU1\nU2\n")
    done = check(tmp_path, "--recipe", "few_shot", "--seed", "4", "--json")
    assert done.stderr.startswith("No consent list was used: 3 people wrote these rows.")
    assert json.loads(done.stdout)["people"] == 3
    (tmp_path / "out").rename(tmp_path / "first")
    done = check(tmp_path, "--recipe", "few_shot", "--seed", "4",
                 "--consent", str(tmp_path / "agreed"))  # fmt: skip
    assert (done.exit_code, done.stderr) == (0, "")
