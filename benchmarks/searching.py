"""One index searched in a process of its own: `python -m benchmarks.searching INDEX QUESTIONS
ROUNDS` prints one line of JSON. `QUESTIONS` is a JSON list."""

import gc
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from llama_index.core.schema import QueryBundle
from sqlalchemy import select

from answering.retrieval.retriever import POOL, HybridRetriever
from benchmarks.figures import percentile
from benchmarks.reference import Reference
from indexing.embedder import Embedder, Vectors
from indexing.readers import PUBLIC
from indexing.schema import passages, vectors
from indexing.store import PassageStore

_TOP = 10
_CHUNK = 20_000
_TIE = 1e-6
"""Equal texts have equal vectors, and any of them is right."""


def measure(index: Path, questions: Sequence[str], rounds: int) -> dict[str, Any]:
    """Start-up, then milliseconds of each step, then recall."""
    embedder = Embedder()
    embedded = [embedder.embed_query(question) for question in questions]
    store = PassageStore(f"sqlite:///{index}", embedder)
    # From here on the highest value counts.
    Path("/proc/self/clear_refs").write_text("5")
    before, began = _megabytes("VmRSS"), time.perf_counter()
    store.search_dense(embedded[0], PUBLIC, 1)
    found: dict[str, Any] = {"startup_s": time.perf_counter() - began}
    gc.collect()
    found["memory_mb"] = _megabytes("VmRSS") - before
    found["peak_mb"] = _megabytes("VmHWM") - before
    live: Any = store._follower._vectors
    found |= {"cells": live.cells, "looked_into": live._index.nprobe if live.cells else 0}
    with Reference() as reference:
        found |= _steps(
            store, embedder, reference, dict(zip(questions, embedded, strict=True)), rounds
        )
    return found | {"recall": _recall(store, np.stack(embedded))}


def _steps(
    store: PassageStore,
    embedder: Embedder,
    reference: Reference,
    at: dict[str, Vectors],
    rounds: int,
) -> dict[str, dict[str, float]]:
    """Milliseconds of each step for the questions, whose vectors are `at` them."""
    steps: dict[str, Callable[[str], object]] = {
        "embedding": embedder.embed_query,
        "dense": lambda question: store.search_dense(at[question], PUBLIC, POOL),
        "keywords": lambda question: store.search_keywords(question, PUBLIC, POOL),
        "whole": lambda question: HybridRetriever(store, PUBLIC, _TOP).retrieve(
            QueryBundle(question)
        ),
    }
    taken: dict[str, list[float]] = {name: [] for name in ["reference", *steps]}
    for step in steps.values():
        step(next(iter(at)))
    # Step by step and not question by question: one library's threads, which wait for more
    # work for a while, must not disturb the next.
    for _ in range(rounds):
        taken["reference"] += [reference.encode([question])[1] * 1000 for question in at]
        for name, step in steps.items():
            for question in at:
                # Nobody asks the same five times in a row.
                embedder._query.cache_clear()
                taken[name].append(_milliseconds(step, question))
    return {
        name: {"p50": percentile(values, 50), "p95": percentile(values, 95)}
        for name, values in taken.items()
    }


def _milliseconds(step: Callable[[str], object], question: str) -> float:
    began = time.perf_counter()
    step(question)
    return (time.perf_counter() - began) * 1000


def _recall(store: PassageStore, queries: Vectors) -> float:
    """Share of what is found among the ten best that exact search in full precision finds."""
    best = np.full((len(queries), _TOP), -2.0, dtype=np.float32)
    newest, exact = 0, dict[int, Vectors]()
    hits = [[hit.passage_id for hit in store.search_dense(q, PUBLIC, _TOP)] for q in queries]
    wanted = {passage_id for row in hits for passage_id in row}
    statement = (
        select(passages.c.id, vectors.c.vector)
        .join(vectors, vectors.c.hash == passages.c.vector_hash)
        .order_by(passages.c.id)
        .limit(_CHUNK)
    )
    with store.client.connect() as connection:
        while rows := connection.execute(statement.where(passages.c.id > newest)).all():
            matrix = np.frombuffer(b"".join(row.vector for row in rows), np.float32)
            matrix = matrix.reshape(len(rows), -1)
            seen = np.concatenate([best, queries @ matrix.T], axis=1)
            best = -np.partition(-seen, _TOP - 1, axis=1)[:, :_TOP]
            exact |= {row.id: matrix[n].copy() for n, row in enumerate(rows) if row.id in wanted}
            newest = rows[-1].id
    right = sum(
        float(query @ exact[passage_id]) >= limit - _TIE
        for query, limit, row in zip(queries, best.min(axis=1), hits, strict=True)
        for passage_id in row
    )
    return float(right) / (_TOP * len(queries))


def _megabytes(name: str) -> float:
    """Memory of this process: `VmRSS` now, `VmHWM` at most. Linux only."""
    status = Path("/proc/self/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith(name))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    asked = json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    print(json.dumps(measure(Path(sys.argv[1]), asked, int(sys.argv[3]))))
