"""One reindex at a time per source, across processes; a dead process leaves no lock."""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, text


class BusyError(Exception):
    """Another process is reindexing this source."""


@contextmanager
def source_lock(engine: Engine, kind: str, location: str) -> Iterator[None]:
    """Hold the lock of the source at `location`; BusyError if someone else does."""
    digest = hashlib.sha256(f"{kind} {location}".encode()).digest()
    busy = BusyError(f"{location} is being reindexed already; try again when that has ended.")
    if engine.dialect.name == "postgresql":
        key = int.from_bytes(digest[:8], "big", signed=True)
        with engine.connect() as connection:
            if not connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": key}):
                raise busy
            try:
                yield
            finally:
                connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": key})
        return
    database = Path(str(engine.url.database))
    path = database.with_name(f"{database.name}.{digest.hex()[:12]}.lock")
    with path.open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise busy from None
        yield
