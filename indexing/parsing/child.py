"""The child process: reads files from its input, writes what is in them to its output.

Started by `Parser`. Whatever a file does to it, the process that indexes lives on.
"""

import json
import resource
import signal
import struct
import sys
from typing import IO

from indexing.parsing.formats import parse
from indexing.parsing.parsed import ParseError

LENGTH = struct.Struct(">QI")
"""Bytes of data and of the suffix that follow."""
REPLY = struct.Struct(">I")


def main(memory: int, seconds: int) -> None:
    """Serve until the input ends. `memory` in bytes; `seconds` for each file."""
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    # Libraries that print must not garble the replies.
    sys.stdout = sys.stderr
    while True:
        head = source.read(LENGTH.size)
        if len(head) < LENGTH.size:
            return
        size, suffix_size = LENGTH.unpack(head)
        suffix = source.read(suffix_size).decode()
        data = source.read(size)
        # Should the parent be gone, nobody else would end a parser that hangs.
        signal.alarm(seconds + 5)
        _reply(sink, _outcome(suffix, data))
        signal.alarm(0)


def _outcome(suffix: str, data: bytes) -> dict[str, str]:
    try:
        parsed = parse(suffix, data)
        text = parsed.text.encode("utf-8", "replace").decode()
        return {"text": text, "title": parsed.title.encode("utf-8", "replace").decode()}
    except ParseError as error:
        return {"error": str(error)}
    except MemoryError:
        return {"error": "needs too much memory to be read"}
    except RecursionError:
        return {"error": "is nested too deeply"}
    except Exception as error:
        return {"error": f"is damaged: {type(error).__name__}: {str(error)[:120]}"}


def _reply(sink: IO[bytes], outcome: dict[str, str]) -> None:
    encoded = json.dumps(outcome).encode()
    sink.write(REPLY.pack(len(encoded)) + encoded)
    sink.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
