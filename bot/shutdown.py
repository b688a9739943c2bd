"""The end of a process, when it is told to end."""

import os
import queue
import signal
import threading


class Shutdown:
    """Begun by SIGTERM, SIGINT or a thread, as often as it may be.

    The next signal may interrupt the handler of the one before: one that waited for the lock of
    an Event would wait for itself. A SimpleQueue can be interrupted by itself.
    """

    def __init__(self) -> None:
        self._begun: queue.SimpleQueue[None] = queue.SimpleQueue()

    def listen(self) -> None:
        """Begin at a signal; only the main thread may call this."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.begin())

    def begin(self) -> None:
        """Let those who wait go on."""
        self._begun.put(None)

    def wait(self, seconds: float | None = None) -> bool:
        """Wait for the beginning; False if it did not come in so many seconds. For one waiter."""
        try:
            self._begun.get(timeout=seconds)
        except queue.Empty:
            return False
        return True


def die_with(parent: int) -> None:
    """End this process at once when the file descriptor `parent` closes.

    A child that outlived its parent would work beside the one that replaces it.
    """

    def watch() -> None:
        while os.read(parent, 1024):
            pass
        os._exit(1)

    threading.Thread(target=watch, name="parent", daemon=True).start()
