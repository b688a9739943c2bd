"""`python -m tuning.spans --data DIR`: train the span model and write its weights."""

import argparse
import os
import sys
from pathlib import Path

from answering.spans.weights import SHIPPED

_MEMORY = {
    "MALLOC_MMAP_MAX_": "0",
    "MALLOC_TRIM_THRESHOLD_": "100000000000",
    "MALLOC_TOP_PAD_": "536870912",
    "MALLOC_ARENA_MAX": "1",
}
"""Tells glibc to keep what is freed. A step frees and asks for gigabytes, and on a CPU half of its
time would go into the kernel handing out the same pages again."""


def main() -> None:
    """Read the arguments and train; usage errors end with status 2."""
    parser = argparse.ArgumentParser(prog="python -m tuning.spans", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder of labelled questions")
    parser.add_argument("--output", type=Path, help="the file of weights (default: the shipped)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--steps", type=int, help="end every stage after as many, for a trial")
    given = parser.parse_args()
    if given.steps is not None and given.output is None:
        parser.error("--steps makes no weights to ship; name another file with --output.")
    _keep_memory()

    # Not before: importing torch takes seconds, and the process was just replaced.
    from tuning.spans.data import DataError, load
    from tuning.spans.run import run

    try:
        data = load(given.data)
    except DataError as error:
        parser.error(str(error))
    run(data, given.output or SHIPPED, given.seed, given.steps)


def _keep_memory() -> None:
    """Start this process again, once, with the settings that glibc reads when it starts."""
    if sys.platform == "linux" and any(name not in os.environ for name in _MEMORY):
        again = [sys.executable, *sys.orig_argv[1:]]
        os.execve(sys.executable, again, {**_MEMORY, **os.environ})  # noqa: S606 (ourselves)


if __name__ == "__main__":
    main()
