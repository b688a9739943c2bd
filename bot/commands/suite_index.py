"""The index of a suite, apart from the live one."""

import hashlib
import os
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands.common import fail
from bot.settings import Settings

if TYPE_CHECKING:
    from evaluation.suite import Suite
    from indexing.store import PassageStore

_UNUSED = 30 * 24 * 3600
"""Seconds after which an index that nobody asked for goes."""


def keep_inside(settings: Settings, suite: "Suite", models: Iterable[str]) -> None:
    """End the command if one of `models`, or its voice, is outside and may not read `suite`."""
    for name in models:
        spoken = {name, settings.models[name].voice or name}
        if suite.local_only and any(settings.models[each].outside for each in spoken):
            fail(
                f"{suite.folder} holds what stands in {suite.local_only}, which {name} may not be "
                "sent; choose a local model.",
                2,
            )


@contextmanager
def suite_index(settings: Settings, suite: "Suite") -> "Iterator[PassageStore]":
    """An index of `suite` for one command.

    A copy stays in the home, so that the next command only embeds what changed since: suites
    are asked again and again. Everybody works on a copy, so that nobody waits for anybody.
    """
    from bot.wiring import build_store
    from evaluation.run import index_suite, source_of
    from indexing.embedder import Embedder
    from indexing.rebuild import settings_of
    from indexing.schema import VERSION

    source = source_of(suite)
    passages = settings_of(Embedder(settings.file.index.embedder))
    made_of = f"{VERSION} {passages} {source.kind} {source.location}"
    digest = hashlib.sha256(os.fsencode(made_of)).hexdigest()
    kept = settings.home / "suites" / f"{digest[:16]}.db"
    with tempfile.TemporaryDirectory(dir=settings.home) as folder:
        path = Path(folder) / "index.db"
        _begin_with(kept, path)
        store = build_store(settings, f"sqlite:///{path}")
        index_suite(suite, store)
        try:
            _keep(path, kept)
        except (OSError, sqlite3.Error) as error:
            print(
                f"The index of {suite.name} was not kept in {kept.parent} ({error}); the next "
                "run makes it anew.",
                file=sys.stderr,
            )
        yield store


def _begin_with(kept: Path, path: Path) -> None:
    """Copy what was kept, if it can be read; nothing is lost if not."""
    if not kept.is_file():
        return
    try:
        shutil.copyfile(kept, path)
        with closing(sqlite3.connect(path)) as connection:
            sound = connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
    except (OSError, sqlite3.Error):
        sound = False
    if not sound:
        path.unlink(missing_ok=True)


def _keep(path: Path, kept: Path) -> None:
    """All of it or nothing: a command may be killed at any moment."""
    kept.parent.mkdir(exist_ok=True)
    whole = path.with_name("whole.db")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("VACUUM INTO ?", (str(whole),))
    whole.replace(kept)
    for other in kept.parent.glob("*.db"):
        # Another command may tidy up at this moment.
        with suppress(FileNotFoundError):
            if time.time() - other.stat().st_mtime > _UNUSED:
                other.unlink()
