"""Anthropic's models, with the context window of the configuration."""

from typing import Any

from llama_index.core.base.llms.types import LLMMetadata
from llama_index.core.bridge.pydantic import PrivateAttr
from llama_index.llms.anthropic import Anthropic


class AnthropicLLM(Anthropic):
    """LlamaIndex's own knows the windows of the models of its day, and refuses any newer one."""

    _window: int = PrivateAttr()

    def __init__(self, context_window: int, **settings: Any) -> None:
        super().__init__(**settings)
        self._window = context_window

    @property
    def metadata(self) -> LLMMetadata:
        """What the bot needs to know of it."""
        return LLMMetadata(
            context_window=self._window,
            num_output=self.max_tokens,
            is_chat_model=True,
            model_name=self.model,
        )
