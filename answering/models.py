"""The models that can write an answer, by name; each is loaded when first used."""

import logging
import os
import threading
import time
from collections.abc import Mapping
from pathlib import Path

from llama_index.core.llms import LLM
from llama_index.core.response_synthesizers import BaseSynthesizer

from answering.context import best_passages, best_sentences
from answering.errors import ModelError
from answering.extractive import ExtractiveSynthesizer
from answering.generative import GenerativeSynthesizer
from answering.llama.engine import Engine
from answering.llama.llm import LlamaLLM
from answering.local_llm import LocalLLM
from answering.messages import from_user
from answering.model_failures import explained, is_of_one_request
from answering.model_settings import EXTRACTIVE, ModelSettings, built_in
from answering.ranking import SentenceRanker
from answering.remote_llm import patience, remote_llm
from answering.spans.model import SpanModel
from answering.spending import Meter, Spent, Uncounted
from indexing.embedder import Embedder

log = logging.getLogger(__name__)

_RESTS = 30.0
"""Seconds in which a model that failed is not tried again: each try may take its whole timeout."""


class ModelRegistry:
    """Names to synthesizers; `cache` is the folder for converted models.

    Safe to share by threads.
    """

    def __init__(
        self,
        embedder: Embedder,
        cache: Path,
        models: Mapping[str, ModelSettings] | None = None,
        default: str = EXTRACTIVE,
        meter: Meter | None = None,
        environment: Mapping[str, str] = os.environ,
    ) -> None:
        self._models = built_in() | dict(models or {})
        self.ranker = SentenceRanker(embedder, SpanModel())
        self._cache = cache
        self._meter = meter or Uncounted()
        self._environment = environment
        self._ready: dict[str, BaseSynthesizer] = {}
        self._engines: dict[str, Engine] = {}
        self._resting: dict[str, tuple[float, str]] = {}
        self._lock = threading.Lock()
        # One for each: a class that loads in its constructor must not hold up other models.
        self._building = {each: threading.Lock() for each in self._models}
        self._sharing = threading.Lock()
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

    def chain(self, name: str) -> list[str]:
        """`name`, then the models that stand in for it, each once."""
        found: list[str] = []
        while name and name not in found:
            found.append(name)
            name = self.settings(name).fallback
        return found

    def probe(self, name: str) -> str | None:
        """None when `name` can write, else the reason why not.

        Loads the model and has it write a word, which is counted as any call is.
        """
        try:
            self._check_budget(name)
            synthesizer = self.synthesizer(name)
            if isinstance(synthesizer, GenerativeSynthesizer):
                synthesizer.load()
                if not synthesizer.writes():
                    raise ModelError(
                        f"The model {name!r} was asked for a word and wrote nothing; choose "
                        "another, or raise its max_new_tokens."
                    )
        except Exception as error:
            log.warning("The model %s does not work: %s", name, explained(error))
            return str(error) if isinstance(error, ModelError) else f"it {explained(error)}"
        with self._lock:
            self._resting.pop(name, None)
        return None

    def synthesizer(self, name: str) -> BaseSynthesizer:
        """What writes the answers of model `name`, made once; ModelError if it cannot be."""
        settings = self.settings(name)
        with self._building[name]:
            if name not in self._ready:
                self._ready[name] = self._build(name, settings)
            return self._ready[name]

    def complete(self, name: str, prompt: str) -> str:
        """The whole reply of `name` to `prompt`, counted, and within its budget. ModelError."""
        synthesizer = self.synthesizer(name)
        if not isinstance(synthesizer, GenerativeSynthesizer):
            raise ModelError(f"The model {name!r} writes nothing without passages; choose another.")
        try:
            self.check(name)
            return "".join(synthesizer.pieces([from_user(prompt)]))
        except Exception as error:
            reason = explained(error)
            if not isinstance(error, ModelError):
                self.failed(name, reason, rests=not is_of_one_request(error))
            raise ModelError(f"The model {name!r} {reason}.") from error

    def check(self, name: str) -> None:
        """ModelError when `name` should not be asked now: it just failed, or has spent enough."""
        self.settings(name)
        with self._lock:
            until, reason = self._resting.get(name, (0.0, ""))
        if time.monotonic() < until:
            raise ModelError(reason)
        self._check_budget(name)

    def _check_budget(self, name: str) -> None:
        settings = self.settings(name)
        if settings.daily_tokens and self._meter.today(name) >= settings.daily_tokens:
            raise ModelError(f"has used its {settings.daily_tokens:,} tokens of today")

    def failed(self, name: str, reason: str, rests: bool = True) -> None:
        """Count a failure of `name`; if it `rests`, it is left alone for a while."""
        if rests:
            with self._lock:
                self._resting[name] = (time.monotonic() + _RESTS, reason)
        self._meter.add(name, Spent(0, 0), 0.0, failed=True)

    def voiced(self, name: str, sentences: int, kept_plain: int) -> None:
        """Count what `name` said in its tone, and what of that did not go out."""
        self._meter.voiced(name, sentences, kept_plain)

    def _build(self, name: str, settings: ModelSettings) -> BaseSynthesizer:
        if settings.kind == "extractive":
            return ExtractiveSynthesizer(self.ranker)

        def count(spent: Spent) -> None:
            cost = settings.cost(spent.tokens_in, spent.tokens_out)
            self._meter.add(name, spent, cost)

        llm = self._llm(name, settings)
        context = best_passages(self.ranker, settings.passages)
        if settings.reads == "sentences":
            context = best_sentences(self.ranker)
        return GenerativeSynthesizer(llm, count, context, settings.examples, patience(settings))

    def _llm(self, name: str, settings: ModelSettings) -> LLM:
        if settings.kind == "llama_cpp":
            return LlamaLLM(
                self._engine(settings.path),
                name=name,
                adapter=settings.adapter,
                context_window=settings.context_window,
                max_new_tokens=settings.max_new_tokens,
                options=dict(settings.options),
            )
        if settings.kind != "transformers":
            return remote_llm(name, settings, self._environment)
        return LocalLLM(
            path=settings.path,
            adapter=settings.adapter,
            cache=str(self._cache),
            context_window=settings.context_window,
            max_new_tokens=settings.max_new_tokens,
        )

    def _engine(self, path: str) -> Engine:
        """The engine that all models over the file at `path` share."""
        with self._sharing:
            if path not in self._engines:
                sharing = [
                    each
                    for each in self._models.values()
                    if each.kind == "llama_cpp" and each.path == path
                ]
                context = max(each.context_window for each in sharing)
                adapters = [each.adapter for each in sharing]
                self._engines[path] = Engine(Path(path), adapters, self._cache, context)
            return self._engines[path]
