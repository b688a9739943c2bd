"""How far a training is."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from transformers import TrainerCallback


@dataclass(frozen=True)
class Progress:
    """After `step` `of` as many. Losses are means for each learned token, in nats; None before
    the first. `seconds_left` is what the rest takes unless the training stops early.
    """

    step: int
    of: int
    loss: float | None
    validation_loss: float | None
    seconds_left: float

    def __str__(self) -> str:
        """One line for people."""
        told = [
            f"{name} {value:.3f}"
            for name, value in (("loss", self.loss), ("validation loss", self.validation_loss))
            if value is not None
        ]
        return f"step {self.step}/{self.of}: " + ", ".join(
            [*told, f"{_time(self.seconds_left)} left"]
        )


class Reporter(TrainerCallback):
    """Calls `report` with whatever Trainer logs."""

    def __init__(self, report: Callable[[Progress], None]) -> None:
        self._report = report
        self._losses: dict[str, float] = {}
        self._began = (0.0, 0)

    def on_train_begin(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        """Time is counted from here; a resumed training does not begin at step 0."""
        del args, control, kwargs
        self._began = (time.monotonic(), state.global_step)

    def on_log(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        """A loss or a validation loss is known."""
        del args, control
        logs: dict[str, float] = kwargs["logs"]
        known = logs.keys() & {"loss", "eval_loss"}
        if not known:
            return
        self._losses |= {name: logs[name] for name in known}
        since, first = self._began
        done = max(1, state.global_step - first)
        left = (time.monotonic() - since) / done * (state.max_steps - state.global_step)
        loss, validation = self._losses.get("loss"), self._losses.get("eval_loss")
        self._report(Progress(state.global_step, state.max_steps, loss, validation, left))


def _time(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
