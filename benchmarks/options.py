"""What is measured, on which documents: the command line of the benchmarks."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_SAMPLES = Path(__file__).parent.parent / "samples"


@dataclass(frozen=True)
class Options:
    """The command line; the defaults are small enough for `make bench`."""

    names: tuple[str, ...]
    docs: Path
    questions: Path
    passages: Path | None
    limit: int
    repetitions: int
    sizes: tuple[int, ...]
    peers: Path | None
    peers_up_to: int
    work: Path | None
    models: tuple[str, ...]
    switches: int


def parse(arguments: Sequence[str], names: Sequence[str]) -> Options:
    """Options from `arguments`; ends the program when they make no sense."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    # Checked below: argparse applies choices to the empty list too.
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(names)}")
    both = parser.add_argument_group("indexing, search and switching")
    both.add_argument("--docs", type=Path, default=_SAMPLES / "handbook", metavar="DIR")
    both.add_argument(
        "--questions",
        type=Path,
        default=_SAMPLES / "suite" / "questions.jsonl",
        metavar="JSONL",
        help='lines with a "question"',
    )
    both.add_argument("--repetitions", type=int, default=5, metavar="N")
    indexing = parser.add_argument_group("indexing")
    indexing.add_argument(
        "--limit", type=int, default=0, metavar="N", help="files for the throughput; 0 for all"
    )
    search = parser.add_argument_group("search")
    search.add_argument("--passages", type=Path, metavar="JSONL", help="more real passages")
    search.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000], metavar="N")
    search.add_argument(
        "--peers", type=Path, metavar="PYTHON", help="benchmarks/peers.py says what it needs"
    )
    search.add_argument("--peers-up-to", type=int, default=10_000, metavar="N")
    search.add_argument(
        "--work", type=Path, metavar="DIR", help="keep the embedded real passages here"
    )
    switching = parser.add_argument_group("switching")
    switching.add_argument(
        "--models", nargs="+", default=["extractive", "smollm2"], metavar="NAME", help="take turns"
    )
    switching.add_argument(
        "--switches",
        type=int,
        default=25,
        metavar="N",
        help="to each model, in each repetition; as many as questions, or the slow ones may be "
        "asked in one of the two places alone",
    )
    found = parser.parse_args(arguments)
    unknown = sorted(set(found.names) - set(names))
    if unknown:
        parser.error(f"there is no benchmark {unknown[0]!r}; there are {', '.join(names)}")
    if not found.docs.is_dir():
        parser.error(f"--docs: {found.docs} is not a folder")
    found.sizes = tuple(found.sizes)
    found.models = tuple(found.models)
    found.names = tuple(found.names) or tuple(names)
    return Options(**vars(found))
