"""A causal language model of this machine as a LlamaIndex LLM, through transformers."""

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from llama_index.core.base.llms.types import (
    ChatMessage,
    ChatResponse,
    ChatResponseGen,
    LLMMetadata,
)
from pydantic import PrivateAttr

from answering.adapters import with_adapter
from answering.chat_llm import ChatLLM
from answering.converted_llm import transformers_folder
from answering.errors import ModelError
from answering.messages import as_dicts, from_model, joined


class LocalLLM(ChatLLM):
    """Greedy generation with a causal model from a folder or a GGUF file.

    A model without a chat template is asked in plain text. `path` is a folder in transformers'
    format, a hub name, or a `.gguf` file; `cache` the folder that keeps converted models;
    `adapter` a folder that training wrote for `path`, or empty. Nothing is loaded before the
    first completion.
    """

    path: str
    cache: str
    adapter: str = ""
    context_window: int = 2048
    max_new_tokens: int = 160
    _loaded: tuple[Any, Any] | None = PrivateAttr(default=None)
    _lock: threading.Lock = PrivateAttr(default_factory=threading.Lock)

    @property
    def metadata(self) -> LLMMetadata:
        """Name and limits, in tokens."""
        return LLMMetadata(
            context_window=self.context_window,
            num_output=self.max_new_tokens,
            is_chat_model=True,
            model_name=Path(self.path).stem,
        )

    def load(self) -> None:
        """Load the model now; the first call converts a GGUF file (about 20 s)."""
        with self._lock:
            self._model()

    def stream_chat(self, messages: Sequence[ChatMessage], **kwargs: Any) -> ChatResponseGen:
        """The reply, piece by piece; `raw` says at the end why it ended.

        One at a time: more would only share the same cores.
        """
        del kwargs

        def pieces() -> ChatResponseGen:
            with self._lock:
                text = ""
                for piece, reason in self._generate(messages):
                    text += piece
                    raw = {"choices": [{"finish_reason": reason}]} if reason else None
                    yield ChatResponse(message=from_model(text), delta=piece, raw=raw)

        return pieces()

    def _inputs(self, messages: Sequence[ChatMessage]) -> Any:
        """The tokens of `messages` as the model takes them; ModelError if they are too many."""
        _, tokenizer = self._model()
        if tokenizer.chat_template:
            inputs = tokenizer.apply_chat_template(
                as_dicts(messages),
                add_generation_prompt=True,
                return_tensors="pt",
                return_dict=True,
            )
        else:
            text = joined(messages)
            inputs = tokenizer(text, return_tensors="pt", return_token_type_ids=False)
        room, asked = self.context_window - self.max_new_tokens, inputs["input_ids"].shape[1]
        if asked > room:
            raise ModelError(f"reads {room} tokens, and this question has {asked}")
        return inputs

    def _generate(self, messages: Sequence[ChatMessage]) -> Iterator[tuple[str, str]]:
        """Pieces of the reply, and with the last one why it ended, as services say it."""
        from transformers import StoppingCriteriaList, TextIteratorStreamer

        inputs = self._inputs(messages)
        model, tokenizer = self._model()
        abandoned = threading.Event()
        failure: list[BaseException] = []
        tokens: list[int] = []
        streamer = TextIteratorStreamer(tokenizer, skip_prompt=True, skip_special_tokens=True)

        def run() -> None:
            try:
                made = model.generate(
                    **inputs,
                    max_new_tokens=self.max_new_tokens,
                    do_sample=False,
                    streamer=streamer,
                    stopping_criteria=StoppingCriteriaList(
                        [lambda ids, _scores: _all(ids, abandoned.is_set())]
                    ),
                )
                tokens.append(len(made[0]) - inputs["input_ids"].shape[1])
            except BaseException as error:
                failure.append(error)
                streamer.end()  # type: ignore[no-untyped-call]

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        try:
            for piece in streamer:
                yield piece, ""
        finally:
            # The reader may leave early (three sentences are enough): stop generating too.
            abandoned.set()
            thread.join()
        if failure:
            raise failure[0]
        yield "", "length" if tokens[0] >= self.max_new_tokens else "stop"

    def _model(self) -> tuple[Any, Any]:
        if self._loaded is None:
            from transformers import AutoModelForCausalLM, AutoTokenizer

            folder = transformers_folder(self.path, Path(self.cache))
            tokenizer = AutoTokenizer.from_pretrained(folder)
            model: Any = AutoModelForCausalLM.from_pretrained(folder, dtype="float32")
            if self.adapter:
                model = with_adapter(model, self.adapter)
            model.train(False)
            self._loaded = (model, tokenizer)
        return self._loaded


def _all(ids: Any, value: bool) -> Any:
    import torch

    return torch.full((ids.shape[0],), value, dtype=torch.bool, device=ids.device)
