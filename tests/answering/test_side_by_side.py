import threading

import pytest

from answering.side_by_side import side_by_side


def test_all_run_at_once_and_an_error_comes_last() -> None:
    met = threading.Barrier(2, timeout=10)
    done = threading.Event()

    def fails() -> None:
        met.wait()
        raise OSError("no disk")

    def works() -> None:
        met.wait()
        done.set()

    with pytest.raises(OSError, match="no disk"):
        side_by_side(fails, works)
    assert done.is_set()
