import sys
from pathlib import Path

import pytest

from evaluation.suite import load_suite
from tests.tuning.spans.made import write_data
from tuning.spans.data import DataError
from tuning.spans.held_out import main, write


def test_the_suite_asks_about_what_was_not_learnt_among_everything_else(tmp_path: Path) -> None:
    write(write_data(tmp_path), tmp_path / "suite")
    suite = load_suite(tmp_path / "suite")
    # Of four articles in three passages each, two articles; a question of either kind each.
    assert [case.answerable for case in suite.cases].count(True) == 6
    assert [case.answerable for case in suite.cases].count(False) == 6
    assert {name.partition("#")[0] for case in suite.cases for name in case.sources} == {
        "Normans",
        "Harvard University",
    }
    passages = (tmp_path / "suite" / "passages.jsonl").read_text().splitlines()
    assert len(passages) == 13


def test_missing_data_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DataError, match=r"squad2_passages\.jsonl is missing"):
        write(tmp_path, tmp_path / "suite")
    monkeypatch.setattr(
        sys, "argv", ["held_out", "--data", str(tmp_path), "--output", str(tmp_path / "suite")]
    )
    with pytest.raises(SystemExit, match="2"):
        main()
