"""An engine's model, with or without an adapter, as a LlamaIndex LLM."""

from typing import Any

from llama_index.core.base.llms.types import CompletionResponse, CompletionResponseGen, LLMMetadata
from llama_index.core.llms import CustomLLM
from pydantic import Field, PrivateAttr

from answering.llama.engine import Engine


class LlamaLLM(CustomLLM):
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
            model_name=self.name,
        )

    def load(self) -> None:
        """Load the engine now, if no model has yet. ModelError."""
        self._engine.load(self.adapter)

    def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:
        """The whole reply to `prompt`."""
        said = [CompletionResponse(text=""), *self.stream_complete(prompt, formatted, **kwargs)]
        return said[-1]

    def stream_complete(
        self, prompt: str, formatted: bool = False, **kwargs: Any
    ) -> CompletionResponseGen:
        """The reply, piece by piece; `raw` counts the tokens at the end.

        `max_tokens` of it at most; with `begun`, what comes after that.
        """
        del formatted
        tokens = int(kwargs.get("max_tokens", self.max_new_tokens))
        begun = str(kwargs.get("begun", ""))

        def pieces() -> CompletionResponseGen:
            text = ""
            for piece in self._engine.stream(prompt, self.adapter, tokens, self.options, begun):
                text += piece.text
                usage = {"prompt_tokens": piece.tokens_in, "completion_tokens": piece.tokens_out}
                raw = {"usage": usage} if piece.tokens_in else None
                yield CompletionResponse(text=text, delta=piece.text, raw=raw)

        return pieces()
