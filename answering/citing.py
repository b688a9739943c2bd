"""Every sentence is matched to the quote that supports it, or it is not said.

Citations are built from retrieved passages alone, never from what a model wrote.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from llama_index.core.schema import NodeWithScore

from answering.answer import Citation, Sentence
from answering.units import Unit, collapse, units
from indexing.terms import terms

_MARK = re.compile(r"\s*\[(\d+)\]")
_URL = re.compile(r"(?:https?://|www\.)[^\s)>\]]+")
_NUMBER = re.compile(r"\d[\d.,:]*")
_SUPPORT = 0.6
"""Share of a sentence's content words that its source must contain."""

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

    def cite(self, draft: str) -> Sentence | None:
        """The sentence with its citations, or None when no passage supports it."""
        text = collapse_lines(_MARK.sub("", draft))
        if not text or _REFUSAL.search(text):
            return None
        named = [int(number) - 1 for number in _MARK.findall(draft)]
        order = [n for n in named if n < len(self.nodes)] + [
            n for n in range(len(self.nodes)) if n not in named
        ]
        for index in order:
            unit = support(text, self.nodes[index])
            if unit is not None:
                return Sentence(text, (self._number(self.nodes[index], unit),))
        return None

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


def support(text: str, node: NodeWithScore) -> Unit | None:
    """The unit of the passage that says what `text` says, or None.

    Word for word is best. Else most content words, every number and every address of the
    sentence must stand in the unit or in the passage's title and heading.
    """
    body = units(node.node.get_content())
    for unit in body:
        if collapse(unit.text) == collapse(text):
            return unit
    place = f"{node.node.metadata.get('title', '')} {node.node.metadata.get('heading', '')}"
    wanted = set(terms(text))
    if not wanted:
        return None
    best, best_share = None, 0.0
    for unit in body:
        said = f"{unit.lead} {unit.text}"
        if not _exact(text) <= _exact(f"{place} {said}"):
            continue
        share = len(wanted & set(terms(f"{place} {said}"))) / len(wanted)
        own = len(wanted & set(terms(said))) / len(wanted)
        if share >= _SUPPORT and own > best_share:
            best, best_share = unit, own
    return best


def _exact(text: str) -> set[str]:
    """Numbers and addresses: these are never paraphrased."""
    numbers = {number.rstrip(".,:").replace(",", "") for number in _NUMBER.findall(text)}
    return numbers | set(_URL.findall(text))


def collapse_lines(text: str) -> str:
    """White space collapsed within lines; the lines of a list stay."""
    return "\n".join(line for line in (collapse(raw) for raw in text.splitlines()) if line)
