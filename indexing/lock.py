"""Locks across processes; a dead process leaves none.

One reindex at a time per source. Replacing the whole index excludes them all.
"""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, text

_WHOLE = "the whole index"


class BusyError(Exception):
    """Another process is reindexing this."""


@contextmanager
def source_lock(engine: Engine, kind: str, location: str) -> Iterator[None]:
    """Hold the lock of the source at `location`; BusyError if someone else does."""
    said = f"{location} is being reindexed already; try again when that has ended."
    with (
        _locked(engine, _WHOLE, shared=True, said=_REBUILDING),
        _locked(engine, f"{kind} {location}", shared=False, said=said),
    ):
        yield


@contextmanager
def index_lock(engine: Engine) -> Iterator[None]:
    """Hold the lock of the whole index; BusyError while any source is being reindexed."""
    said = "A source is being reindexed; try again when that has ended."
    with _locked(engine, _WHOLE, shared=False, said=said):
        yield


_REBUILDING = "The index is being made anew; try again when that has ended."


@contextmanager
def _locked(engine: Engine, what: str, *, shared: bool, said: str) -> Iterator[None]:
    digest = hashlib.sha256(what.encode()).digest()
    if engine.dialect.name == "postgresql":
        suffix = "_shared" if shared else ""
        key = {"key": int.from_bytes(digest[:8], "big", signed=True)}
        with engine.connect() as connection:
            taken = connection.scalar(text(f"SELECT pg_try_advisory_lock{suffix}(:key)"), key)
            if not taken:
                raise BusyError(said)
            # A transaction left open for hours would keep Postgres from cleaning up.
            connection.commit()
            try:
                yield
            finally:
                connection.execute(text(f"SELECT pg_advisory_unlock{suffix}(:key)"), key)
        return
    database = Path(str(engine.url.database))
    path = database.with_name(f"{database.name}.{digest.hex()[:12]}.lock")
    with path.open("a") as handle:
        try:
            fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyError(said) from None
        yield
