"""What language models of this machine have in common as LlamaIndex LLMs."""

from collections.abc import Sequence
from typing import Any

from llama_index.core.base.llms.generic_utils import (
    chat_response_to_completion_response,
    stream_chat_response_to_completion_response,
)
from llama_index.core.base.llms.types import (
    ChatMessage,
    ChatResponse,
    CompletionResponse,
    CompletionResponseGen,
)
from llama_index.core.llms import CustomLLM

from answering.messages import from_model, from_user


class ChatLLM(CustomLLM):
    """A model that writes by `stream_chat`; the rest follows from that."""

    def chat(self, messages: Sequence[ChatMessage], **kwargs: Any) -> ChatResponse:
        """The whole reply to a conversation."""
        said = ChatResponse(message=from_model(""))
        for said in self.stream_chat(messages, **kwargs):  # noqa: B007
            pass
        return said

    def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:
        """The whole reply to `prompt`."""
        del formatted
        return chat_response_to_completion_response(self.chat([from_user(prompt)], **kwargs))

    def stream_complete(
        self, prompt: str, formatted: bool = False, **kwargs: Any
    ) -> CompletionResponseGen:
        """The reply to `prompt`, piece by piece."""
        del formatted
        streamed = self.stream_chat([from_user(prompt)], **kwargs)
        return stream_chat_response_to_completion_response(streamed)
