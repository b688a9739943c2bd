"""Every sentence is matched to the quotes that support it, or it is not said.

Citations are built from retrieved passages alone, never from what a model wrote.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from llama_index.core.schema import NodeWithScore

from answering.answer import Citation, Sentence
from answering.checking.checker import Checker
from answering.checking.instructions import is_instruction
from answering.checking.tokens import visible
from answering.plain import plain
from answering.units import Unit, collapse

_MARK = re.compile(r"\s*\[(\d+)\]")
_IMAGE = re.compile(r"!\[[^\]]*\]\(")
_LINK = re.compile(r"\]\(|<https?:")

_REFUSAL = re.compile(
    r"\b(?:could not|couldn't|cannot|can't|did not) find\b|\bnot (?:mentioned|specified|stated)\b|"
    r"\bdo(?:es)? not (?:mention|say|specify|answer|provide)\b",
    re.IGNORECASE,
)


@dataclass
class CitationBook:
    """Checks sentences in the order they come, and numbers the citations they need."""

    nodes: Sequence[NodeWithScore]
    citations: list[Citation] = field(default_factory=list)

    @cached_property
    def checker(self) -> Checker:
        """What knows the passages; they are parsed once."""
        return Checker(self.nodes)

    def cite(self, draft: str) -> Sentence | None:
        """The sentence with its citations, or None when no passage supports it.

        Whatever the passages say, what gives orders to a model is not said, nor is a refusal
        in the model's own words; a link is shown as its text, since the sources have the links.
        """
        text = collapse_lines(visible(_MARK.sub("", draft)))
        if not text or _IMAGE.search(text) or is_instruction(text):
            return None
        named = [int(number) - 1 for number in _MARK.findall(draft)]
        verdict = self.checker.quoted(text, named)
        if not verdict.support:
            if _REFUSAL.search(text):
                return None
            verdict = self.checker.check(text, named)
            text = plain(text).text if _LINK.search(text) else text
        if not verdict.support:
            return None
        numbers = [self._number(self.nodes[one.passage], one.unit) for one in verdict.support]
        return Sentence(text, tuple(dict.fromkeys(numbers)))

    def _number(self, node: NodeWithScore, unit: Unit) -> int:
        metadata = node.node.metadata
        for citation in self.citations:
            if citation.passage_id == int(node.node_id) and citation.quote == unit.quote:
                return citation.number
        page = metadata.get("page")
        self.citations.append(
            Citation(
                number=len(self.citations) + 1,
                title=str(metadata.get("title", "")),
                url=str(metadata.get("url", "")),
                quote=unit.quote,
                passage_id=int(node.node_id),
                source=str(metadata.get("source_label", "")),
                heading=str(metadata.get("heading", "")),
                page=int(page) if page else None,
            )
        )
        return len(self.citations)


def collapse_lines(text: str) -> str:
    """White space collapsed within lines; the lines of a list stay."""
    return "\n".join(line for line in (collapse(raw) for raw in text.splitlines()) if line)
