"""One base model in memory, through llama.cpp; adapters are swapped from reply to reply."""

import json
import queue
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from answering.errors import ModelError
from answering.llama.base_file import Shape, base_file
from answering.llama.lora_file import lora_file
from answering.llama.turns import Turns

_SLOTS = 4
"""Prompts that are kept at most, so that what they begin with is not read again."""

_SILENT = -1


@dataclass(frozen=True)
class Piece:
    """Some text of a reply; tokens are told with the last one, else 0."""

    text: str
    tokens_in: int = 0
    tokens_out: int = 0


class Engine:
    """Writes with the model in the GGUF file `base`. Safe to share by threads.

    `adapters` are folders that peft wrote, each for one manner of writing; `cache` keeps what
    was converted; `context` is the tokens of prompt and reply together.
    """

    def __init__(self, base: Path, adapters: Sequence[str], cache: Path, context: int) -> None:
        self._base = base
        self._cache = cache
        self._context = context
        # The base alone is a manner, too.
        self._manners = ["", *dict.fromkeys(filter(None, adapters))]
        self._slots = min(len(self._manners), _SLOTS)
        self._places: dict[str, int] = {}
        self._broken: dict[str, str] = {}
        self._server: Any = None
        self._loading = threading.Lock()
        self._turns = Turns()

    def load(self, adapter: str = "") -> None:
        """Load the base and all adapters now; ModelError if it or `adapter` cannot be."""
        with self._loading:
            if self._server is None:
                self._server = self._started()
        if adapter in self._broken:
            raise ModelError(self._broken[adapter])

    def stream(
        self,
        messages: Sequence[Mapping[str, str]],
        adapter: str,
        tokens: int,
        options: Mapping[str, Any] | None = None,
        ahead: bool = False,
    ) -> Iterator[Piece]:
        """The greedy reply to a conversation, of at most so many tokens, as it is written.

        It goes on with the last message if that is the assistant's. `options` are llama.cpp's
        own for a request, such as `logit_bias`. ModelError if the conversation is too long, or
        too many wait, unless it goes `ahead` of them. Who stops reading stops it.
        """
        self.load(adapter)
        request = dict(options or {}) | {
            "messages": list(messages),
            "stream": True,
            "max_tokens": tokens,
            "temperature": 0,
            "id_slot": self._manners.index(adapter) % self._slots,
            "lora": [
                {"id": place, "scale": float(name == adapter)}
                for name, place in self._places.items()
            ],
        }
        with self._turns.turn(ahead):
            yield from self._replied(json.dumps(request))

    def _replied(self, request: str) -> Iterator[Piece]:
        events: queue.SimpleQueue[Any] = queue.SimpleQueue()
        abandoned = threading.Event()

        def heard(event: Any) -> bool:
            events.put(event)
            return abandoned.is_set()

        def run() -> None:
            try:
                self._server.handle_chat_completions(request, heard)
            except Exception as error:
                events.put(error)
            finally:
                events.put(None)

        # llama.cpp tells its caller; a reader asks.
        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        try:
            while (event := events.get()) is not None:
                yield from _pieces(event)
        finally:
            abandoned.set()
            thread.join()

    def _started(self) -> Any:
        import secrets

        import xllamacpp  # type: ignore[import-untyped]

        base, shape = base_file(self._base, self._cache)
        parameters = xllamacpp.CommonParams()
        parameters.model.path = str(base)
        parameters.n_parallel = self._slots
        parameters.n_ctx = self._context * self._slots
        parameters.verbosity = _SILENT
        # Slots keep their prompts; a second place for them would take gigabytes.
        parameters.cache_ram_mib = 0
        # It listens on loopback whether asked to or not.
        parameters.api_keys = [secrets.token_urlsafe()]
        parameters.ui = False
        parameters.endpoint_slots = False
        parameters.lora_adapters = self._converted(shape)
        parameters.lora_init_without_apply = True
        parameters.endpoint_metrics = True
        try:
            server = xllamacpp.Server(parameters)
        except RuntimeError as error:
            raise ModelError(f"llama.cpp cannot load {self._base}: {error}.") from error
        # A server that is dropped before its loop runs waits for that loop for ever; what the
        # loop answers shows that it runs.
        server.handle_metrics()
        return server

    def _converted(self, base: Shape) -> list[Any]:
        """The adapters that can be applied; one that cannot be is no reason to lose the others."""
        import xllamacpp

        made: list[Any] = []
        for folder in self._manners[1:]:
            try:
                path = lora_file(Path(folder), base, self._cache)
            except (ModelError, OSError) as error:
                self._broken[folder] = str(error)
                continue
            info = xllamacpp.CommonAdapterLoraInfo()
            info.path, info.scale = str(path), 1.0
            self._places[folder] = len(made)
            made.append(info)
        return made


def _pieces(event: Any) -> Iterator[Piece]:
    """What a server-sent event says: text, the tokens at the end, or an error."""
    if isinstance(event, Exception):
        raise event
    for part in event if isinstance(event, list) else [event]:
        told: Mapping[str, Any] = json.loads(part) if isinstance(part, str | bytes) else part
        if "error" in told:
            raise ModelError(_refusal(told["error"]))
        for choice in told.get("choices", ()):
            text = (choice.get("delta") or {}).get("content")
            if text:
                yield Piece(text)
        if timings := told.get("timings"):
            read = int(timings["cache_n"]) + int(timings["prompt_n"])
            yield Piece("", read, int(timings["predicted_n"]))


def _refusal(error: Mapping[str, Any]) -> str:
    if error.get("type") == "exceed_context_size_error":
        return f"reads {error['n_ctx']} tokens, and this question has {error['n_prompt_tokens']}"
    return f"failed: {error.get('message', 'no reason given')}"
