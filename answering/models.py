"""The models that can write an answer, by name; each is loaded when first used."""

import threading
from collections.abc import Mapping
from pathlib import Path

from llama_index.core.response_synthesizers import BaseSynthesizer

from answering.errors import ModelError
from answering.extractive import ExtractiveSynthesizer
from answering.generative import GenerativeSynthesizer
from answering.local_llm import LocalLLM
from answering.model_settings import EXTRACTIVE, ModelSettings, built_in
from answering.ranking import SentenceRanker
from answering.spans.model import SpanModel
from indexing.embedder import Embedder


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
        self.ranker = SentenceRanker(embedder, SpanModel())
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
            return ExtractiveSynthesizer(self.ranker)
        return GenerativeSynthesizer(
            LocalLLM(
                path=settings.path,
                cache=str(self._cache),
                max_new_tokens=settings.max_new_tokens,
            )
        )
