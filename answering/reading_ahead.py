"""Reading a model's reply while somebody else asks another.

A local model writes one reply at a time, and a reply that nobody reads on keeps the others
waiting: a voice that runs on the same engine would wait for ever.
"""

import queue
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class _Failure:
    error: BaseException


class ReadingAhead:
    """Iterates over `drafts`, which a thread of its own reads as fast as they come.

    After `close` no further draft is asked for.
    """

    def __init__(self, drafts: Iterable[str]) -> None:
        self._found: queue.SimpleQueue[str | _Failure | None] = queue.SimpleQueue()
        self._closed = threading.Event()
        threading.Thread(target=self._read, args=(drafts,), daemon=True).start()

    def __iter__(self) -> Iterator[str]:
        """The drafts in order; raises what reading them raised."""
        while (found := self._found.get()) is not None:
            if isinstance(found, _Failure):
                raise found.error
            yield found

    def close(self) -> None:
        """End the reading after the draft that is being written."""
        self._closed.set()

    def _read(self, drafts: Iterable[str]) -> None:
        try:
            for draft in drafts:
                self._found.put(draft)
                if self._closed.is_set():
                    break
        except BaseException as error:
            self._found.put(_Failure(error))
        else:
            self._found.put(None)
        finally:
            # A generator ends where it ran; it gives its engine free.
            getattr(drafts, "close", lambda: None)()
