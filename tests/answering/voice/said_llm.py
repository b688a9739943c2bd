"""A voice whose manner is known beforehand: it says what it is given, with some of it replaced."""

from collections.abc import Iterator
from typing import Any

from llama_index.core.base.llms.types import CompletionResponse, CompletionResponseGen, LLMMetadata
from llama_index.core.llms import CustomLLM
from llama_index.core.llms.callbacks import llm_completion_callback
from pydantic import Field


class SaidLLM(CustomLLM):
    """For `kind = "llama_index"`: the last paragraph of its prompt, after `opening`.

    `replaced` are pieces of text and what it says instead of them; `failure` is what it raises,
    if it is not empty.
    """

    opening: str = ""
    replaced: dict[str, str] = Field(default_factory=dict)
    failure: str = ""

    @property
    def metadata(self) -> LLMMetadata:
        return LLMMetadata(context_window=2048, num_output=160, model_name="said")

    @llm_completion_callback()
    def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:
        del formatted, kwargs
        return CompletionResponse(text="".join(self._said(prompt)))

    @llm_completion_callback()
    def stream_complete(
        self, prompt: str, formatted: bool = False, **kwargs: Any
    ) -> CompletionResponseGen:
        del formatted, kwargs
        return (CompletionResponse(text="", delta=piece) for piece in self._said(prompt))

    def _said(self, prompt: str) -> Iterator[str]:
        if self.failure:
            raise RuntimeError(self.failure)
        text = prompt.rpartition("\n\n")[2]
        for old, new in self.replaced.items():
            text = text.replace(old, new)
        yield from f"{self.opening}{text}".partition(" ")
