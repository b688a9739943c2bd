"""Settings that a recipe leaves open, chosen by how much there is to learn from."""

from dataclasses import dataclass

from tuning.recipes.recipe import Method, Recipe


@dataclass(frozen=True)
class _Size:
    """For fewer than `below` training pairs."""

    below: float
    rank: int
    dropout: float
    batch_size: int
    epochs: int
    warmup: float
    weight_decay: float
    patience: int


# Little data is learned by heart: few weights, more dropout and decay, and many short epochs that
# early stopping ends. Plenty needs one or two passes, in larger batches.
_SIZES = (
    _Size(200, 4, 0.10, 4, 10, 0.10, 0.05, 3),
    _Size(1_000, 8, 0.05, 8, 5, 0.06, 0.01, 3),
    _Size(10_000, 16, 0.05, 16, 3, 0.03, 0.01, 3),
    _Size(float("inf"), 16, 0.0, 32, 1, 0.03, 0.0, 5),
)

# Adapters begin at nothing and bear a rate that would spoil trained weights.
_RATES: dict[Method, float] = {
    "lora": 2e-4,
    "dora": 2e-4,
    "last_layers": 5e-5,
    "full": 2e-5,
    "none": 2e-4,
}


def settled(recipe: Recipe, pairs: int) -> Recipe:
    """`recipe` with nothing left open but `max_steps`, for as many training `pairs`."""
    size = next(each for each in _SIZES if pairs < each.below)
    chosen = {
        "rank": size.rank,
        "alpha": 2 * (recipe.rank or size.rank),
        "dropout": size.dropout,
        "learning_rate": _RATES[recipe.method],
        "batch_size": size.batch_size,
        "epochs": size.epochs,
        "warmup": size.warmup,
        "weight_decay": size.weight_decay,
        "patience": size.patience,
    }
    return recipe.model_copy(
        update={name: value for name, value in chosen.items() if getattr(recipe, name) is None}
    )
