"""Models that onnxruntime runs, converted from torch once and kept in the user's cache."""

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import onnxruntime


def converted(name: str, made_of: str, convert: Callable[[Path], None]) -> Path:
    """The file that `convert` writes for what `made_of` describes, made now unless it is there.

    OSError if there is no place to keep it.
    """
    digest = hashlib.sha256(f"{made_of} {onnxruntime.__version__}".encode()).hexdigest()[:16]
    root = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "footnote"
    path = root / f"{name}-{digest}.onnx"
    if not path.exists():
        root.mkdir(parents=True, exist_ok=True)
        # Written aside and moved: another process must never read half a file.
        with tempfile.TemporaryDirectory(dir=root) as aside:
            temporary = Path(aside) / path.name
            convert(temporary)
            temporary.replace(path)
    return path


def session(path: Path) -> onnxruntime.InferenceSession:
    """The model in `path`, ready to run on the CPU."""
    options = onnxruntime.SessionOptions()
    # Threads that spin for work would take the cores from everybody else.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
