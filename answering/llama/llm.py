"""An engine's model, with or without an adapter, as a LlamaIndex LLM."""

from collections.abc import Sequence
from typing import Any

from llama_index.core.base.llms.types import (
    ChatMessage,
    ChatResponse,
    ChatResponseGen,
    LLMMetadata,
)
from pydantic import Field, PrivateAttr

from answering.chat_llm import ChatLLM
from answering.llama.engine import Engine
from answering.messages import as_dicts, from_model


class LlamaLLM(ChatLLM):
    """Greedy replies of `engine`, in the manner of `adapter` if it is not empty."""

    name: str
    adapter: str = ""
    context_window: int = 2048
    max_new_tokens: int = 160
    options: dict[str, Any] = Field(default_factory=dict)
    _engine: Engine = PrivateAttr()

    def __init__(self, engine: Engine, **settings: Any) -> None:
        super().__init__(**settings)
        self._engine = engine

    @property
    def metadata(self) -> LLMMetadata:
        """Name and limits, in tokens."""
        return LLMMetadata(
            context_window=self.context_window,
            num_output=self.max_new_tokens,
            is_chat_model=True,
            model_name=self.name,
        )

    def load(self) -> None:
        """Load the engine now, if no model has yet. ModelError."""
        self._engine.load(self.adapter)

    def stream_chat(self, messages: Sequence[ChatMessage], **kwargs: Any) -> ChatResponseGen:
        """The reply, piece by piece; `raw` counts the tokens at the end, and says why it ended.

        `max_tokens` of it at most; if it goes `ahead`, before the replies that wait. If the last of
        `messages` is the assistant's, what comes after that.
        """
        tokens = int(kwargs.get("max_tokens", self.max_new_tokens))
        ahead = bool(kwargs.get("ahead", False))
        conversation = as_dicts(messages)

        def pieces() -> ChatResponseGen:
            text = ""
            asked = (conversation, self.adapter, tokens, self.options, ahead)
            for piece in self._engine.stream(*asked):
                text += piece.text
                usage = {"prompt_tokens": piece.tokens_in, "completion_tokens": piece.tokens_out}
                ended = {"finish_reason": "length" if piece.tokens_out >= tokens else "stop"}
                raw = {"usage": usage, "choices": [ended]} if piece.tokens_in else None
                yield ChatResponse(message=from_model(text), delta=piece.text, raw=raw)

        return pieces()
