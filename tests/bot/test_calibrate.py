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
    "What is the hotel limit per night in Lisbon?",
    "hotel limit in Utrecht",
    "How much may a hotel cost?",
    "Is there a limit for hotels?",
    "What does a night in Lisbon cost at most?",
]
CANNOT = [
    "Which planets have rings of ice?",
    "Who painted the ceiling?",
    "How deep is the ocean?",
    "What do whales sing?",
    "When did the dinosaurs die out?",
    "How is glass made?",
    "Who wrote the first symphony?",
    "Where do swallows spend the winter?",
    "Which metal is the lightest?",
    "How old is the oldest tree?",
]


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("calibrate") / "[small] suite"
    for name, text in PAGES.items():
        path = made / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    write_questions(made, CAN, CANNOT)
    return made


def write_questions(suite: Path, can: list[str], cannot: list[str]) -> None:
    cases: list[dict[str, Any]] = [{"question": each, "sources": ["Travel.md"]} for each in can]
    cases += [{"question": each, "answerable": False} for each in cannot]
    lines = (json.dumps({"id": str(number), **case}) for number, case in enumerate(cases))
    (suite / "questions.jsonl").write_text("\n".join(lines))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


def answers(home: Path, suite: Path) -> list[dict[str, Any]]:
    done = footnote("evaluate", "--home", home, "--suite", suite, "--json", home / "run.json")
    assert done.exit_code == 0, done.stderr
    kept: list[dict[str, Any]] = json.loads((home / "run.json").read_text())["answers"]
    return kept


def test_what_it_prints_is_a_configuration_that_does_what_it_says(home: Path, suite: Path) -> None:
    done = footnote("calibrate", "--home", home, suite)
    assert done.exit_code == 0, done.stderr
    row = done.stderr.splitlines()[-1]
    assert row.lstrip().startswith("[small] suite")
    _, questions, _, _, _, answered, _, refused = row.rsplit(maxsplit=7)
    assert int(questions) == 20
    # Nothing is easier to tell apart.
    assert (float(answered), float(refused)) == (1.0, 1.0)
    (home / "footnote.toml").write_text(done.stdout)
    assert tomllib.loads(done.stdout)["answers"]["confidence"]["slope"] < 5
    told = answers(home, suite)
    assert [each["status"] != "not_found" for each in told] == [True] * 10 + [False] * 10


def test_who_wants_to_be_surer_is_answered_less(home: Path, suite: Path) -> None:
    (home / "footnote.toml").write_text("[answers.confidence]\nleast = 1.0")
    assert {each["status"] for each in answers(home, suite)} == {"not_found"}


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["{home}/nowhere"], "nowhere is not a suite"),
        (["{suite}", "{home}/nowhere"], "nowhere is not a suite"),
        (["{few}"], "few has no question that its documents cannot answer"),
        (["{suite}", "--price", "nan"], "--price"),
        (["{suite}", "--answerable", "1"], "--answerable"),
    ],
)
def test_wrong_use_is_told_in_one_sentence(
    home: Path, suite: Path, arguments: list[str], named: str
) -> None:
    few = home / "few"
    few.mkdir(exist_ok=True)
    (few / "passages.jsonl").write_text('{"id": "1", "title": "A", "text": "Apples are red."}')
    write_questions(few, CAN, [])
    filled = [each.format(home=home, suite=suite, few=few) for each in arguments]
    done = footnote("calibrate", "--home", home, *filled)
    assert done.exit_code == 2
    assert named in done.stderr
