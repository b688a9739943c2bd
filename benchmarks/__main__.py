"""`make bench [NAMES]`: run the benchmarks, print them, and keep them in docs/benchmarks/."""

import sys
from pathlib import Path

from benchmarks import acks, crash

REPORTS = Path(__file__).parent.parent / "docs" / "benchmarks"
BENCHMARKS = {"acks": acks.measure, "crash": crash.measure}

if __name__ == "__main__":
    for name in sys.argv[1:] or BENCHMARKS:
        report = BENCHMARKS[name]()
        print(report, flush=True)
        REPORTS.mkdir(exist_ok=True, parents=True)
        (REPORTS / f"{name}.md").write_text(report, encoding="utf-8")
