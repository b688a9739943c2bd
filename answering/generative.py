"""Answers by a language model: the prompt, and its reply as whole sentences."""

import copy
import re
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from llama_index.core.base.llms.types import (
    ChatResponse,
    ChatResponseGen,
    CompletionResponse,
    CompletionResponseGen,
)
from llama_index.core.llms import LLM, ChatMessage
from llama_index.core.prompts import PromptTemplate
from llama_index.core.prompts.mixin import PromptDictType
from llama_index.core.response_synthesizers import BaseSynthesizer
from llama_index.core.types import RESPONSE_TEXT_TYPE

import prompts
from answering.context import Context, whole
from answering.errors import ModelError
from answering.examples import load_examples
from answering.in_time import Patience, in_time
from answering.llama.llm import LlamaLLM
from answering.local_llm import LocalLLM
from answering.messages import from_user, joined
from answering.spending import CUT, WELL, Spent, spent_on, why_ended
from answering.thoughts import Thoughts
from indexing.sentences import in_sentences

_CHARACTERS = 3
"""Of a token, at least, in European languages."""

_LEAST = 1000
"""Characters of passages and question, for which examples must leave room."""

_WHOLE = re.compile(r"(?:[.!?…。！？][\"'”’»)*_`]*|\[\d+\]|```)\Z")
"""How a sentence ends that nothing cut."""

_MARKS_FIRST = re.compile(r"^\s*(?:\[\d+\]\s*)+")


def _uncounted(_spent: Spent) -> None:
    pass


def _never() -> bool:
    return False


@dataclass
class Ending:
    """How a reply ended; `cut`: the limit of tokens did that; `broken`: something else did."""

    cut: bool = False
    broken: bool = False
    told: str = ""

    def hear(self, raw: Any) -> None:
        """Learn from a service's response; until one says why, the reply is broken."""
        reason = why_ended(raw)
        if reason is not None and not self.told:
            self.told = reason
            self.cut = reason in CUT
            self.broken = reason not in CUT | WELL


class GenerativeSynthesizer(BaseSynthesizer):
    """Streams the reply of `llm`, sentence by sentence, so that each can be checked first.

    It is shown the worked answers in the file `examples` first; ModelError if they are none.
    With `patience` a reply that does not come in time is a TimeoutError.
    """

    def __init__(
        self,
        llm: LLM,
        on_spent: Callable[[Spent], None] = _uncounted,
        context: Context = whole,
        examples: str = "",
        patience: Patience | None = None,
    ) -> None:
        super().__init__(llm=llm, streaming=True)
        self._context = context
        self._template = PromptTemplate(prompts.load("answer"))
        self._on_spent = on_spent
        self._patience = patience
        self._stopped: Callable[[], bool] = _never
        self._examples = load_examples(Path(examples), self._shown) if examples else []
        self._check_room()

    @property
    def llm(self) -> LLM:
        """What writes."""
        llm: LLM = self._llm
        return llm

    def until(self, stopped: Callable[[], bool]) -> "GenerativeSynthesizer":
        """The same for one answer: where it has to be patient, it ends when that is `stopped`."""
        made = copy.copy(self)
        made._stopped = stopped
        return made

    def load(self) -> None:
        """Load a local model now rather than at its first answer."""
        if isinstance(self._llm, LocalLLM | LlamaLLM):
            self._llm.load()
        if isinstance(self._llm, LlamaLLM):
            # What every prompt begins with is read now, and kept; who switches models does not
            # wait for those who ask.
            asked = [*self._examples, from_user(self._filled(["[1]"], ""))]
            self._llm.chat(asked, max_tokens=1, ahead=True)

    def writes(self) -> bool:
        """Whether it writes something when it is asked to; no more than that is read.

        One that `goes_on` did when it was loaded: another prompt would only take the place of
        the one that it keeps.
        """
        if self.goes_on:
            return True
        with closing(self.pieces([from_user("Reply with the word: ready")])) as pieces:
            return any(piece.strip() for piece in pieces)

    def get_response(
        self, query_str: str, text_chunks: Sequence[str], **response_kwargs: Any
    ) -> RESPONSE_TEXT_TYPE:
        """The sentences, as a stream."""
        del response_kwargs
        ending = Ending()
        return sentences(self.pieces(self.messages(query_str, text_chunks), ending), ending)

    def messages(self, question: str, passages: Sequence[str]) -> list[ChatMessage]:
        """What the model is asked, behind its examples.

        As much of its context as it can read, one part at least.
        """
        parts = self._context(question, passages)
        room = self._room() - len(question)
        taken: list[str] = []
        for part in parts:
            room -= len(part)
            if room < 0 and taken:
                break
            taken.append(part)
        return [*self._examples, from_user(self._filled(taken, question))]

    @property
    def goes_on(self) -> bool:
        """Whether it can go on with a reply that is begun."""
        return isinstance(self._llm, LlamaLLM)

    def pieces(
        self, messages: Sequence[ChatMessage], ending: Ending | None = None
    ) -> Generator[str, None, None]:
        """The reply as it comes, without thoughts; `ending` is told when something cuts it.

        What it took is counted even if the reader leaves early or it breaks off, but not where
        it fails before it begins. A model that `goes_on` does so with the last message if that
        is its own.
        """
        reply, raw, begun = "", None, False
        thoughts, ending = Thoughts(), ending or Ending()
        try:
            for response in self._replies(messages):
                begun = True
                raw = response.raw or raw
                ending.hear(response.raw)
                reply += response.delta or ""
                yield thoughts.without(response.delta or "")
            yield thoughts.rest()
        finally:
            if begun:
                self._on_spent(spent_on(joined(messages), reply, raw))

    def _replies(
        self, messages: Sequence[ChatMessage]
    ) -> Iterable[ChatResponse | CompletionResponse]:
        if self._patience is None:
            return replies(self._llm, messages)
        return in_time(partial(replies, self._llm, messages), self._patience, self._stopped)

    def _room(self) -> int:
        """Characters that the model can read beside its examples."""
        limits = self._llm.metadata
        readable = (limits.context_window - limits.num_output) * _CHARACTERS
        return readable - len(joined(self._examples))

    def _check_room(self) -> None:
        if self._examples and self._room() < _LEAST:
            raise ModelError(
                "has no room for passages beside its examples: show it fewer or shorter ones, or "
                "raise its context_window"
            )

    def _shown(self, question: str, passages: Sequence[str]) -> str:
        return self._filled(prompts.numbered(passages), question)

    def _filled(self, parts: Sequence[str], question: str) -> str:
        return self._template.format(context_str="\n\n".join(parts), query_str=question)

    def _get_prompts(self) -> PromptDictType:
        return {"answer": self._template}

    def _update_prompts(self, prompts: PromptDictType) -> None:
        pass

    async def aget_response(
        self, query_str: str, text_chunks: Sequence[str], **response_kwargs: Any
    ) -> RESPONSE_TEXT_TYPE:
        """Not used: Footnote is synchronous throughout."""
        raise NotImplementedError("Use get_response.")


def replies(llm: LLM, messages: Sequence[ChatMessage]) -> ChatResponseGen | CompletionResponseGen:
    """The reply of `llm` to a conversation, in pieces."""
    if llm.metadata.is_chat_model:
        return llm.stream_chat(messages)
    return llm.stream_complete(joined(messages))


def sentences(tokens: Iterable[str], ending: Ending | None = None) -> Generator[str, None, None]:
    """Whole sentences from a stream of text, each with the `[n]` marks that follow it.

    What `ending` says is cut or broken loses its last piece if that is none: the checker would
    find half a sentence in the passages, without its "only if". Alone it stays where only the
    limit of tokens cut it.
    """
    pending, said = "", False
    for token in tokens:
        pending += token
        parts = _split(pending)
        # The last part may go on, and marks for the one before it may still come.
        while len(parts) > 2 or (len(parts) == 2 and _complete(parts)):
            yield parts.pop(0).strip()
            said = True
        pending = "".join(parts)
    rest = [part.strip() for part in _split(pending) if part.strip()]
    half = bool(ending and rest) and not _WHOLE.search(rest[-1])
    if ending and half and (ending.broken or (ending.cut and (said or rest[1:]))):
        rest.pop()
    yield from rest


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
