"""The worker process: models, answers and indexing jobs."""

import logging
import os
import threading

from bot.home_lock import HomeLock
from bot.settings import Settings
from bot.shutdown import Shutdown, die_with

log = logging.getLogger(__name__)

READY = "worker ready"


def run_worker(settings: Settings, parent: int | None = None) -> None:
    """Work until stopped. With `parent`, a file descriptor, stop when that closes."""
    from bot.jobs.wiring import build_jobs
    from bot.migrate import prepare

    if parent is not None:
        die_with(parent)
        # Answers may be slow, acknowledgements may not.
        os.nice(10)
    lock = None if settings.on_postgres else HomeLock(settings.home, "worker")
    if lock:
        lock.wait()  # Two would answer twice.
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
