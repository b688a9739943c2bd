"""The worker process: models, answers and indexing jobs."""

import fcntl
import logging
import os
import threading
from pathlib import Path
from typing import IO

from bot.settings import Settings, SettingsError
from bot.shutdown import Shutdown

log = logging.getLogger(__name__)

READY = "worker ready"


def run_worker(settings: Settings, parent: int | None = None) -> None:
    """Work until stopped. With `parent`, a file descriptor, stop when that closes."""
    from bot.jobs.runtime import die_with
    from bot.jobs.wiring import build_jobs
    from bot.migrate import prepare

    if parent is not None:
        die_with(parent)
        # Answers may be slow, acknowledgements may not.
        os.nice(10)
    lock = None if settings.on_postgres else _only_one(settings.home)
    prepare(settings)
    jobs = build_jobs(settings)
    jobs.start()
    threading.Thread(target=jobs.warm, name="warming", daemon=True).start()
    log.info("%s (%s)", READY, jobs.executor_id)
    shutdown = Shutdown()
    shutdown.listen()
    shutdown.wait()
    jobs.stop()
    # A job that goes on would be taken over by another worker while it runs here: it ends now,
    # and whoever takes it over begins it again.
    logging.shutdown()
    if lock:
        lock.close()
    os._exit(0)


def _only_one(home: Path) -> IO[str]:
    """Wait until no other worker serves this home: two would answer twice."""
    try:
        handle = (home / "worker.lock").open("w")
    except OSError as error:
        raise SettingsError(f"The home {home} cannot be written: {error.strerror}.") from error
    fcntl.flock(handle, fcntl.LOCK_EX)
    return handle
