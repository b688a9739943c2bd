"""Answers by a language model: the prompt, and its reply as whole sentences."""

import re
from collections.abc import Callable, Generator, Iterable, Sequence
from typing import Any

from llama_index.core.base.llms.types import ChatResponseGen, CompletionResponseGen
from llama_index.core.llms import LLM, ChatMessage
from llama_index.core.prompts import PromptTemplate
from llama_index.core.prompts.mixin import PromptDictType
from llama_index.core.response_synthesizers import BaseSynthesizer
from llama_index.core.types import RESPONSE_TEXT_TYPE

import prompts
from answering.context import Context, whole
from answering.llama.llm import LlamaLLM
from answering.local_llm import LocalLLM
from answering.spending import Spent, spent_on
from indexing.sentences import in_sentences

_CHARACTERS = 3
"""Of a token, at least, in European languages."""

_MARKS_FIRST = re.compile(r"^\s*(?:\[\d+\]\s*)+")


def _uncounted(_spent: Spent) -> None:
    pass


class GenerativeSynthesizer(BaseSynthesizer):
    """Streams the reply of `llm`, sentence by sentence, so that each can be checked first."""

    def __init__(
        self,
        llm: LLM,
        on_spent: Callable[[Spent], None] = _uncounted,
        context: Context = whole,
    ) -> None:
        super().__init__(llm=llm, streaming=True)
        self._context = context
        self._template = PromptTemplate(prompts.load("answer"))
        self._on_spent = on_spent

    @property
    def llm(self) -> LLM:
        """What writes."""
        llm: LLM = self._llm
        return llm

    def load(self) -> None:
        """Load a local model now rather than at its first answer."""
        if isinstance(self._llm, LocalLLM | LlamaLLM):
            self._llm.load()
        if isinstance(self._llm, LlamaLLM):
            # What every prompt begins with is read now, and kept.
            self._llm.complete(self._template.format(context_str="[1]", query_str=""), max_tokens=1)

    def get_response(
        self, query_str: str, text_chunks: Sequence[str], **response_kwargs: Any
    ) -> RESPONSE_TEXT_TYPE:
        """The sentences, as a stream."""
        del response_kwargs
        return sentences(self.pieces(self.prompt(query_str, text_chunks)))

    def prompt(self, question: str, passages: Sequence[str]) -> str:
        """What the model is asked: as much of its context as it can read, one part at least."""
        parts = self._context(question, passages)
        limits = self._llm.metadata
        room = (limits.context_window - limits.num_output) * _CHARACTERS - len(question)
        taken: list[str] = []
        for part in parts:
            room -= len(part)
            if room < 0 and taken:
                break
            taken.append(part)
        return self._template.format(context_str="\n\n".join(taken), query_str=question)

    @property
    def goes_on(self) -> bool:
        """Whether it can go on with a reply that is `begun`."""
        return isinstance(self._llm, LlamaLLM)

    def pieces(self, prompt: str, begun: str = "") -> Generator[str, None, None]:
        """The reply as it comes; what it took is counted even if the reader leaves early."""
        reply, raw = "", None
        try:
            for response in replies(self._llm, prompt, begun):
                raw = response.raw or raw
                reply += response.delta or ""
                yield response.delta or ""
        finally:
            self._on_spent(spent_on(prompt, reply, raw))

    def _get_prompts(self) -> PromptDictType:
        return {"answer": self._template}

    def _update_prompts(self, prompts: PromptDictType) -> None:
        pass

    async def aget_response(
        self, query_str: str, text_chunks: Sequence[str], **response_kwargs: Any
    ) -> RESPONSE_TEXT_TYPE:
        """Not used: Footnote is synchronous throughout."""
        raise NotImplementedError("Use get_response.")


def replies(llm: LLM, prompt: str, begun: str = "") -> ChatResponseGen | CompletionResponseGen:
    """The reply of `llm` to one message, in pieces; `begun` is for those that go on with it."""
    if begun:
        return llm.stream_complete(prompt, begun=begun)
    if llm.metadata.is_chat_model:
        return llm.stream_chat([ChatMessage(role="user", content=prompt)])
    return llm.stream_complete(prompt)


def sentences(tokens: Iterable[str]) -> Generator[str, None, None]:
    """Whole sentences from a stream of text, each with the `[n]` marks that follow it."""
    pending = ""
    for token in tokens:
        pending += token
        parts = _split(pending)
        # The last part may go on, and marks for the one before it may still come.
        while len(parts) > 2 or (len(parts) == 2 and _complete(parts)):
            yield parts.pop(0).strip()
        pending = "".join(parts)
    yield from (part.strip() for part in _split(pending) if part.strip())


def _complete(parts: list[str]) -> bool:
    return bool(parts[1].strip()) and not parts[1].lstrip().startswith("[")


def _split(text: str) -> list[str]:
    """Sentences of `text`; marks that stand after the full stop go with their sentence."""
    parts: list[str] = []
    for part in (piece for line in text.splitlines(keepends=True) for piece in in_sentences(line)):
        marks = _MARKS_FIRST.match(part)
        if marks and parts:
            parts[-1] += marks.group()
            part = part[marks.end() :]
        if part:
            parts.append(part)
    return parts
