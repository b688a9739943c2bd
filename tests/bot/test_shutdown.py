"""However often it is told to end, a process ends."""

import subprocess
import sys

from bot.shutdown import Shutdown

WAITING = """
from bot.shutdown import Shutdown
shutdown = Shutdown()
shutdown.listen()
print("ready", flush=True)
shutdown.wait()
"""


def test_signals_in_quick_succession_end_it() -> None:
    # An Event hangs in about every fourth of these.
    for _ in range(20):
        with subprocess.Popen([sys.executable, "-c", WAITING], stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            for _ in range(20):
                process.terminate()
            try:
                ended = process.wait(30)
            finally:
                process.kill()
        # While the interpreter ends, a signal has its usual effect again.
        assert ended in (0, -15)


def test_a_thread_may_begin_it_and_nobody_waits_for_ever() -> None:
    shutdown = Shutdown()
    assert not shutdown.wait(0.01)
    shutdown.begin()
    assert shutdown.wait(10)
