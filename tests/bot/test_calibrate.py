"""`footnote calibrate` as people run it."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import footnote
from tests.conftest import PAGES

CAN = [
    "How many days of vacation do I get?",
    "How many vacation days are there?",
    "Do I get vacation?",
    "vacation days per year",
    "Who gets vacation?",
]
CANNOT = [
    "Which planets have rings of ice?",
    "Who painted the ceiling?",
    "How deep is the ocean?",
    "What do whales sing?",
    "When did the dinosaurs die out?",
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("calibrate")
    for name, text in PAGES.items():
        path = made / "suite" / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    cases: list[dict[str, Any]] = [
        {"id": f"can-{n}", "question": each, "sources": ["Time off/Vacation.md"], "answers": ["27"]}
        for n, each in enumerate(CAN)
    ]
    cases += [{"id": each, "question": each, "answerable": False} for each in CANNOT]
    (made / "suite" / "questions.jsonl").write_text("\n".join(map(json.dumps, cases)))
    return made


def test_what_it_prints_is_a_configuration(home: Path) -> None:
    done = footnote("calibrate", "--home", str(home), str(home / "suite"))
    assert done.exit_code == 0, done.stderr
    table, _, lines = done.stdout.partition("[answers.confidence]")
    assert "suite " in table
    fitted = tomllib.loads(lines)
    assert fitted["slope"] > 0
    assert 0 < fitted["least"] < 1
    (home / "footnote.toml").write_text(f"[answers.confidence]{lines}")
    again = footnote("evaluate", "--home", str(home), "--suite", str(home / "suite"))
    assert again.exit_code == 0, again.stderr


def test_who_wants_to_be_surer_is_answered_less(home: Path) -> None:
    (home / "footnote.toml").write_text("[answers.confidence]\nleast = 1.0")
    suite, kept = str(home / "suite"), home / "run.json"
    done = footnote("evaluate", "--home", str(home), "--suite", suite, "--json", str(kept))
    assert done.exit_code == 0, done.stderr
    assert {each["status"] for each in json.loads(kept.read_text())["answers"]} == {"not_found"}


def test_a_suite_that_says_nothing_is_named(home: Path) -> None:
    (home / "footnote.toml").write_text("")
    suite = home / "suite"
    questions = (suite / "questions.jsonl").read_text()
    (suite / "questions.jsonl").write_text("\n".join(questions.splitlines()[:7]))
    try:
        done = footnote("calibrate", "--home", str(home), str(suite))
    finally:
        (suite / "questions.jsonl").write_text(questions)
    assert done.exit_code == 2
    assert "suite has 2 questions that its documents cannot answer" in done.stderr


def test_a_folder_that_is_no_suite_is_named(home: Path) -> None:
    done = footnote("calibrate", "--home", str(home), str(home / "nowhere"))
    assert done.exit_code == 2
    assert "nowhere is not a suite" in done.stderr


def test_the_index_of_a_suite_is_kept_and_follows_its_documents(home: Path) -> None:
    (home / "footnote.toml").write_text("")
    (kept,) = (home / "suites").iterdir()
    before = kept.read_bytes()
    page = home / "suite" / "docs" / "Whales.md"
    page.write_text("# Whales\n\nWhales sing about krill.\n")
    try:
        run = home / "run.json"
        done = footnote(
            "evaluate", "--home", str(home), "--suite", str(home / "suite"), "--json", str(run)
        )
    finally:
        page.unlink()
    assert done.exit_code == 0, done.stderr
    answers = {each["id"]: each for each in json.loads(run.read_text())["answers"]}
    assert "krill" in answers["What do whales sing?"]["text"]
    assert [path.name for path in (home / "suites").iterdir()] == [kept.name]
    assert kept.read_bytes() != before
