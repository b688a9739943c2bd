"""Everything that decides what a training makes."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tuning.data.prepared import Prepared
from tuning.recipes.recipe import Recipe
from tuning.training.base import digest


@dataclass(frozen=True)
class Job:
    """`recipe` has nothing left open; `folder` holds `base` in transformers' format. `max_steps`
    caps the recipe's steps.
    """

    data: Prepared
    recipe: Recipe
    base: Path
    folder: Path
    max_steps: int | None
    seed: int

    def settings(self) -> dict[str, Any]:
        """All of it, with the hashes of data and weights; the same when a training goes on."""
        return {
            "recipe": self.recipe.model_dump(mode="json"),
            "data": {
                name: {"pairs": len(pairs), "sha256": digest(self.data.folder / f"{name}.jsonl")}
                for name, pairs in self.data.splits.items()
            },
            "base": {
                "path": str(self.base.resolve()),
                "sha256": digest(*sorted(self.folder.glob("*.safetensors"))),
            },
            "max_steps": self.max_steps,
            "seed": self.seed,
        }
