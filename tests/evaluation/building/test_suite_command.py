"""`footnote suite build`, as people run it."""

import json
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from bot.commands.suite import suite
from evaluation.building.by_model import candidates
from evaluation.building.corpus import read
from evaluation.run import index_suite
from evaluation.suite import load_suite
from indexing.readers import PUBLIC
from indexing.reindex import reindex
from indexing.sources.folder import FolderSource
from indexing.store import PassageStore
from tests.command_line import footnote


def run(home: Path, *arguments: str) -> Any:
    """The command with that home."""
    return CliRunner().invoke(suite, [*arguments, "--home", str(home)])


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_built_suite_is_loaded_and_indexed_like_any_other(
    home: Path, tmp_path: Path, store: PassageStore
) -> None:
    folder = tmp_path / "suite"
    done = run(home, "build", "--output", str(folder), "--questions", "40")
    assert done.exit_code == 0, done.output
    assert f"40 questions about {len(lines(folder / 'passages.jsonl'))} documents" in done.output
    loaded = load_suite(folder)
    assert len(loaded.cases) == 40
    index_suite(loaded, store)
    indexed = {document.label for document in store.documents(PUBLIC)}
    for case in loaded.cases:
        assert set(case.sources) <= indexed
        assert set(case.alt_sources) <= indexed


def test_restricted_pages_need_a_reader(home: Path, tmp_path: Path) -> None:
    run(home, "build", "--output", str(tmp_path / "public"), "--questions", "10")
    labels = {line["id"] for line in lines(tmp_path / "public" / "passages.jsonl")}
    assert "Time off/Vacation.md" in labels
    assert not [label for label in labels if label.startswith("People team/Salary")]


def test_fewer_than_asked_for_is_said(home: Path, tmp_path: Path) -> None:
    done = run(home, "build", "--output", str(tmp_path / "s"), "--questions", "3000")
    assert "fewer than asked for" in done.output
    assert "dropped:" in done.output


def test_what_cannot_be_written_or_read_is_one_sentence(home: Path, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "notes.txt").write_text("mine")
    full = run(home, "build", "--output", str(tmp_path / "full"))
    assert (full.exit_code, full.output.count("\n")) == (2, 1)
    assert "is not empty" in full.output
    nowhere = run(home, "build", "--output", str(tmp_path / "no" / "where"))
    assert nowhere.exit_code == 2
    assert "there is no folder" in nowhere.output
    (tmp_path / "fresh").mkdir()
    empty = run(tmp_path / "fresh", "build", "--output", str(tmp_path / "s"))
    assert empty.exit_code == 1
    assert "Nothing is indexed" in empty.output
    model = run(home, "build", "--output", str(tmp_path / "s"), "--model", "gpt-9")
    assert model.exit_code == 2
    assert "no model 'gpt-9'" in model.output
    quoting = run(home, "build", "--output", str(tmp_path / "s"), "--model", "extractive")
    assert quoting.exit_code == 2
    assert "no language model" in quoting.output
    assert not (tmp_path / "s").exists()


def write(prompt: str) -> str:
    """A language model that has read only the page about passwords and invents elsewhere."""
    answer = "Forgot password" if "Forgot password" in prompt else "forty purple elephants"
    return f"Question: How do I reset a forgotten password on the identity page?\nAnswer: {answer}."


def test_what_a_model_writes_must_stand_in_the_text(docs: Path, store: PassageStore) -> None:
    long = "The identity page is for everybody who works here and for nobody else at all. " * 3
    page = docs / "IT" / "Passwords.md"
    page.write_text(f"{page.read_text()}\n{long}\n")
    vacation = docs / "Time off" / "Vacation.md"
    vacation.write_text(f"{vacation.read_text()}\n{long}\n")
    reindex(store, FolderSource("docs", docs))
    found, dropped = candidates(write, read(store, PUBLIC), store, PUBLIC, 10, 0)
    assert [(each.label, each.answer) for each in found] == [("IT/Passwords.md", "Forgot password")]
    assert dropped["the model's answer does not stand in the text"] >= 1


def test_what_is_local_only_is_not_sent_to_a_model_outside(home: Path, tmp_path: Path) -> None:
    config = tmp_path / "footnote.toml"
    config.write_text(
        '[sources.handbook]\nkind = "folder"\npath = "docs"\nlocal_only = true\n'
        '[models.far]\nkind = "anthropic"\nmodel = "m"\n'
    )
    output = str(tmp_path / "s")
    done = run(home, "build", "--output", output, "--model", "far", "--config", str(config))
    assert done.exit_code == 2
    assert "far may not be sent what stands in handbook" in done.output
    assert not (tmp_path / "s").exists()


def test_a_suite_of_what_is_local_only_is_sent_to_no_model_outside(
    home: Path, tmp_path: Path
) -> None:
    config = tmp_path / "footnote.toml"
    config.write_text(
        '[sources.handbook]\nkind = "folder"\npath = "docs"\nlocal_only = true\n'
        '[models.far]\nkind = "anthropic"\nmodel = "m"\n'
        '[models.near]\nkind = "extractive"\nvoice = "far"\n'
    )
    made = tmp_path / "s"
    options = ("--config", str(config))
    run(home, "build", "--output", str(made), "--questions", "10", *options)
    for ways in (["--model", "far"], ["--model", "near"], ["--arms", "--base", "far"]):
        ways += ["--given"] if ways == ["--model", "far"] else []
        done = footnote("evaluate", "--home", str(home), "--suite", str(made), *options, *ways)
        assert done.exit_code == 2
        assert f"{made} holds what stands in handbook" in done.stderr
