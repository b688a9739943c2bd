"""Which parameters are trained: adapters, the last layers, or all; less those that are frozen."""

from collections.abc import Iterator
from typing import Any

from torch import nn

from answering.adapters import peft_quiet
from tuning.recipes.recipe import Recipe
from tuning.training.errors import TrainingError

ADAPTERS = ("lora", "dora")
"""The methods that leave the model as it is and put something beside it."""


def choose(model: Any, recipe: Recipe) -> Any:
    """`model`, or a wrapper of it, in which only what `recipe` trains takes gradients.

    `recipe` has nothing left open (see `defaults.settled`). Raises TrainingError where it names
    parts that the model lacks.
    """
    if recipe.method in ADAPTERS:
        model = _with_adapter(model, recipe)
    elif recipe.method == "last_layers":
        _only_last(model, recipe.last_layers)
    _freeze(model, recipe.frozen)
    if not any(each.requires_grad for each in model.parameters()):
        raise TrainingError(f"The recipe {recipe.name} freezes everything that it trains.")
    return model


def counted(model: nn.Module) -> tuple[int, int]:
    """How many numbers are trained, and of how many."""
    sizes = [(each.numel(), each.requires_grad) for each in model.parameters()]
    return sum(size for size, trained in sizes if trained), sum(size for size, _ in sizes)


def _with_adapter(model: Any, recipe: Recipe) -> Any:
    from peft import LoraConfig, get_peft_model

    config = LoraConfig(
        task_type="CAUSAL_LM",
        r=recipe.rank or 8,
        lora_alpha=recipe.alpha or 16,
        lora_dropout=recipe.dropout or 0.0,
        target_modules=list(recipe.target_modules),
        use_dora=recipe.method == "dora",
    )
    try:
        with peft_quiet():
            return get_peft_model(model, config)
    except ValueError as error:
        names = sorted({name.rpartition(".")[2] for name, _ in _linears(model)})
        raise TrainingError(
            f"The recipe {recipe.name} adapts {', '.join(recipe.target_modules)}, but the model "
            f"has only {', '.join(names)}."
        ) from error


def _only_last(model: nn.Module, count: int) -> None:
    layers = max((_lists(model)), key=len, default=nn.ModuleList())
    if count >= len(layers):
        raise TrainingError(
            f"The model has {len(layers)} layers: choose fewer last_layers than that, or full."
        )
    model.requires_grad_(False)
    for layer in layers[-count:]:
        layer.requires_grad_(True)
    head, words = model.get_output_embeddings(), model.get_input_embeddings()  # type: ignore[operator]
    # A head that shares its weights with the first layer is not a last one.
    if head is not None and head.weight is not words.weight:
        head.requires_grad_(True)


def _freeze(model: nn.Module, parts: tuple[str, ...]) -> None:
    names = [name for name, _ in model.named_parameters()]
    for part in parts:
        if not any(part in name for name in names):
            raise TrainingError(
                f"The recipe freezes {part!r}, but no parameter's name has it; the first is "
                f"{names[0]}, the last {names[-1]}."
            )
    for name, parameter in model.named_parameters():
        if any(part in name for part in parts):
            parameter.requires_grad_(False)


def _lists(model: nn.Module) -> Iterator[nn.ModuleList]:
    return (each for each in model.modules() if isinstance(each, nn.ModuleList))


def _linears(model: nn.Module) -> Iterator[tuple[str, nn.Module]]:
    return ((name, each) for name, each in model.named_modules() if isinstance(each, nn.Linear))
