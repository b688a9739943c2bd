"""A service's reply, read so that nobody waits for it for ever.

A client's own timeout holds from one byte to the next: to a service that sends signs of life, and
no word, it gives any time.
"""

import queue
import threading
import time
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

_LOOKS = 0.25
"""Seconds after which a reader who waits asks again whether it is to stop."""


@dataclass(frozen=True)
class Patience:
    """Seconds that a reply may take to begin, each time to go on, and until its end."""

    first: float
    next: float
    whole: float


@dataclass(frozen=True)
class _Said(Generic[T]):
    response: T


@dataclass(frozen=True)
class _Ended:
    error: BaseException | None = None


def in_time(
    begin: Callable[[], Iterable[T]], patience: Patience, stopped: Callable[[], bool]
) -> Generator[T, None, None]:
    """The responses that `begin` gives, read by a thread of their own; none after `stopped`.

    TimeoutError where none comes in time. What `begin` raises is raised.
    """
    found: queue.SimpleQueue[_Said[T] | _Ended] = queue.SimpleQueue()
    left = threading.Event()
    ends = time.monotonic() + max(patience.first, patience.whole)
    threading.Thread(target=_read, args=(begin, found, left, ends), daemon=True).start()
    seconds = patience.first
    try:
        while isinstance(event := _next(found, seconds, stopped), _Said):
            yield event.response
            seconds = patience.next
    finally:
        left.set()
    if event.error:
        raise event.error


def _next(
    found: "queue.SimpleQueue[_Said[T] | _Ended]", seconds: float, stopped: Callable[[], bool]
) -> _Said[T] | _Ended:
    ends = time.monotonic() + seconds
    while True:
        try:
            return found.get(timeout=max(0.0, min(_LOOKS, ends - time.monotonic())))
        except queue.Empty:
            if stopped():
                return _Ended()
            if time.monotonic() >= ends:
                return _Ended(TimeoutError("No response came in time."))


def _read(
    begin: Callable[[], Iterable[T]],
    found: "queue.SimpleQueue[_Said[T] | _Ended]",
    left: threading.Event,
    ends: float,
) -> None:
    try:
        for response in begin():
            found.put(_Said(response))
            if left.is_set():
                break
            if time.monotonic() > ends:
                raise TimeoutError("The reply goes on for too long.")
    except BaseException as error:
        found.put(_Ended(error))
    else:
        found.put(_Ended())
