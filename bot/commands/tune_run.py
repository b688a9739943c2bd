"""`footnote tune run` and `footnote tune register`"""

import json
import shlex
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from answering.errors import ModelError
from answering.model_settings import built_in
from bot.commands.common import Config, Home, fail, settings_for
from bot.model_entry import EntryError, add_entry

_PACKAGED = "smollm2"


def run(
    home: Home,
    recipe: Annotated[str, typer.Option("--recipe", help="A recipe, or a .toml file of one.")],
    prepared: Annotated[
        Path, typer.Option("--prepared", help="The folder that `footnote tune check` wrote.")
    ],
    output: Annotated[Path, typer.Option("--output", help="A new folder for what is trained.")],
    base: Annotated[
        str,
        typer.Option("--base", help="A model folder or .gguf file; else the packaged SmolLM2."),
    ] = "",
    max_steps: Annotated[
        int | None, typer.Option("--max-steps", min=1, help="End after as many steps.")
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with what was interrupted.")
    ] = False,
    data_licence: Annotated[
        str, typer.Option("--data-licence", help="What the model card says of the data.")
    ] = "",
) -> None:
    """Train on prepared data, measure on the test split, write the model card."""
    from transformers.utils import logging

    from tuning.data.pair import DataError
    from tuning.recipes.recipe import load
    from tuning.training.errors import TrainingError
    from tuning.training.run import train

    # Its bars and remarks are about files; what people wait for is told below.
    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        record = train(
            prepared,
            load(recipe),
            Path(base or built_in()[_PACKAGED].path),
            output,
            resume,
            lambda progress: print(progress, flush=True),
            cache=home / "models",
            max_steps=max_steps,
            data_licence=data_licence,
            command=shlex.join(["footnote", *sys.argv[1:]]),
        )
    except DataError as error:
        fail(str(error), 2)
    except TrainingError as error:
        fail(str(error))
    _show(record)
    print(f"Written to {output}; its MODEL_CARD.md says more. Use it after:")
    print(f"  footnote tune register {shlex.quote(str(output))} --name {output.resolve().name}")


def register(
    home: Home,
    folder: Annotated[Path, typer.Argument(help="The folder that `footnote tune run` wrote.")],
    name: Annotated[str, typer.Option("--name", help="What the model is to be called.")],
    config: Config = None,
) -> None:
    """Add a tuned model to the models of footnote.toml."""
    from tuning.training.showing import EXAMPLES

    settings = settings_for(home, config)
    if name in settings.models:
        fail(f"There is a model {name!r} already; choose another name.", 2)
    try:
        record = json.loads((folder / "training.json").read_text(encoding="utf-8"))
        base = record["base"]["path"]
        recipe = record.get("recipe", {})
        reads, method = recipe.get("reads", "passages"), recipe.get("method")
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        fail(f"{folder} holds no tuned model; footnote tune run writes one.", 2)
    here = folder.resolve()
    if method == "none":
        entry = {"path": base, "examples": str(here / EXAMPLES)}
    elif (folder / "adapter_config.json").is_file():
        entry = {"path": base, "adapter": str(here)}
    else:
        entry = {"path": str(here)}
    try:
        entry["kind"] = _kind(entry, method, settings.home / "models")
    except ModelError as error:
        fail(str(error), 2)
    if reads != "passages":
        entry["reads"] = reads
    file = settings.config or settings.home / "footnote.toml"
    try:
        add_entry(file, settings.home, name, entry)
    except EntryError as error:
        fail(str(error), 2)
    print(f"{file} has the model {name!r} now; a bot that runs knows it after a restart.")


def _kind(entry: Mapping[str, str], method: str | None, cache: Path) -> str:
    """What runs it: llama.cpp reads .gguf files, but not every adapter for them."""
    path = entry["path"]
    if not path.endswith(".gguf"):
        return "transformers"
    if "adapter" not in entry:
        return "llama_cpp"
    from answering.llama.base_file import base_shape
    from answering.llama.lora_file import is_converted

    # The base is looked into last: that takes seconds.
    applies = method != "dora" and is_converted(base_shape(Path(path), cache))
    return "llama_cpp" if applies else "transformers"


def _show(record: dict[str, Any]) -> None:
    shown = record["recipe"]["method"] == "none"
    table = Table("On the test split", "Base", "With examples" if shown else "Tuned", box=None)
    test = record["test"]
    for figure in ("loss", "perplexity", "bleu", "chrf", "rouge_l", "exact", "length"):
        table.add_row(figure, *(f"{test[model][figure]:.3f}" for model in ("base", "tuned")))
    Console(highlight=False).print(table)
