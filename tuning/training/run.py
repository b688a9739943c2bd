"""The whole of a training: prepared data and a recipe in, a folder with a tuned model out."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tuning.data.pair import Pair
from tuning.data.prepared import read
from tuning.recipes.defaults import settled
from tuning.recipes.recipe import Recipe
from tuning.training.base import base_folder, device_name, load_model, load_tokenizer
from tuning.training.card import card
from tuning.training.choosing import ADAPTERS
from tuning.training.errors import TrainingError
from tuning.training.fitting import fit
from tuning.training.job import Job
from tuning.training.measuring import REPLIES, measure
from tuning.training.output import Output, told
from tuning.training.progress import Progress
from tuning.training.showing import shown
from tuning.training.tokens import encode

_PACKAGES = ("torch", "transformers", "peft", "datasets", "accelerate", "sacrebleu")


def train(
    prepared: Path,
    recipe: Recipe,
    base: Path,
    output: Path,
    resume: bool = False,
    progress: Callable[[Progress], None] = lambda _: None,
    *,
    cache: Path = Path("var/models"),
    max_steps: int | None = None,
    replies: int = REPLIES,
    data_licence: str = "",
    command: str = "",
    seed: int = 0,
) -> dict[str, Any]:
    """Train `base` and fill `output`; returns the record in its training.json.

    `base` is a folder in transformers' format or a GGUF file, which is converted in `cache` first.
    With `resume`, what a killed run left in `output` is gone on with. `replies`: how many test
    pairs are answered to be measured. `data_licence` and `command` are for the card.

    Raises DataError where there are no prepared data, TrainingError for everything else that
    people can mend.
    """
    data = read(prepared)
    if data.recipe != recipe.name:
        raise TrainingError(
            f"{prepared} was prepared for the recipe {data.recipe}, whose prompts are others; "
            f"prepare it for {recipe.name}, or train with --recipe {data.recipe}."
        )
    folder = Output(output)
    folder.check(resume)
    recipe = settled(recipe, len(data.splits["train"]))
    job = Job(data, recipe, base, base_folder(base, cache), max_steps, seed)
    tokenizer = load_tokenizer(job.folder)
    settings = job.settings()
    with told(output):
        folder.open(settings)
        if (record := folder.record()) is not None:
            return record
        went = folder.trained() or _made(job, tokenizer, folder, progress)
        record = settings | went
        record["data_name"] = Path(data.report.get("data", prepared)).name
        consented = ("people", "consent", "scrubbed")
        record |= {name: data.report[name] for name in consented if name in data.report}
        record["test"] = _measured(job, folder, tokenizer, replies)
        record |= {"data_licence": data_licence, "command": command, "device": device_name()}
        record["versions"] = {name: version(name) for name in _PACKAGES}
        folder.close(record, card(record))
    return record


def _made(
    job: Job, tokenizer: Any, folder: Output, progress: Callable[[Progress], None]
) -> dict[str, Any]:
    """Train; or, where the recipe trains nothing, choose what is shown instead."""
    if job.recipe.method != "none":
        return fit(job, tokenizer, folder, progress)
    limit, refusal = job.recipe.max_length, job.recipe.refusal
    # Whether to refuse is judged before a model is asked: none is shown how to.
    answered = [pair for pair in job.data.splits["train"] if pair.completion != refusal]
    fitting = [pair for pair in answered if len(encode(pair, tokenizer)) <= limit]
    if not fitting:
        raise TrainingError(
            f"No answer has at most {limit} tokens with its passages; choose a larger max_length "
            "in the recipe."
        )
    return folder.keep_examples(shown(fitting, job.recipe.examples))


def _measured(job: Job, folder: Output, tokenizer: Any, replies: int) -> dict[str, Any]:
    """Figures on the test split of the base, and of what was written, loaded as for answering."""

    def figures(model: Any, before: Sequence[Pair] = ()) -> dict[str, Any]:
        pairs = job.data.splits["test"]
        return asdict(measure(model, tokenizer, pairs, job.recipe.max_length, replies, before))

    plain = load_model(job.folder)
    base = figures(plain)
    if before := folder.examples():
        return {"base": base, "tuned": figures(plain, before)}
    del plain
    adapted = job.recipe.method in ADAPTERS
    tuned = load_model(job.folder, folder.path) if adapted else load_model(folder.path)
    return {"base": base, "tuned": figures(tuned)}
