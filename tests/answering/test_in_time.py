"""Replies that come, that do not, and that nobody wants any more."""

import threading
import time
from collections.abc import Iterator

import pytest

from answering.in_time import Patience, in_time


def never() -> bool:
    return False


def test_what_comes_in_time_comes_in_order() -> None:
    assert list(in_time(lambda: iter("abc"), Patience(5, 5, 5), never)) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("patience", "said"), [(Patience(0.1, 60, 60), []), (Patience(60, 0.1, 60), ["a"])]
)
def test_what_does_not_begin_or_go_on_is_too_late(patience: Patience, said: list[str]) -> None:
    heard, over = list[str](), threading.Event()

    def slow() -> Iterator[str]:
        yield from said
        over.wait(30)

    began = time.monotonic()
    with pytest.raises(TimeoutError):
        heard.extend(each for each in in_time(slow, patience, never))
    over.set()
    assert time.monotonic() - began < 10


def test_no_reply_goes_on_for_ever() -> None:
    def endless() -> Iterator[str]:
        while True:
            yield "a"
            time.sleep(0.05)

    with pytest.raises(TimeoutError):
        list(in_time(endless, Patience(0.2, 60, 0.2), never))


def test_what_it_raises_is_raised() -> None:
    def broken() -> Iterator[str]:
        yield "a"
        raise ZeroDivisionError

    reply = in_time(broken, Patience(5, 5, 5), never)
    assert next(reply) == "a"
    with pytest.raises(ZeroDivisionError):
        next(reply)


def test_who_is_told_to_stop_waits_no_longer() -> None:
    over = threading.Event()

    def silent() -> Iterator[str]:
        over.wait(30)
        yield "late"

    assert list(in_time(silent, Patience(60, 60, 60), lambda: True)) == []
    over.set()


def test_a_reader_that_leaves_ends_the_reply() -> None:
    ended, more = threading.Event(), threading.Event()

    def endless() -> Iterator[str]:
        try:
            while True:
                yield "a"
                more.wait(30)
        finally:
            ended.set()

    reply = in_time(endless, Patience(5, 5, 5), never)
    assert next(reply) == "a"
    reply.close()
    more.set()
    assert ended.wait(10)
