"""How fast documents become searchable, and what a change costs.

The peer is sentence-transformers alone, fp32 by torch, on texts that lie in memory already:
an indexer that spent no time at all on reading, cutting and saving.
"""

import os
import shutil
import statistics
import tempfile
from pathlib import Path

import numpy as np
from sqlalchemy import select

from benchmarks.meanwhile import Meanwhile, answers_meanwhile
from benchmarks.options import Options
from benchmarks.reference import Reference
from benchmarks.running import load
from indexing.embedder import Embedder
from indexing.passages import embedded_text
from indexing.reindex import reindex
from indexing.schema import documents, passages
from indexing.sources.folder import FolderSource
from indexing.store import PassageStore

_SAMPLE = 500
"""Texts whose vectors are compared."""
_WRITABLE = (".md", ".txt")


def measure(options: Options) -> str:
    """A Markdown report."""
    # Both sides on the CPU, whatever else the machine has.
    os.environ["FOOTNOTE_DEVICE"] = "cpu"
    before = load()
    embedder = Embedder()
    embedder.load()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        part, docs = home / "part", home / "docs"
        files = _copied(options.docs, part, options.limit)
        _copied(options.docs, docs, 0)
        with Reference() as reference:
            texts, peer, own = _throughput(embedder, reference, part, home, options.repetitions)
            difference = _difference(embedder, reference, texts)
        store = _fresh(home, "changes", embedder)
        source = FolderSource("docs", docs)
        full = reindex(store, source).seconds
        count = len(_texts(store, embedder))
        same = [reindex(store, source).seconds for _ in range(options.repetitions)]
        changed = [_changed(store, source, n) for n in range(options.repetitions)]
        answers = answers_meanwhile(
            store, docs, home / "other", options.questions, options.repetitions
        )
    torch_full = count / statistics.median(peer)
    ratios = [mine / theirs for mine, theirs in zip(own, peer, strict=True)]
    rows = [
        ("nothing changed", statistics.median(same)),
        ("a sentence added to one file", statistics.median(changed)),
        ("full index", full),
    ]
    return "\n".join(
        [
            "# Indexing",
            "",
            f"At the start {before}; at the end {load()}. Medians of {options.repetitions}.",
            "",
            "## Throughput",
            "",
            f"{files} files, {len(texts)} different passages, alternately. Footnote reads, cuts, "
            "embeds and saves; the peer, sentence-transformers (fp32, torch, batches of 32), "
            "embeds the same texts from memory.",
            "",
            "| | passages/s | lowest | highest |",
            "|---|---|---|---|",
            f"| sentence-transformers | {_spread(peer)} |",
            f"| Footnote, full reindex | {_spread(own)} |",
            "",
            f"Footnote is {statistics.median(ratios):.2f} times as fast "
            f"(from {min(ratios):.2f} to {max(ratios):.2f}). The vectors of "
            f"{min(_SAMPLE, len(texts))} passages differ by {difference:.1e} at most, "
            "in any dimension.",
            "",
            "## What a change costs",
            "",
            f"The whole folder: {count} different passages. The peer would need "
            f"{torch_full:.1f} s to embed them.",
            "",
            "| | seconds | of the peer's full index | of Footnote's own |",
            "|---|---|---|---|",
            *(f"| {n} | {s:.3f} | {s / torch_full:.2%} | {s / full:.2%} |" for n, s in rows),
            "",
            "## Answers while a full reindex runs",
            "",
            _answers(answers),
            "",
        ]
    )


def _throughput(
    embedder: Embedder, reference: Reference, docs: Path, home: Path, repetitions: int
) -> tuple[list[str], list[float], list[float]]:
    """The texts, and passages a second: the reference's and Footnote's, pair by pair.

    Footnote embeds equal texts once; the peer is spared the doubles too.
    """
    store = _fresh(home, "warm", embedder)
    reindex(store, FolderSource("docs", docs))
    texts = _texts(store, embedder)
    peer, own = [], []
    for number in range(repetitions):
        peer.append(len(texts) / reference.encode(texts)[1])
        store = _fresh(home, f"full-{number}", embedder)
        own.append(len(texts) / reindex(store, FolderSource("docs", docs)).seconds)
        store.client.dispose()
    return texts, peer, own


def _difference(embedder: Embedder, reference: Reference, texts: list[str]) -> float:
    sample = texts[:: max(1, len(texts) // _SAMPLE)][:_SAMPLE]
    return float(np.abs(embedder.embed_texts(sample) - reference.encode(sample)[0]).max())


def _changed(store: PassageStore, source: FolderSource, number: int) -> float:
    """Seconds to take over one sentence, each time in another file."""
    files = [path for path in sorted(source.path.rglob("*")) if path.suffix in _WRITABLE]
    chosen = files[(number * 7919) % len(files)]
    with chosen.open("a", encoding="utf-8") as file:
        file.write(f"\n\nRoom {number} is closed on Friday afternoons.\n")
    report = reindex(store, source)
    assert report.changed == 1, f"{chosen} was changed, but the report says {report}"
    return report.seconds


def _fresh(home: Path, name: str, embedder: Embedder) -> PassageStore:
    return PassageStore(f"sqlite:///{home / name}.db", embedder)


def _texts(store: PassageStore, embedder: Embedder) -> list[str]:
    """What was embedded of the whole index, each text once."""
    statement = select(documents.c.title, passages.c.heading, passages.c.text)
    with store.client.connect() as connection:
        rows = connection.execute(statement.join_from(passages, documents)).all()
    made = (embedded_text(row.title, row.heading, row.text, embedder.count) for row in rows)
    return list(dict.fromkeys(made))


def _copied(folder: Path, target: Path, limit: int) -> int:
    """Copy `limit` files (0: all), spread over the folder; how many there were."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    found = found[:: max(1, len(found) // limit)][:limit] if limit else found
    for path in found:
        place = target / path.relative_to(folder)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, place)
    return len(found)


def _spread(values: list[float]) -> str:
    return f"{statistics.median(values):.1f} | {min(values):.1f} | {max(values):.1f}"


def _answers(found: Meanwhile) -> str:
    ratio = found.busy / found.idle
    return (
        f"{found.questions} questions, extractive answers; the reindex is `footnote reindex "
        f"--full` of the whole folder into another index at priority 10, as `/reindex` starts "
        f"it, over and over. The median answer takes {found.idle * 1000:.0f} ms when idle and "
        f"{found.busy * 1000:.0f} ms meanwhile: {ratio:.2f} times as long. The slowest of "
        f"twenty: {found.idle_p95 * 1000:.0f} ms and {found.busy_p95 * 1000:.0f} ms."
    )
