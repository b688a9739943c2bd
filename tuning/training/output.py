"""The folder that a training fills: a model, what it was made with, and its card.

`training.json` is written last: where it is, everything else is whole. While a training runs,
`checkpoints/` holds what it goes on from after a crash.
"""

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file

from tuning.data.pair import Pair
from tuning.training.errors import TrainingError
from tuning.training.showing import EXAMPLES, read_examples, write_examples

RECORD = "training.json"
CARD = "MODEL_CARD.md"
_ADAPTER = "adapter_model.safetensors"
_TORCH_WRITER = "inline_container"
"""Stands in what torch says when a file cannot be written."""


class Output:
    """The folder `path`. Its methods raise OSError; `told` makes sentences of that."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.checkpoints = path / "checkpoints"
        self._settings = self.checkpoints / "settings.json"
        self._trained = self.checkpoints / "trained.json"

    def check(self, resume: bool) -> None:
        """TrainingError if there is something that only `resume` may go on with."""
        if not resume and not self._empty():
            raise TrainingError(
                f"{self.path} is not empty; name a new folder, or go on with what is there "
                "with --resume."
            )

    def open(self, settings: Mapping[str, Any]) -> None:
        """Make the folder, or go on with what is in it; TrainingError if that is something else."""
        if self._empty():
            self.checkpoints.mkdir(parents=True, exist_ok=True)
            _write(self._settings, settings)
        else:
            self._compare(settings)

    def record(self) -> dict[str, Any] | None:
        """What `training.json` says, or None if the training has not ended."""
        return _read(self.path / RECORD)

    def trained(self) -> dict[str, Any] | None:
        """How training went, or None if it has not ended."""
        return _read(self._trained)

    def keep_model(self, model: Any, tokenizer: Any, trained: Mapping[str, Any]) -> None:
        """Write the model, or the adapter alone if it is one, and how training went."""
        with tempfile.TemporaryDirectory(dir=self.path) as name:
            partial = Path(name)
            model.save_pretrained(partial)
            if (partial / _ADAPTER).exists():
                _halve(partial / _ADAPTER)
                # peft's empty form, to be filled in by hand; the card takes its place.
                (partial / "README.md").unlink(missing_ok=True)
            else:
                tokenizer.save_pretrained(partial)
            for each in partial.iterdir():
                # safetensors makes files for their owner alone; the bot may run as another user.
                each.chmod(0o644)
                each.replace(self.path / each.name)
        _write(self._trained, trained)

    def keep_examples(self, pairs: Sequence[Pair]) -> dict[str, Any]:
        """Write the examples of a recipe that trains nothing; returns how many."""
        write_examples(self.path / EXAMPLES, pairs)
        _write(self._trained, {"shown": len(pairs)})
        return {"shown": len(pairs)}

    def examples(self) -> list[Pair]:
        """Those that were written."""
        return read_examples(self.path / EXAMPLES)

    def close(self, record: Mapping[str, Any], card: str) -> None:
        """Write the card and the record; checkpoints are not needed any more."""
        (self.path / CARD).write_text(card, encoding="utf-8")
        _write(self.path / RECORD, record)
        shutil.rmtree(self.checkpoints)

    def _empty(self) -> bool:
        """Whether nothing is there but, perhaps, what a run left that failed before it learned."""
        left = self.path.rglob("*") if self.path.is_dir() else ()
        return all(each in (self.checkpoints, self._settings) for each in left)

    def _compare(self, settings: Mapping[str, Any]) -> None:
        before = self.record() or _read(self._settings)
        if before is None:
            raise TrainingError(f"{self.path} holds no training to go on with; name a new folder.")
        for name, value in settings.items():
            if before.get(name) != value:
                raise TrainingError(
                    f"{self.path} was begun with another {name}: it was {before.get(name)}, "
                    f"it is {value}. Go on with what it was, or name a new folder."
                )


@contextmanager
def told(folder: Path) -> Iterator[None]:
    """Turn what a full disk, a missing right or a small memory does into TrainingError."""
    try:
        yield
    except torch.OutOfMemoryError as error:
        raise TrainingError(
            "The GPU's memory is too small; choose a smaller max_length in the recipe."
        ) from error
    except (OSError, SafetensorError, RuntimeError) as error:
        if isinstance(error, RuntimeError) and _TORCH_WRITER not in str(error):
            raise
        raise TrainingError(
            f"{folder} cannot be written: {_reason(error)}. Mend that and go on with --resume, "
            "or name another folder with --output."
        ) from error


def _reason(error: Exception) -> str:
    if isinstance(error, RuntimeError):
        # torch reports where it stood in the file, and nothing that people could use.
        return "the disk may be full"
    return (error.strerror if isinstance(error, OSError) else None) or str(error).rstrip(".")


def _halve(path: Path) -> None:
    """16 bits are enough for an adapter, and loading widens them again."""
    with safe_open(path, framework="pt") as file:
        metadata = file.metadata()
        tensors = {name: file.get_tensor(name).half() for name in file.keys()}  # noqa: SIM118
    save_file(tensors, path, metadata)


def _write(path: Path, data: Mapping[str, Any]) -> None:
    partial = path.with_name(f"{path.name}.partial")
    partial.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    partial.replace(path)


def _read(path: Path) -> dict[str, Any] | None:
    if not path.is_file():
        return None
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found
