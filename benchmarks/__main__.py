"""`make bench`, or `python -m benchmarks [NAMES] [OPTIONS]`: run the benchmarks, print them,
and keep them in docs/benchmarks/."""

import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks import acks, crash, generation, indexing, search, switching
from benchmarks.options import Options, parse

REPORTS = Path(__file__).parent.parent / "docs" / "benchmarks"
BENCHMARKS: dict[str, Callable[[Options], str]] = {
    "acks": lambda _options: acks.measure(),
    "crash": lambda _options: crash.measure(),
    "generation": generation.measure,
    "indexing": indexing.measure,
    "search": search.measure,
    "switching": switching.measure,
}

if __name__ == "__main__":
    options = parse(sys.argv[1:], list(BENCHMARKS))
    for name in options.names:
        report = BENCHMARKS[name](options)
        print(report, flush=True)
        REPORTS.mkdir(exist_ok=True, parents=True)
        (REPORTS / f"{name}.md").write_text(report, encoding="utf-8")
