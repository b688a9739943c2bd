"""The index of a suite, apart from the live one."""

import hashlib
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bot.settings import Settings

if TYPE_CHECKING:
    from evaluation.suite import Suite
    from indexing.store import PassageStore


@contextmanager
def suite_index(settings: Settings, suite: "Suite") -> "Iterator[PassageStore]":
    """An index of `suite` for one command.

    A copy is kept in the home, so that the next command only embeds what changed since: suites
    are asked again and again. Everybody works on a copy, so that nobody waits for anybody.
    """
    from bot.wiring import build_store
    from evaluation.run import index_suite

    kept = _kept(settings.home, suite.folder)
    with tempfile.TemporaryDirectory(dir=settings.home) as folder:
        path = Path(folder) / "index.db"
        if kept.is_file():
            shutil.copyfile(kept, path)
        store = build_store(settings, f"sqlite:///{path}")
        index_suite(suite, store)
        _keep(path, kept)
        yield store


def _kept(home: Path, suite: Path) -> Path:
    digest = hashlib.sha256(str(suite.resolve()).encode()).hexdigest()
    return home / "suites" / f"{suite.resolve().name}-{digest[:12]}.db"


def _keep(path: Path, kept: Path) -> None:
    """All of it or nothing: a command may be killed at any moment."""
    kept.parent.mkdir(exist_ok=True)
    whole = path.with_name("whole.db")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("VACUUM INTO ?", (str(whole),))
    whole.replace(kept)
