"""Answers while another process reindexes everything."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from answering.answerer import Answerer
from answering.asked import load_cases
from answering.models import ModelRegistry
from answering.question import Question
from benchmarks.figures import percentile
from indexing.store import PassageStore

_ANSWERS = 50
"""In each pass, so that a pass sees every phase of a short reindex."""


@dataclass(frozen=True)
class Meanwhile:
    """Seconds of an answer, idle and busy: medians and 95th percentiles."""

    questions: int
    idle: float
    busy: float
    idle_p95: float
    busy_p95: float


def answers_meanwhile(
    store: PassageStore, docs: Path, home: Path, questions: Path, passes: int
) -> Meanwhile:
    """Answer the questions from `store`, idle and busy by turns; `home` is the other index's."""
    asked = [case.asked() for case in load_cases(questions)]
    asked = asked[:: max(1, len(asked) // _ANSWERS)][:_ANSWERS]
    answerer = Answerer(store, ModelRegistry(store.embedder, home / "models"))
    answerer.warm()
    _seconds(answerer, asked)
    idle: list[float] = []
    busy: list[float] = []
    for _ in range(passes):
        idle += _seconds(answerer, asked)
        with _reindexing(docs, home):
            busy += _seconds(answerer, asked)
    return Meanwhile(
        len(asked),
        percentile(idle, 50),
        percentile(busy, 50),
        percentile(idle, 95),
        percentile(busy, 95),
    )


def _seconds(answerer: Answerer, asked: Sequence[Question]) -> list[float]:
    took = []
    for number in range(_ANSWERS):
        began = time.perf_counter()
        answerer.answer(asked[number % len(asked)])
        took.append(time.perf_counter() - began)
    return took


@contextmanager
def _reindexing(docs: Path, home: Path) -> Iterator[None]:
    """One full reindex after the other, from the first one's embedding on."""
    over, embedding = threading.Event(), threading.Event()
    failed: list[int] = []
    running: list[subprocess.Popen[str]] = []

    def go_on() -> None:
        while not over.is_set():
            process = _start(docs, home)
            running[:] = [process]
            if over.is_set():
                process.terminate()
            for line in process.stderr or ():
                if _is_embedding(line):
                    embedding.set()
            if process.wait() and not over.is_set():
                failed.append(process.returncode)
                embedding.set()
                return

    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        embedding.wait()
        yield
    finally:
        over.set()
        for process in running:
            process.terminate()
        thread.join()
    assert not failed, f"footnote reindex ended with {failed[0]}"


def _start(docs: Path, home: Path) -> "subprocess.Popen[str]":
    """As bot/jobs/reindex.py starts it."""
    command = ["reindex", "--home", str(home), "--full", "--progress-json", "--folder", str(docs)]
    return subprocess.Popen(  # noqa: S603 - our own command, no shell
        [sys.executable, "-m", "bot.cli", *command],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: os.nice(10),
    )


def _is_embedding(line: str) -> bool:
    try:
        seen = json.loads(line)
    except ValueError:
        return False
    return isinstance(seen, dict) and seen.get("what") == "embedding"
