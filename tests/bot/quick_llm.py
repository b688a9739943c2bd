"""A language model that costs nothing: it repeats what its first passage begins with."""

import re
import time
from typing import Any

from llama_index.core.base.llms.types import CompletionResponse, CompletionResponseGen, LLMMetadata
from llama_index.core.llms import CustomLLM
from llama_index.core.llms.callbacks import llm_completion_callback

_FIRST = re.compile(r"^\[1\] .*?\n\n(.*?)$", re.MULTILINE | re.DOTALL)


class QuickLLM(CustomLLM):
    """For `kind = "llama_index"`; it takes `pause` seconds for a word."""

    pause: float = 0.0

    @property
    def metadata(self) -> LLMMetadata:
        return LLMMetadata(context_window=4096, num_output=160, model_name="quick")

    @llm_completion_callback()
    def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:
        del formatted, kwargs
        found = _FIRST.search(prompt)
        return CompletionResponse(text=f"{found[1]} [1]" if found else "ready")

    @llm_completion_callback()
    def stream_complete(
        self, prompt: str, formatted: bool = False, **kwargs: Any
    ) -> CompletionResponseGen:
        del formatted, kwargs
        text = self.complete(prompt).text

        def pieces() -> CompletionResponseGen:
            for word in re.split(r"(?<= )", text):
                time.sleep(self.pause)
                yield CompletionResponse(text=text, delta=word)

        return pieces()
