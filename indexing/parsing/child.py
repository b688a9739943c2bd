"""The child process: reads files from its input, writes what is in them to its output.

Started by `Parser`. Whatever a file does to it, the process that indexes lives on.
"""

import json
import os
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
    source, sink = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    # Libraries that print, native ones too, must not garble the replies.
    os.dup2(2, 1)
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
        text = parsed.text.replace("\r\n", "\n").replace("\r", "\n")
        text = text.encode("utf-8", "replace").decode()
        return {"text": text, "title": parsed.title.encode("utf-8", "replace").decode()}
    except ParseError as error:
        return {"error": str(error)}
    except MemoryError:
        return {"error": "needs too much memory to be read", "spent": "yes", "passing": "yes"}
    except RecursionError:
        return {"error": "is nested too deeply"}
    except Exception as error:
        if isinstance(error, OSError) and error.errno:  # Pillow's and olefile's carry none.
            why = f"cannot be read for the moment: {error.strerror}"
            return {"error": why, "spent": "yes", "passing": "yes"}
        said = " ".join(str(error).split())[:120]
        return {"error": f"is damaged: {type(error).__name__}: {said}", "spent": "yes"}


def _reply(sink: IO[bytes], outcome: dict[str, str]) -> None:
    encoded = json.dumps(outcome).encode()
    sink.write(REPLY.pack(len(encoded)) + encoded)
    sink.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
