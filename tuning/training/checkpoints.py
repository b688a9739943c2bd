"""Checkpoints that are whole or do not count, so that a killed training can go on.

Trainer writes a checkpoint file by file. A marker is put in when the last one is there; what has
none was cut off, and is removed when training goes on.
"""

import json
import shutil
import time
from pathlib import Path
from typing import Any

from transformers import TrainerCallback

_MARKER = "whole.json"


class Checkpoints(TrainerCallback):
    """Those of one training, in `folder`: the last one and the best one are kept."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._before = 0.0
        self._began = time.monotonic()

    @property
    def seconds(self) -> float:
        """How long has been trained, up to its last checkpoint by a killed process included."""
        return self._before + time.monotonic() - self._began

    def latest(self) -> Path | None:
        """The checkpoint to go on from, or None; those that are not whole are removed."""
        whole = []
        for each in self.folder.glob("checkpoint-*"):
            if (each / _MARKER).is_file():
                whole.append(each)
            else:
                shutil.rmtree(each)
        found = max(whole, key=_step, default=None)
        if found is not None:
            self._before = json.loads((found / _MARKER).read_text(encoding="utf-8"))["seconds"]
        return found

    def on_train_begin(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        """Time is counted from here."""
        del args, state, control, kwargs
        self._began = time.monotonic()

    def on_save(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        """Trainer has written all of a checkpoint."""
        del args, control, kwargs
        written = self.folder / f"checkpoint-{state.global_step}"
        partial = written / f"{_MARKER}.partial"
        partial.write_text(json.dumps({"seconds": self.seconds}), encoding="utf-8")
        partial.replace(written / _MARKER)
        best = Path(state.best_model_checkpoint).name if state.best_model_checkpoint else ""
        for each in self.folder.glob("checkpoint-*"):
            if each.name not in (written.name, best):
                # First, so that one that is half removed does not count either.
                (each / _MARKER).unlink(missing_ok=True)
                shutil.rmtree(each)


def _step(checkpoint: Path) -> int:
    return int(checkpoint.name.rpartition("-")[2])
