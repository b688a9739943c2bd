"""Who may generate next: those who came first, and not too many."""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from answering.errors import ModelError

WAITING = 16
"""At most: a small machine writes an answer in some seconds, and nobody waits for minutes."""


class Turns:
    """One at a time, in the order of arrival. A plain lock would let anyone go first."""

    def __init__(self, waiting: int = WAITING) -> None:
        self._most = waiting
        self._lock = threading.Lock()
        self._queue: deque[threading.Event] = deque()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for one's turn; ModelError at once where too many wait already."""
        mine = threading.Event()
        with self._lock:
            if len(self._queue) > self._most:
                raise ModelError(f"has {self._most} questions waiting already")
            self._queue.append(mine)
            if self._queue[0] is mine:
                mine.set()
        try:
            mine.wait()
            yield
        finally:
            with self._lock:
                self._queue.remove(mine)
                if self._queue:
                    self._queue[0].set()
