"""The training itself, by transformers' Trainer."""

import math
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from datasets import Dataset  # type: ignore[import-untyped]
from transformers import (
    EarlyStoppingCallback,
    PrinterCallback,
    set_seed,
)

from tuning.training.base import device, load_model
from tuning.training.checkpoints import Checkpoints
from tuning.training.choosing import choose, counted
from tuning.training.errors import TrainingError
from tuning.training.job import Job
from tuning.training.output import Output
from tuning.training.plan import arguments, plan
from tuning.training.prefix import PrefixTrainer, collator
from tuning.training.progress import Progress, Reporter
from tuning.training.tokens import Tokens, encoded

_VALIDATION = {"cpu": 64, "cuda": 200}
"""Pairs at most: they are read at every checkpoint."""


def fit(
    job: Job, tokenizer: Any, folder: Output, progress: Callable[[Progress], None]
) -> dict[str, Any]:
    """Train, from the last checkpoint if there is one, and leave the best model in `folder`.

    Returns how it went: the steps, losses, seconds and numbers of `training.json`.
    """
    learned, validating = _examples(job, tokenizer)
    # Before the adapter is made: its weights begin at random.
    set_seed(job.seed)
    model = choose(load_model(job.folder), job.recipe)
    longest = max(map(len, (*learned, *validating)))
    planned = plan(job.recipe, len(learned), longest, job.max_steps, device())
    checkpoints = Checkpoints(folder.checkpoints)
    patience = EarlyStoppingCallback(job.recipe.patience or 1)
    trainer = PrefixTrainer(
        model,
        arguments(planned, job.recipe, folder.checkpoints, job.seed),
        collator(model),
        _dataset(learned),
        _dataset(validating),
        callbacks=[patience, checkpoints, Reporter(progress)],
    )
    trainer.remove_callback(PrinterCallback)
    latest = checkpoints.latest()
    trainer.train(resume_from_checkpoint=str(latest) if latest else None)
    state = trainer.state
    if state.best_metric is None or math.isnan(state.best_metric):
        raise TrainingError("The loss is not a number; lower learning_rate in the recipe.")
    trained, parameters = counted(model)
    pairs = len(job.data.splits["train"])
    went = {
        "steps": state.global_step,
        "best_step": state.best_global_step,
        "validation_loss": state.best_metric,
        "validation_pairs": len(validating),
        "losses": _losses(state.log_history),
        "seconds": round(checkpoints.seconds, 1),
        "trained_parameters": trained,
        "parameters": parameters,
        "too_long": pairs - len(learned),
    }
    folder.keep_model(model, tokenizer, went)
    return went


def _examples(job: Job, tokenizer: Any) -> tuple[list[Tokens], list[Tokens]]:
    """What is learned and what validates; TrainingError if a split has nothing short enough."""
    length = job.recipe.max_length
    found = []
    for name, pairs in job.data.splits.items():
        found.append(encoded(pairs, tokenizer, length))
        if not found[-1]:
            raise TrainingError(
                f"Every {name} pair is longer than {length} tokens; raise max_length in the "
                "recipe, or shorten the texts."
            )
    learned, validating, _ = found
    return learned, Random(job.seed).sample(validating, min(_VALIDATION[device()], len(validating)))


def _dataset(tokens: Sequence[Tokens]) -> Dataset:
    return Dataset.from_list([each.as_row() for each in tokens])


def _losses(history: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    named = {"loss": "loss", "eval_loss": "validation_loss"}
    return [
        {"step": logged["step"], name: logged[key]}
        for logged in history
        for key, name in named.items()
        if key in logged
    ]
