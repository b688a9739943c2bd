"""`footnote evaluate --arms` as people run it."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.arms_report import NONE_YET, summary
from tests.command_line import footnote
from tests.evaluation.arms.conftest import write_suite

MODEL = (
    '[models.{name}]\nkind = "llama_index"\nlocal = true\n'
    'path = "tests.evaluation.arms.writers.{made}"\n'
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("home")
    write_suite(made / "pages")
    entries = [MODEL.format(name=name.lower(), made=name) for name in ("Plain", "Inventive")]
    (made / "footnote.toml").write_text("\n".join(entries))
    return made


def evaluate(home: Path, *arguments: str) -> Any:
    return footnote("evaluate", "--home", str(home), "--arms", *arguments, COLUMNS="140")


def test_the_arms_are_asked_shown_and_kept(home: Path) -> None:
    assert summary(home) == NONE_YET
    done = evaluate(
        home, "--suite", str(home / "pages"), "--base", "plain", "--tuned", "inventive",
        "--json", str(home / "all.json"), "--html", str(home / "all.html"), "--pairs", "5",
        "--voice-data", "samples/voice/friendly",
    )  # fmt: skip
    assert done.exit_code == 0, done.stderr
    assert "retrieval + base" in done.stderr
    assert "Run " in done.stdout
    kept = json.loads((home / "all.json").read_text(encoding="utf-8"))
    arms = {arm["name"]: arm for arm in kept["arms"]}
    assert list(arms) == [
        "base_alone", "tuned_alone", "retrieval_base", "retrieval_tuned",
        "retrieval_tuned_shipped", "extractive",
    ]  # fmt: skip
    assert arms["retrieval_base"]["figures"]["correct"]["value"] == 1.0
    assert arms["retrieval_base"]["figures"]["tone"]["n"] == 2
    assert arms["retrieval_tuned"]["figures"]["nothing_supported"]["value"] == 1.0
    assert arms["retrieval_tuned_shipped"]["figures"]["correct"]["value"] == 1.0
    # What retrieval loads weighs on the arms that retrieve, and on no other.
    assert arms["extractive"]["memory_bytes"] > 10_000_000
    assert arms["base_alone"]["memory_bytes"] < arms["retrieval_base"]["memory_bytes"]
    assert "5 pairs are too few" in "\n".join(kept["recommendation"]["reasons"])
    assert "retrieval + fine-tuned" in (home / "all.html").read_text(encoding="utf-8")
    assert "answers" not in json.loads((home / "reports" / "arms.json").read_text())["arms"][0]
    assert (home / "reports" / "arms.html").exists()
    assert sorted(path.name for path in (home / "reports").iterdir()) == ["arms.html", "arms.json"]
    told = summary(home)
    assert "pages, 3 questions" in told
    assert kept["recommendation"]["sentence"] in told


def test_without_a_fine_tuned_model_the_others_are_asked(home: Path) -> None:
    done = evaluate(home, "--suite", str(home / "pages"), "--base", "plain", "--sample", "2")
    assert done.exit_code == 0, done.stderr
    assert "No fine-tuned model of 'plain' is named" in done.stderr
    assert "2 questions" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ([], "--suite DIR --arms"),
        (["--suite", "{home}/pages", "--tuned", "gpt-9"], "no model 'gpt-9'"),
        (["--suite", "{home}/pages", "--model", "plain"], "or --arms"),
        (["--suite", "{home}/nowhere"], "is not a suite"),
        (["--suite", "{home}/pages", "--voice-data", "{home}/none"], "validation.jsonl"),
    ],
)
def test_wrong_use_is_told_in_one_sentence(home: Path, arguments: list[str], named: str) -> None:
    done = evaluate(home, *(each.format(home=home) for each in arguments))
    assert done.exit_code == 2
    assert named in done.stderr
