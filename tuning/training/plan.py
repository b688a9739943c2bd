"""What Trainer is told: steps, batches, and how often it evaluates."""

import math
from dataclasses import dataclass
from pathlib import Path

import torch
from transformers import TrainingArguments

from tuning.precision import has_bf16
from tuning.recipes.recipe import Recipe

_EVALUATIONS = 10
"""Of a whole training, at least."""
_RARELY = 100
"""Steps between two checkpoints at most: a kill costs no more."""
_TOLD = 10
"""Steps between two losses at most."""
_TOKENS = {"cpu": 4096, "cuda": 16384}
"""That are read at once. Their logits, one for each word of the vocabulary, take the memory."""


@dataclass(frozen=True)
class Plan:
    """`steps` of `micro` * `accumulated` examples; evaluated and saved `every` so many."""

    steps: int
    every: int
    micro: int
    accumulated: int


def plan(recipe: Recipe, examples: int, longest: int, limit: int | None, device: str) -> Plan:
    """For as many training `examples`, the `longest` of so many tokens; `limit` caps the steps."""
    batch = recipe.batch_size or 1
    steps = math.ceil(examples / batch) * (recipe.epochs or 1)
    steps = min(each for each in (steps, recipe.max_steps, limit) if each is not None)
    room = max(1, _TOKENS[device] // longest)
    micro = max(size for size in range(1, batch + 1) if batch % size == 0 and size <= room)
    every = min(_RARELY, max(1, steps // _EVALUATIONS))
    return Plan(steps, every, micro, batch // micro)


def arguments(plan: Plan, recipe: Recipe, folder: Path, seed: int) -> TrainingArguments:
    """Trainer's own words for it. Checkpoints go to `folder`; nothing goes anywhere else."""
    on_gpu = torch.cuda.is_available()
    return TrainingArguments(
        output_dir=str(folder),
        max_steps=plan.steps,
        per_device_train_batch_size=plan.micro,
        per_device_eval_batch_size=plan.micro,
        gradient_accumulation_steps=plan.accumulated,
        learning_rate=recipe.learning_rate or 0.0,
        lr_scheduler_type="linear",
        warmup_steps=math.ceil((recipe.warmup or 0.0) * plan.steps),
        weight_decay=recipe.weight_decay or 0.0,
        # Less of a batch is padding.
        train_sampling_strategy="group_by_length",
        seed=seed,
        data_seed=seed,
        bf16=has_bf16(),
        use_cpu=not on_gpu,
        dataloader_pin_memory=on_gpu,
        logging_steps=min(_TOLD, plan.every),
        eval_strategy="steps",
        eval_steps=plan.every,
        save_strategy="steps",
        save_steps=plan.every,
        load_best_model_at_end=True,
        metric_for_best_model="eval_loss",
        greater_is_better=False,
        # Else early stopping forgets, when it resumes, how long it has waited.
        restore_callback_states_from_checkpoint=True,
        disable_tqdm=True,
        report_to="none",
    )
