"""A queue that is fair and no longer than people wait."""

import threading

import pytest

from answering.errors import ModelError
from answering.llama.turns import Turns


def test_those_who_came_first_go_first_and_the_rest_is_told() -> None:
    turns, order, waiting = Turns(waiting=3), list[int](), threading.Semaphore(0)

    def take(number: int) -> None:
        waiting.release()
        with turns.turn():
            order.append(number)

    with turns.turn():
        threads = []
        for number in range(3):
            threads.append(threading.Thread(target=take, args=(number,)))
            threads[-1].start()
            waiting.acquire()
            while len(turns._queue) < number + 2:
                pass
        with pytest.raises(ModelError, match="has 3 questions waiting already"), turns.turn():
            pass
        assert order == []
    for thread in threads:
        thread.join()
    assert order == [0, 1, 2]
    with turns.turn():
        pass


def test_who_goes_ahead_is_next_and_takes_nobodys_place() -> None:
    turns, order = Turns(waiting=2), list[str]()

    def take(name: str, ahead: bool) -> None:
        with turns.turn(ahead):
            order.append(name)

    with turns.turn():
        threads = []
        for name in ("first", "ahead", "second"):
            threads.append(threading.Thread(target=take, args=(name, name == "ahead")))
            threads[-1].start()
            while len(turns._queue) < len(threads) + 1 and threads[-1].is_alive():
                pass
        with pytest.raises(ModelError, match="has 2 questions waiting"), turns.turn():
            pass
    for thread in threads:
        thread.join()
    assert order == ["ahead", "first", "second"]


def test_a_turn_that_fails_is_over() -> None:
    turns = Turns()
    with pytest.raises(ZeroDivisionError), turns.turn():
        raise ZeroDivisionError
    with turns.turn():
        pass
