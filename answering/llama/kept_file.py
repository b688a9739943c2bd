"""Files that take a while to make, made once."""

import tempfile
from collections.abc import Callable
from pathlib import Path


def kept(target: Path, make: Callable[[Path], None]) -> Path:
    """`target`, made by `make` if it is not there yet.

    Made beside it and moved into place when whole: a process that is killed, or two at once,
    never leave half a file. Raises what `make` raises, and OSError.
    """
    if target.is_file():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".partial-") as beside:
        partial = Path(beside) / target.name
        make(partial)
        partial.chmod(0o644)
        partial.replace(target)
    return target
