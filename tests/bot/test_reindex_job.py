"""What a worker reads from the commands that it runs."""

import sys
from typing import Any

import pytest

from bot.jobs.reindex import follow


def followed(code: str) -> tuple[dict[str, Any] | None, str, list[dict[str, Any]]]:
    """What `follow` returns for a child that runs `code`, and what it was shown."""
    seen: list[dict[str, Any]] = []
    report, said = follow([sys.executable, "-c", f"import json, sys\n{code}"], seen.append)
    return report, said, seen


@pytest.mark.timeout(60)
def test_a_report_larger_than_a_pipe_is_read() -> None:
    names = "[f'{n:0100d}.py' for n in range(1000)]"
    report, said, seen = followed(
        "print(json.dumps({'what': 'reading'}), file=sys.stderr, flush=True)\n"
        f"print(json.dumps({{'skipped': {names}}}), flush=True)\n"
        "print('gone wrong', file=sys.stderr)"
    )
    assert report is not None
    assert len(report["skipped"]) == 1000
    assert said == "gone wrong"
    assert seen == [{"what": "reading"}]


@pytest.mark.parametrize("printed", ["Loading the reader...", "[1, 2]", "7", ""])
def test_what_is_no_json_object_is_no_report(printed: str) -> None:
    report, said, seen = followed(
        f"print({printed!r})\nprint({printed!r}, file=sys.stderr)\n"
        "print('The source is gone.', file=sys.stderr)"
    )
    assert report is None
    assert said == "The source is gone."
    assert seen == []
