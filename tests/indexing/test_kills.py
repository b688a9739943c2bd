"""`kill -9` at random moments of a reindex: the old state or the new one, nothing between."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from indexing.embedder import Embedder
from indexing.readers import PUBLIC
from indexing.store import PassageStore

KILLS = int(os.environ.get("FOOTNOTE_KILLS", "6"))
PAGES = 40


def write(docs: Path, version: int) -> None:
    """Pages of which half belong to every version; all of a version carry its number."""
    for page in docs.glob("*.md"):
        page.unlink()
    for number in range(PAGES):
        name = f"page{number}.md" if number % 2 else f"v{version}-{number}.md"
        text = " ".join(f"Sentence {i} of page {number}." for i in range(30))
        (docs / name).write_text(f"# Page {number}\n\nversion{version}x\n\n{text}\n")


def versions(home: Path, embedder: Embedder) -> dict[int, set[str]]:
    """version -> the pages that are found as part of it, by both ways of searching."""
    store = PassageStore(f"sqlite:///{home / 'index.db'}", embedder)
    found: dict[int, set[str]] = {}
    for document in store.documents(PUBLIC):
        text = store.show(document.label) or ""
        number = int(text.split("version")[1].split("x")[0])
        found.setdefault(number, set()).add(document.label)
    for number in found:
        hits = store.search_keywords(f"version{number}x", PUBLIC, 1000)
        nodes = store.passages([hit.passage_id for hit in hits], PUBLIC)
        assert {str(node.metadata["key"]) for node in nodes} == found[number]
    vector = embedder.embed_query("Sentence of a page")
    dense = store.search_dense(vector, PUBLIC, 1000)
    assert len(dense) == store.stats().passages
    assert len(store.passages([hit.passage_id for hit in dense], PUBLIC)) == len(dense)
    store.client.dispose()
    return found


def test_a_kill_leaves_the_old_state_or_the_new_one(tmp_path: Path, embedder: Embedder) -> None:
    home, docs = tmp_path / "home", tmp_path / "docs"
    docs.mkdir()
    command = [sys.executable, "-m", "bot.cli", "reindex", "--home", str(home)]
    command += ["--folder", str(docs)]
    write(docs, 0)
    began = time.monotonic()
    subprocess.run(command, check=True, capture_output=True)
    takes = time.monotonic() - began
    live, draw = 0, random.Random(os.environ.get("FOOTNOTE_SEED", "footnote"))
    for wanted in range(1, KILLS + 1):
        write(docs, wanted)
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(draw.uniform(0.3, 1.0) * takes)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        found = versions(home, embedder)
        assert list(found) in ([live], [wanted]), f"kill {wanted}: {found.keys()}"
        assert {len(pages) for pages in found.values()} == {PAGES}
        live = next(iter(found))
        if wanted % 3 == 0:
            subprocess.run(command, check=True, capture_output=True)
            assert list(versions(home, embedder)) == [wanted]
            live = wanted
    subprocess.run(command, check=True, capture_output=True)
    assert list(versions(home, embedder)) == [KILLS]
