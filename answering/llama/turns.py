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
        self._ahead = 0

    @contextmanager
    def turn(self, ahead: bool = False) -> Iterator[None]:
        """Wait for one's turn; ModelError at once where too many wait already.

        Who goes `ahead` has the next one, and is not counted with those who wait.
        """
        mine = threading.Event()
        with self._lock:
            if not ahead and len(self._queue) - self._ahead > self._most:
                raise ModelError(f"has {self._most} questions waiting already")
            self._queue.insert(1 if ahead else len(self._queue), mine)
            self._ahead += ahead
            if self._queue[0] is mine:
                mine.set()
        try:
            mine.wait()
            yield
        finally:
            with self._lock:
                self._queue.remove(mine)
                self._ahead -= ahead
                if self._queue:
                    self._queue[0].set()
