"""Answers without a language model: the best supporting sentences, quoted.

On a small machine this is more often right than a small model, and it cannot invent.
"""

from collections.abc import Generator, Sequence
from typing import Any

from llama_index.core.llms import MockLLM
from llama_index.core.prompts.mixin import PromptDictType
from llama_index.core.response_synthesizers import BaseSynthesizer
from llama_index.core.types import RESPONSE_TEXT_TYPE

from answering.checking.headings import headed
from answering.checking.leads import restricts
from answering.composing import compose
from answering.ranking import SentenceRanker
from answering.units import Unit


class ExtractiveSynthesizer(BaseSynthesizer):
    """Yields whole sentences, each ending in the number of its passage: `… [2]`."""

    def __init__(self, ranker: SentenceRanker) -> None:
        super().__init__(llm=MockLLM(), streaming=True)
        self._ranker = ranker

    def get_response(
        self, query_str: str, text_chunks: Sequence[str], **response_kwargs: Any
    ) -> RESPONSE_TEXT_TYPE:
        """The sentences, as a stream."""
        del response_kwargs
        return self._sentences(query_str, text_chunks)

    def _sentences(self, question: str, passages: Sequence[str]) -> Generator[str, None, None]:
        ranking = self._ranker.rank(question, passages)
        led = None
        for candidate in compose(question, ranking, passages):
            unit, before = headed(candidate.unit, _heading(passages[candidate.passage])), led
            led = candidate.passage, unit.block, unit.lead
            # What only introduces is said once; what forbids or restricts, each time.
            text = unit.text if led == before and not restricts(unit) else said(unit)
            yield f"{text} [{candidate.passage + 1}]"

    def _get_prompts(self) -> PromptDictType:
        return {}

    def _update_prompts(self, prompts: PromptDictType) -> None:
        pass

    async def aget_response(
        self, query_str: str, text_chunks: Sequence[str], **response_kwargs: Any
    ) -> RESPONSE_TEXT_TYPE:
        """Not used: Footnote is synchronous throughout."""
        raise NotImplementedError("Use get_response.")


def _heading(passage: str) -> str:
    """The headings down to it, of "Title › A > B" in its first line; or ""."""
    return passage.partition("\n\n")[0].partition(" › ")[2]


def said(unit: Unit) -> str:
    """The unit, behind the sentence that leads in to it: "You must not:" turns its sense round."""
    if not unit.lead:
        return unit.text
    if unit.kind in ("list", "table", "code"):
        return f"{unit.lead}\n{unit.text}"
    return f"{unit.lead} {unit.text.rstrip(',;')}"
