"""Every sentence is matched to the quotes that support it, or it is not said.

Citations are built from retrieved passages alone, never from what a model wrote.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from llama_index.core.schema import NodeWithScore

from answering.answer import Citation, Sentence
from answering.checking.checker import Checker, Verdict
from answering.checking.instructions import is_instruction
from answering.checking.prompt_talk import is_question_or_refusal, prompt_words, unlabelled
from answering.checking.tokens import visible
from answering.plain import CODE, plain
from answering.units import Unit, collapse, units

_MARK = re.compile(r"\s*\[(\d{1,3})\]")
_LAST = re.compile(r"(?<!\S)\[(\d{1,3})\]\s*\Z")
_PIECE = re.compile(r"[^\s(\"'`*]{0,80}\s*\[\d{1,3}\]\Z")
"""A number in brackets with the word before it."""
_ITEM = re.compile(r"(?P<indent> *)(?:-|\d+\.) ")
_FENCED = re.compile(
    r"^[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(?P<fence>`{3,}|~{3,})(?![^\n]*`)"
    r".*?(?:\n[ \t]*(?P=fence)[ \t]*$|\Z)",
    re.DOTALL | re.MULTILINE,
)
_IMAGE = re.compile(r"!\[[^\]]*\]\(")
_LINK = re.compile(r"\]\(|<https?:")


@dataclass
class CitationBook:
    """Checks sentences in the order they come, and numbers the citations they need."""

    nodes: Sequence[NodeWithScore]
    citations: list[Citation] = field(default_factory=list)
    asked: str = ""

    @cached_property
    def checker(self) -> Checker:
        """What knows the passages; they are parsed once."""
        return Checker(self.nodes, self.asked)

    def cite(self, draft: str) -> Sentence | None:
        """The sentence with its citations, or None when no passage supports it.

        Whatever the passages say, what gives orders to a model is not said, nor is a refusal
        in the model's own words, or talk of passages where the passages have none; a link is
        shown as its text, since the sources have the links.
        """
        text, named = self._unmarked(visible(draft))
        text = collapse_lines(text)
        if not text or _IMAGE.search(text) or is_instruction(text) or self._is_number(text):
            return None
        verdict = self.checker.quoted(text, named)
        if not verdict.support:
            text = unlabelled(text)
            if is_question_or_refusal(text) or self._is_number(text):
                return None
            if not all(map(self._is_known, prompt_words(text))):
                return None
            verdict = self.checker.check(text, named)
            text = plain(text).text if _LINK.search(text) else text
        if not verdict.support or self._is_heading(text, verdict):
            return None
        numbers = [self._number(self.nodes[one.passage], one.unit) for one in verdict.support]
        return Sentence(text, tuple(dict.fromkeys(numbers)))

    def _is_number(self, text: str) -> bool:
        """Whether `text` is but the number of a passage, whatever number the passage holds."""
        bare = re.fullmatch(r"\W*(\d+)\W*", text)
        return bare is not None and int(bare[1]) <= len(self.nodes)

    def _is_heading(self, text: str, verdict: Verdict) -> bool:
        """Whether `text` only names the page, or the part of it, that it is found in."""
        said = _name(text)
        if any(_name(one.unit.text) == said for one in verdict.support):
            return False
        found = (self.nodes[one.passage].node.metadata for one in verdict.support)
        return any(said in _names(metadata) for metadata in found)

    def _is_known(self, word: str) -> bool:
        """Whether the passages, or the lines that say where they stand, have `word`."""
        places = (str(node.node.metadata.get("place", "")) for node in self.nodes)
        return word in "\n".join((self._said[0], *places)).lower()

    def places(self, sentence: Sentence) -> frozenset[str]:
        """The sources that `sentence` cites."""
        cited = {each.passage_id for each in self.citations if each.number in sentence.citations}
        return frozenset(
            str(node.node.metadata["source"]) for node in self.nodes if int(node.node_id) in cited
        )

    def _unmarked(self, draft: str) -> tuple[str, list[int]]:
        """The draft without its marks, and the passages that they name, counted from 0.

        A number in brackets is no mark but text where it is in code, or where the passages have
        it after the same word: part of it (`hosts[0]`) or within code (`x = [0]`).
        """
        last = _LAST.search(draft)
        text = draft[: last.start()] if last else draft
        named = [int(last[1]) - 1] if last else []
        code = [match.span() for pattern in (_FENCED, CODE) for match in pattern.finditer(text)]
        kept, at = "", 0
        for match in _MARK.finditer(text):
            before = f"{kept}{text[at : match.start()]}"
            if any(start <= match.start() < end for start, end in code):
                continue
            if self._is_said(f"{before}{match.group()}"):
                continue
            named.append(int(match[1]) - 1)
            kept, at = before, match.end()
        return kept + text[at:], named

    def _is_said(self, text: str) -> bool:
        """Whether the passages have the number in brackets that ends `text` after its word."""
        piece = _PIECE.search(text)
        assert piece is not None
        word, _, _ = piece.group().rpartition("[")
        attached = word[-1:].isalnum() or word[-1:] in ("_", ")", "]")
        return bool(word.strip()) and collapse(piece.group()) in self._said[not attached]

    @cached_property
    def _said(self) -> tuple[str, str]:
        """What the passages say, and their code alone."""
        raw = [node.node.get_content() for node in self.nodes]
        found = [unit for text in raw for unit in units(text)]
        code = [unit.text for unit in found if unit.kind == "code"]
        code += [match["text"] for text in raw for match in CODE.finditer(text)]
        return collapse("\n".join(unit.text for unit in found)), collapse("\n".join(code))

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


def _name(text: str) -> str:
    return text.strip(" .:*").lower()


def _names(metadata: Mapping[str, Any]) -> set[str]:
    """The title of a page, the headings down to a passage, and both as a model reads them."""
    title, heading = str(metadata.get("title", "")), str(metadata.get("heading", ""))
    place = str(metadata.get("place", ""))
    return {_name(each) for each in (title, place, heading, *heading.split(" > "))} - {""}


def collapse_lines(text: str) -> str:
    """White space collapsed within lines; the lines of a list stay, and code as it is laid out."""
    lines, at = list[str](), 0
    for code in _FENCED.finditer(text):
        lines += [*_collapsed(text[at : code.start()]), code.group().rstrip()]
        at = code.end()
    return "\n".join([*lines, *_collapsed(text[at:])])


def _collapsed(text: str) -> list[str]:
    lines = ((raw, collapse(raw)) for raw in text.split("\n"))
    return [f"{_indent(raw)}{line}" for raw, line in lines if line]


def _indent(line: str) -> str:
    """What stands before the mark of an item: it says of which item it is part."""
    item = _ITEM.match(line)
    return item["indent"] if item else ""
