"""The commands as tools drive them."""

import json
from pathlib import Path
from typing import Any

import pytest

from answering.units import collapse
from tests.command_line import footnote
from tests.indexing import made_files as made

QUESTIONS = [
    {"id": "1", "question": "How many days of vacation do I get?"},
    {"id": "2", "question": "Which planets have rings of ice?"},
    {
        "id": "3",
        "question": "and in Utrecht?",
        "history": [
            {"role": "user", "text": "What is the hotel limit per night in Lisbon?"},
            {"role": "assistant", "text": "140 €"},
        ],
    },
    {"id": "4", "question": "What does a senior engineer earn a year in the salary bands?"},
]


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tests.bot.conftest import write_pages

    made = tmp_path_factory.mktemp("cli")
    write_pages(made / "docs")
    (made / "q.jsonl").write_text("\n".join(json.dumps(each) for each in QUESTIONS))
    done = footnote("reindex", "--home", str(made), "--folder", str(made / "docs"), "--json")
    assert done.exit_code == 0, done.stderr
    report = json.loads(done.stdout.splitlines()[-1])
    assert set(report) == {
        "documents", "passages", "added", "changed", "removed", "unchanged", "skipped", "seconds",
    }  # fmt: skip
    return made


def test_ask_writes_a_line_per_question_in_order(home: Path) -> None:
    output = home / "a.jsonl"
    done = footnote(
        "ask", "--home", str(home), "--questions", str(home / "q.jsonl"), "--output", str(output)
    )
    assert done.exit_code == 0, done.stderr
    answers = lines(output)
    assert [each["id"] for each in answers] == ["1", "2", "3", "4"]
    first, planets, follow_up, salary = answers
    assert set(first) == {
        "id", "text", "sentences", "status", "citations", "closest", "model", "error", "seconds",
        "first_token_seconds",
    }  # fmt: skip
    assert first["status"] == "answered"
    assert "27 days" in first["text"]
    assert first["citations"][0]["source"] == "Time off/Vacation.md"
    for citation in first["citations"]:
        page = (home / "docs" / citation["source"]).read_text(encoding="utf-8")
        assert collapse(citation["quote"]) in collapse(page)
    assert planets["status"] == "not_found"
    assert planets["citations"] == []
    assert planets["closest"]
    assert "150" in follow_up["text"]
    assert "96,000" not in json.dumps(salary)
    assert "Salar" not in json.dumps(salary["closest"])


def test_search_gives_each_source_once(home: Path) -> None:
    output = home / "r.jsonl"
    done = footnote(
        "search", "--home", str(home), "--queries", str(home / "q.jsonl"),
        "--output", str(output), "--top", "3",
    )  # fmt: skip
    assert done.exit_code == 0, done.stderr
    for line in lines(output):
        sources = [result["source"] for result in line["results"]]
        assert len(sources) == len(set(sources)) <= 3
        scores = [result["score"] for result in line["results"]]
        assert scores == sorted(scores, reverse=True)
    assert lines(output)[0]["results"][0]["source"] == "Time off/Vacation.md"


def test_ask_and_show_for_a_person(home: Path) -> None:
    done = footnote("ask", "--home", str(home), "How many days of vacation do I get?")
    assert done.exit_code == 0
    assert "27 days" in done.stdout
    assert "[1] Vacation › Days" in done.stdout
    shown = footnote("show", "--home", str(home), "Travel.md")
    assert "| Lisbon | 140 € |" in shown.stdout
    missing = footnote("show", "--home", str(home), "Nowhere.md")
    assert missing.exit_code == 1
    assert "Nowhere.md" in missing.stderr


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["ask"], "footnote ask"),
        (["ask", "x", "--model", "gpt-9"], "gpt-9"),
        (["ask", "--questions", "{home}/none.jsonl", "--output", "{home}/o"], "none.jsonl"),
        (["reindex"], "--folder"),
        (["evaluate", "--suite", "{home}"], "questions.jsonl"),
        (["evaluate", "--suite", "{home}/nowhere"], "is not a suite"),
        (["evaluate", "--judged"], "Only --given takes --judged."),
        (["evaluate", "--base", "smollm2"], "Only --arms takes --base."),
        (["evaluate", "--documents-change", "weekly"], "Only --arms takes --documents-change."),
        (["evaluate", "--no-sources-needed"], "Only --arms takes --sources-needed."),
        (["evaluate", "--latency", "0", "--pairs", "0"], "Only --arms takes --latency, --pairs."),
    ],
)
def test_wrong_use_is_told_in_one_sentence(home: Path, arguments: list[str], named: str) -> None:
    filled = [each.format(home=home) for each in arguments]
    done = footnote(filled[0], "--home", str(home), *filled[1:])
    assert done.exit_code == 2
    assert named in done.stderr


def test_evaluate_scores_a_suite(home: Path) -> None:
    suite = home / "suite"
    suite.mkdir()
    (suite / "docs").symlink_to(home / "docs")
    cases = [
        {"id": "1", "question": "How many days of vacation do I get?", "answerable": True,
         "sources": ["Time off/Vacation.md"], "must_include": [["27"]]},
        {"id": "2", "question": "Which planets have rings of ice?", "answerable": False},
    ]  # fmt: skip
    (suite / "questions.jsonl").write_text("\n".join(json.dumps(case) for case in cases))
    output = home / "scores.json"
    done = footnote("evaluate", "--home", str(home), "--suite", str(suite), "--json", str(output))
    assert done.exit_code == 0, done.stderr
    scores = json.loads(output.read_text())["scores"]
    assert (scores["hit_at_1"], scores["correct"], scores["refused"]) == (1.0, 1.0, 1.0)


def test_a_configured_folder_keeps_its_readers_when_named_directly(tmp_path: Path) -> None:
    from tests.bot.conftest import write_pages

    docs = write_pages(tmp_path / "docs")
    (tmp_path / "footnote.toml").write_text(
        '[sources.secret]\nkind = "folder"\npath = "docs"\nreaders = ["user:U1"]\n'
    )
    done = footnote("reindex", "--home", str(tmp_path), "--folder", str(docs))
    assert done.exit_code == 0, done.stderr
    question = "How many days of vacation do I get?"
    assert "27" not in footnote("ask", "--home", str(tmp_path), question).stdout
    allowed = footnote("ask", "--home", str(tmp_path), "--as", "U1", question, SLACK_BOT_TOKEN="")
    assert "27" in allowed.stdout


def test_one_document_is_not_counted_as_many(tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "a.md").write_text("# A\n\nApples are red.\n")
    done = footnote("reindex", "--home", tmp_path / "home", "--folder", folder)
    assert "now 1 document in 1 passage (" in done.stdout
    (folder / "b.md").write_text("# B\n\nBananas are yellow.\n")
    done = footnote("reindex", "--home", tmp_path / "home", "--folder", folder)
    assert "now 2 documents in 2 passages (" in done.stdout


def test_a_pdf_is_cited_with_its_page(tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "Cars.pdf").write_bytes(
        made.pdf(
            "Company cars are for drivers.", "The lease of a company car ends after 42 months."
        )
    )
    home = str(tmp_path / "home")
    footnote("reindex", "--home", home, "--folder", str(folder))
    told = footnote("ask", "When does the lease of a company car end?", "--home", home).stdout
    assert "42 months" in told
    assert "page 2" in told


def test_a_source_that_fails_keeps_no_other_from_being_indexed(tmp_path: Path) -> None:
    (tmp_path / "good").mkdir()
    (tmp_path / "good" / "a.md").write_text("# A\n\nApples are red.\n")
    (tmp_path / "footnote.toml").write_text(
        '[sources.gone]\nkind = "folder"\npath = "gone"\n'
        '[sources.good]\nkind = "folder"\npath = "good"\n'
    )
    done = footnote("reindex", "--home", str(tmp_path), "--json")
    assert done.exit_code == 1
    report = json.loads(done.stdout.splitlines()[-1])
    assert report["added"] == 1
    assert "does not exist" in report["failed"][0]
    assert "does not exist" in done.stderr


def test_a_source_that_left_the_configuration_is_named_and_removed(tmp_path: Path) -> None:
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.md").write_text(f"# {name}\n\nThe {name} rule.\n")
    section = '[sources.{0}]\nkind = "folder"\npath = "{0}"\n'
    written = tmp_path / "footnote.toml"
    written.write_text(section.format("old") + section.format("new"))
    home = str(tmp_path)
    footnote("reindex", "--home", home)
    assert "Not in footnote.toml" not in footnote("index", "list", "--home", home).stdout
    written.write_text(section.format("new"))
    assert "Not in footnote.toml: old." in footnote("index", "list", "--home", home).stdout
    done = footnote("index", "remove", "old", "--home", home)
    assert done.stdout == "Removed old: 1 document.\n"
    assert footnote("show", "old.md", "--home", home).exit_code == 1
    assert footnote("show", "new.md", "--home", home).exit_code == 0
    assert footnote("index", "remove", "old", "--home", home).exit_code == 2
    assert "next reindex" in footnote("index", "remove", "new", "--home", home).stdout


def test_a_path_of_several_sources_is_not_erased(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "Travel.md").write_text(f"# Travel\n\nThe {name} rule.\n")
        footnote("reindex", "--home", str(tmp_path), "--folder", str(tmp_path / name))
    home = str(tmp_path)
    done = footnote("index", "erase", "Travel.md", "--home", home)
    assert done.exit_code == 2
    assert "one:Travel.md, two:Travel.md" in done.stderr
    assert footnote("show", "two/Travel.md", "--home", home).exit_code == 0
    assert footnote("index", "erase", "two/Travel.md", "--home", home).exit_code == 0
    assert footnote("show", "two:Travel.md", "--home", home).exit_code == 1
    assert "one rule" in footnote("show", "one:Travel.md", "--home", home).stdout


def test_what_was_skipped_is_named_with_its_reason(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    page = docs / "pay.md"
    page.write_text("# Pay\n\nBand nine is paid well.\n")
    reindex = ("reindex", "--home", str(tmp_path), "--folder", str(docs))
    footnote(*reindex)
    page.write_text("---\nreaders: [grp:HR]\n---\n# Pay\n\nBand nine is paid well.\n")
    said = footnote(*reindex).stdout.splitlines()
    assert ", 1 skipped; now 0 documents" in said[0]
    assert said[1].startswith("skipped pay.md: ")
    back = footnote("index", "rollback", "docs", "1", "--home", str(tmp_path)).stdout.splitlines()
    assert back[1].startswith("skipped pay.md: stays out, as it is skipped today: ")
    for number in range(25):
        (docs / f"{number}.md").write_text("---\nreaders: [grp:HR]\n---\nSecret.\n")
    said = footnote(*reindex).stdout.splitlines()
    assert len(said) == 22
    assert said[-1] == "… and 6 more; --json names them."
