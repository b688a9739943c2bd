"""How much memory a model takes, measured in a process of its own.

A process that has loaded one model says nothing reliable of the next: libraries are there
already, memory is reused, a base may be shared. Here a fresh process loads one thing, begins
a reply, and tells how much its resident memory has grown: libraries, weights, working memory.
"""

import json
import logging
import subprocess
import sys
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import psutil

from answering.generative import GenerativeSynthesizer, replies
from answering.messages import from_user
from answering.model_settings import EXTRACTIVE, ModelSettings
from answering.models import ModelRegistry
from indexing.embedder import Embedder

log = logging.getLogger(__name__)

_LIMIT = 600
"""Seconds; converting a model for the first time takes minutes."""


def grown(name: str, settings: ModelSettings, embedder: str, cache: Path) -> int | None:
    """Bytes that a process gains by answering with `name`; None for a model outside, or if it
    cannot be told. `extractive` stands for all that retrieval loads."""
    if settings.outside:
        return None
    wanted = {"name": name, "settings": asdict(settings), "embedder": embedder, "cache": str(cache)}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "evaluation.arms.memory"],
            input=json.dumps(wanted),
            capture_output=True,
            text=True,
            check=True,
            timeout=_LIMIT,
        )
        return int(done.stdout.split()[-1])
    except (subprocess.SubprocessError, ValueError, IndexError) as error:
        log.warning("The memory of %s could not be measured: %s", name, type(error).__name__)
        return None


def _resident() -> int:
    return int(psutil.Process().memory_info().rss)


def _main() -> None:
    wanted = json.load(sys.stdin)
    name, settings = wanted["name"], ModelSettings(**wanted["settings"])
    embedder = Embedder(wanted["embedder"])
    registry = ModelRegistry(embedder, Path(wanted["cache"]), {name: settings})
    before = _resident()
    if name == EXTRACTIVE:
        embedder.embed_query("warm up")
        registry.ranker.rank("warm up", ["Warm up\n\nEverything is loaded."])
    else:
        synthesizer = registry.synthesizer(name)
        assert isinstance(synthesizer, GenerativeSynthesizer)
        with closing(replies(synthesizer.llm, [from_user("Reply with the word: ready")])) as pieces:
            next(pieces, None)  # By then everything is in memory; a small model may go on for long.
    print(_resident() - before)


if __name__ == "__main__":
    _main()
