"""Models that onnxruntime runs: converted from torch once and kept in the user's cache."""

import hashlib
import os
import tempfile
import threading
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import onnxruntime

if TYPE_CHECKING:
    from torch.nn import Module

_OPSET = 17
_CONVERTING = threading.RLock()
"""torch exports one model at a time."""


def converted(name: str, made_of: str, convert: Callable[[Path], None]) -> Path:
    """The file that `convert` writes for what `made_of` describes, made now unless it is there.

    OSError if there is no place to keep it.
    """
    made_of = f"{made_of} {onnxruntime.__version__} {_OPSET}"
    digest = hashlib.sha256(made_of.encode()).hexdigest()[:16]
    root = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "footnote"
    path = root / f"{name}-{digest}.onnx"
    with _CONVERTING:
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


def export(module: "Module", inputs: Sequence[str], outputs: Sequence[str], target: Path) -> None:
    """Write what `module` computes of (texts, tokens) integers to `target`. Imports torch."""
    import torch

    example = torch.ones((2, 8), dtype=torch.int64)
    with _CONVERTING, warnings.catch_warnings():
        # The converter that traces is called legacy, but takes 2 s instead of 11, and tests
        # compare what it makes with torch's results.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            module.eval(),
            (example,) * len(inputs),
            str(target),
            input_names=inputs,
            output_names=outputs,
            dynamic_axes={name: {0: "texts", 1: "tokens"} for name in inputs},
            opset_version=_OPSET,
            dynamo=False,
        )
