"""Language models that cost nothing, for `kind = "llama_index"`: what they say is a rule."""

import re
from typing import Any

from llama_index.core.base.llms.types import CompletionResponse, CompletionResponseGen, LLMMetadata
from llama_index.core.llms import CustomLLM

_PASSAGE = re.compile(r"^\[1\] .*?\n\n(.*?)$", re.MULTILINE | re.DOTALL)
_QUESTION = re.compile(r"^Question: (.*)$", re.MULTILINE)


class Plain(CustomLLM):
    """Repeats its first passage; alone it guesses, or owns that it does not know."""

    @property
    def metadata(self) -> LLMMetadata:
        return LLMMetadata(context_window=4096, num_output=160, model_name="plain")

    def said(self, passage: str, question: str) -> str:
        if passage:
            return f"{passage} [1]"
        return "I don't know." if "planets" in question else "You get 14 days. One. Two. Three."

    def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:
        del formatted, kwargs
        passage, question = _PASSAGE.search(prompt), _QUESTION.search(prompt)
        return CompletionResponse(
            text=self.said(passage[1] if passage else "", question[1] if question else "")
        )

    def stream_complete(
        self, prompt: str, formatted: bool = False, **kwargs: Any
    ) -> CompletionResponseGen:
        text = self.complete(prompt, formatted, **kwargs).text
        return (CompletionResponse(text=text, delta=word) for word in re.split(r"(?<= )", text))


class Inventive(Plain):
    """Says what no passage says."""

    def said(self, passage: str, question: str) -> str:
        del passage, question
        return "Everybody flies to the moon on 7 May. Bring 900 sandwiches."


class Fragile(Plain):
    """Fails at every question about sick leave."""

    def said(self, passage: str, question: str) -> str:
        if "sick" in question:
            raise TimeoutError
        return super().said(passage, question)
