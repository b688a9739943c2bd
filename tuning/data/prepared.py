"""Prepared data on the disk: a folder, written whole or not at all.

`train.jsonl`, `validation.jsonl` and `test.jsonl` hold a `Pair` a line, `report.json` what was
kept and dropped and why.
"""

import json
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from tuning.data.pair import DataError, Pair
from tuning.data.splitting import SplitName, Splits

REPORT = "report.json"


@dataclass(frozen=True)
class Prepared:
    """The splits in `folder`; `report` is its report.json (see `preparing.Report`)."""

    folder: Path
    splits: Splits
    report: dict[str, Any]

    @property
    def recipe(self) -> str:
        """The name of the recipe whose template filled in the prompts."""
        return str(self.report["recipe"])


def check_output(folder: Path) -> None:
    """Raise DataError unless prepared data can be written to `folder`."""
    if folder.exists() and not folder.is_dir():
        raise DataError(f"{folder} is a file; name a folder with --output.")
    if folder.is_dir() and any(folder.iterdir()):
        raise DataError(f"{folder} is not empty; name a new folder, so that nothing is lost.")
    if not folder.absolute().parent.is_dir():
        raise DataError(f"{folder} cannot be made: there is no folder {folder.parent}.")


def write(folder: Path, splits: Splits, report: dict[str, Any]) -> Prepared:
    """Write a new folder; raises DataError."""
    check_output(folder)
    try:
        with tempfile.TemporaryDirectory(dir=folder.absolute().parent) as beside:
            made = Path(beside) / "prepared"
            made.mkdir()
            for name in get_args(SplitName):
                (made / f"{name}.jsonl").write_text(_lines(splits[name]), encoding="utf-8")
            text = json.dumps(report, ensure_ascii=False, indent=1) + "\n"
            (made / REPORT).write_text(text, encoding="utf-8")
            made.replace(folder)
    except OSError as error:
        raise DataError(f"{folder} cannot be written: {error.strerror}.") from error
    return Prepared(folder, splits, report)


def read(folder: Path) -> Prepared:
    """The data that `footnote tune check` wrote; DataError if there are none in `folder`."""
    try:
        splits: Splits = {name: _pairs(folder / f"{name}.jsonl") for name in get_args(SplitName)}
        report = json.loads((folder / REPORT).read_text(encoding="utf-8"))
        report["recipe"]
    except OSError as error:
        raise DataError(
            f"{folder} holds no prepared data ({error.strerror}); make them with "
            "footnote tune check --recipe NAME --data PATH --output DIR."
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise DataError(
            f"{folder} holds data that were changed by hand ({error}); make them again with "
            "footnote tune check --recipe NAME --data PATH --output DIR."
        ) from error
    return Prepared(folder, splits, report)


def _lines(pairs: Iterable[Pair]) -> str:
    return "".join(json.dumps(vars(pair), ensure_ascii=False) + "\n" for pair in pairs)


def _pairs(path: Path) -> tuple[Pair, ...]:
    with path.open(encoding="utf-8") as file:
        return tuple(Pair(**json.loads(line)) for line in file)
