"""`footnote evaluate` as people run it."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import footnote
from tests.conftest import PAGES

CASES = [
    {
        "id": "1",
        "question": "How many days of vacation do I get?",
        "sources": ["Time off/Vacation.md"],
        "must_include": [["27"]],
        "type": "single",
    },
    {"id": "2", "question": "Which planets have rings of ice?", "answerable": False},
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("evaluate")
    for name, text in PAGES.items():
        path = made / "suite" / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (made / "suite" / "questions.jsonl").write_text("\n".join(map(json.dumps, CASES)))
    done = evaluate(
        made, "--suite", str(made / "suite"), "--json", str(made / "one.json"),
        "--html", str(made / "one.html"),
    )  # fmt: skip
    assert done.exit_code == 0, done.stderr
    assert "suite: extractive, 2 questions" in done.stdout
    return made


def evaluate(home: Path, *arguments: str) -> Any:
    return footnote("evaluate", "--home", str(home), *arguments, COLUMNS="120")


def test_everything_is_kept(home: Path) -> None:
    kept = json.loads((home / "one.json").read_text(encoding="utf-8"))
    assert kept["scores"]["correct"] == kept["scores"]["verbatim"] == 1.0
    assert kept["figures"]["hit_at_5"]["low"] == pytest.approx(0.025)
    assert list(kept["types"]) == ["single", "unanswerable"]
    first, second = kept["answers"]
    assert (first["verdict"], second["verdict"]) == ("right", "refused rightly")
    assert first["citations"][0]["source"] == "Time off/Vacation.md"
    assert first["found"][0] == "Time off/Vacation.md"
    assert "27 days" in first["text"]
    assert "27 days" in (home / "one.html").read_text(encoding="utf-8")


def test_a_kept_run_is_compared_with_a_model(home: Path) -> None:
    done = evaluate(
        home, "--suite", str(home / "suite"), "--compare", str(home / "one.json"), "extractive",
        "--json", str(home / "two.json"), "--html", str(home / "two.html"),
    )  # fmt: skip
    assert done.exit_code == 0, done.stderr
    both = json.loads((home / "two.json").read_text(encoding="utf-8"))
    assert both["comparison"]["correct"]["p"] == 1.0
    assert [run["name"] for run in both["runs"]] == [str(home / "one.json"), "extractive"]
    assert "differs" not in (home / "two.html").read_text(encoding="utf-8").split("<button")[-1]


def test_answers_of_another_model_are_told(home: Path) -> None:
    config = home / "fragile.toml"
    config.write_text(
        '[models.fragile]\nkind = "llama_index"\n'
        'path = "tests.evaluation.arms.writers.Fragile"\nlocal = true\n'
    )
    sick = {"id": "1", "question": "By when do I tell my team that I am sick?"}
    suite = home / "sick"
    suite.mkdir()
    shutil.copytree(home / "suite" / "docs", suite / "docs")
    (suite / "questions.jsonl").write_text(
        "\n".join(json.dumps({**sick, "id": number, "answers": ["10:00"]}) for number in "12")
    )
    done = evaluate(home, "--suite", str(suite), "--config", str(config), "--model", "fragile")
    assert "2 of 2 questions were answered by extractive in the place of fragile" in done.stderr


def test_kept_runs_are_compared_without_a_suite(home: Path) -> None:
    kept = str(home / "one.json")
    done = evaluate(home, "--compare", kept, kept)
    assert done.exit_code == 0, done.stderr
    assert "change" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--model", "extractive"], "--suite"),
        (["--suite", "{home}/suite", "--model", "gpt-9"], "gpt-9"),
        (["--suite", "{home}/suite", "--compare", "extractive", "gone.json"], "no saved run"),
        (["--model", "extractive", "--compare", "a", "b"], "--model NAME or --compare"),
        (["--compare", "{home}/one.json", "{home}/broken.json"], "broken.json is not a run"),
        (["--suite", "{home}/suite", "--compare", "extractive"], "--compare"),
        (["--suite", "{home}/empty"], "There is no question in {home}/empty/questions.jsonl."),
    ],
)
def test_wrong_use_is_told_in_one_sentence(home: Path, arguments: list[str], named: str) -> None:
    (home / "broken.json").write_text("{}")
    (home / "empty" / "docs").mkdir(parents=True, exist_ok=True)
    (home / "empty" / "questions.jsonl").write_text("\n")
    done = evaluate(home, *(each.format(home=home) for each in arguments))
    assert done.exit_code == 2
    assert named.format(home=home) in done.stderr
