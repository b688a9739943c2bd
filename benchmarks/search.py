"""How long a search takes, by the size of the index.

The peer of every size is what no hybrid search can do without: embedding the question, by
sentence-transformers in fp32. Beside it, on small sizes, LlamaIndex's and txtai's own.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from answering.asked import load_cases
from benchmarks.collection import Row, fill, real_passages, rows_of
from benchmarks.options import Options
from benchmarks.running import load
from indexing.embedder import Embedder
from indexing.sources.base import Source
from indexing.sources.folder import FolderSource
from indexing.sources.jsonl import JsonlSource

_QUESTIONS = 100
_SCRIPT = Path(__file__).with_name("peers.py")


def measure(options: Options) -> str:
    """A Markdown report."""
    # Both sides on the CPU, whatever else the machine has.
    os.environ["FOOTNOTE_DEVICE"] = "cpu"
    before, embedder = load(), Embedder()
    asked = [case.question for case in load_cases(options.questions)]
    asked = asked[:: max(1, len(asked) // _QUESTIONS)][:_QUESTIONS]
    found: dict[int, dict[str, Any]] = {}
    beside: dict[int, list[dict[str, Any]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "questions.json").write_text(json.dumps(asked), encoding="utf-8")
        kept = options.work or home
        kept.mkdir(parents=True, exist_ok=True)
        real = real_passages(kept / "real.db", _sources(options), embedder)
        for size in options.sizes:
            index = home / f"{size}.db"
            fill(index, real, size, embedder).dispose()
            found[size] = _searched(index, home / "questions.json", options.repetitions)
            for file in home.glob(f"{index.name}*"):
                file.unlink()
            if options.peers and size <= options.peers_up_to:
                beside[size] = _peers(options.peers, home, real, size, options.repetitions)
    return "\n".join(
        [
            "# Search",
            "",
            f"At the start {before}; at the end {load()}. {len(asked)} questions, each "
            f"{options.repetitions} times; each size in a process of its own. "
            f"{len(real)} passages are real; beyond them vectors are spread around real ones "
            "(cosine 0.6 to 0.8) and texts are drawn from real words.",
            "",
            "Starting up is the first search, which reads the whole index from its file into "
            "memory. Recall is that of the ten nearest by meaning, against comparing all "
            "vectors in full precision.",
            "",
            "| passages | compared | start-up, s | memory, MB | peak, MB | recall@10 |",
            "|---|---|---|---|---|---|",
            *(f"| {size:,} | {_start(figures)} |" for size, figures in found.items()),
            "",
            "Milliseconds, median / 95th percentile. The peer is sentence-transformers (fp32, "
            "torch) embedding the question and searching nothing.",
            "",
            "| passages | peer | embedding | dense | keywords | whole search | whole / peer |",
            "|---|---|---|---|---|---|---|",
            *(f"| {size:,} | {_steps(figures)} |" for size, figures in found.items()),
            "",
            *_side_by_side(found, beside),
        ]
    )


def _sources(options: Options) -> list[Source]:
    found: list[Source] = [FolderSource("docs", options.docs)]
    if options.passages:
        found.append(JsonlSource("passages", options.passages))
    return found


def _searched(index: Path, questions: Path, rounds: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.searching"]
    return _lines([*command, str(index), str(questions), str(rounds)])[0]


def _peers(
    python: Path, home: Path, real: list[Row], size: int, rounds: int
) -> list[dict[str, Any]]:
    rows = list(rows_of(real, size))
    with (home / "passages.jsonl").open("w", encoding="utf-8") as file:
        for number, row in enumerate(rows):
            said = f"{row.title}\n{row.heading}\n{row.text}"
            file.write(json.dumps({"id": str(number), "text": said}) + "\n")
    np.save(home / "vectors.npy", np.stack([row.vector for row in rows]))
    # -P: the modules beside the script are none of its business.
    return _lines([str(python), "-P", str(_SCRIPT), str(home), str(rounds)])


def _lines(command: list[str]) -> list[dict[str, Any]]:
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def _start(figures: dict[str, Any]) -> str:
    cells, looked = figures["cells"], figures["looked_into"]
    kind = f"{looked} of {cells} cells" if cells else "all vectors"
    memory = f"{figures['memory_mb']:,.0f} | {figures['peak_mb']:,.0f}"
    return f"{kind} | {figures['startup_s']:.1f} | {memory} | {figures['recall']:.4f}"


def _steps(figures: dict[str, Any]) -> str:
    names = ("reference", "embedding", "dense", "keywords", "whole")
    cells = [f"{figures[name]['p50']:.1f} / {figures[name]['p95']:.1f}" for name in names]
    return f"{' | '.join(cells)} | {figures['whole']['p50'] / figures['reference']['p50']:.2f}"


def _side_by_side(
    found: dict[int, dict[str, Any]], beside: dict[int, list[dict[str, Any]]]
) -> list[str]:
    if not any(beside.values()):
        return ["Without `--peers`, other libraries were not measured.", ""]
    rows = []
    for size, peers in beside.items():
        mine = found[size]["whole"]
        rows.append(f"| {size:,} | Footnote | {mine['p50']:.1f} | {mine['p95']:.1f} | |")
        rows += [
            f"| {size:,} | {peer['name']} | {peer['p50']:.1f} | {peer['p95']:.1f} "
            f"| {mine['p50'] / peer['p50']:.2f} |"
            for peer in peers
        ]
    return [
        "Other hybrid searches on the same passages, vectors and questions, one after the other: "
        "LlamaIndex's default vector store and BM25, fused by ranks, and txtai's hybrid index. "
        "Milliseconds of a whole search for the ten best, the question's embedding included.",
        "",
        "| passages | | median | 95th percentile | Footnote's median / its median |",
        "|---|---|---|---|---|",
        *rows,
        "",
    ]
