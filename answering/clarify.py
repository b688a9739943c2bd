"""One question back, where nobody could answer without knowing more."""

import re
from collections.abc import Sequence

from llama_index.core.schema import NodeWithScore

import prompts
from answering.question import Question
from answering.replies import closest
from answering.rewrite import pronouns
from indexing.terms import terms

_POINTER = re.compile(
    r"\b(it|they|them|he|she|him|the (?:first|second|other) one|"
    r"(?:that|this|those|these)(?=\s*[?.!]?\s*$))\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\?|\b(?:who|what|when|where|which|why|how|can|could|do|does|did|is|are|was|were|may|should|"
    r"will|would|must|have|has)\b",
    re.IGNORECASE,
)
_FEW = 2
"""Content words; with so few beside a pronoun nothing says what is meant."""
_CLOSE = 0.9
"""Documents that fit nearly as well as the best: share of its score."""
_OPTIONS = 3
_LIKELY = 0.5
"""Of the best passage's score; below it the word says nothing to any document."""


def question_back(question: Question, nodes: Sequence[NodeWithScore]) -> str | None:
    """The clarifying question, or None where `question` says enough."""
    words = set(terms(question.text))
    if question.history:
        return None
    pointer = _POINTER.search(pronouns(question.text))
    if pointer and _ASKS.search(question.text) and len(words) <= _FEW:
        return prompts.load("clarify_subject").format(word=pointer.group())
    if len(words) == 1 and not _ASKS.search(question.text):
        return _which(nodes)
    return None


def _which(nodes: Sequence[NodeWithScore]) -> str | None:
    """Asks between the documents that fit about equally well; None if one stands out."""
    if not nodes or (nodes[0].score or 0.0) < _LIKELY:
        return None
    enough = _CLOSE * (nodes[0].score or 0.0)
    titles = [item.title for item in closest([n for n in nodes if (n.score or 0.0) >= enough])]
    if len(titles) < _OPTIONS:
        return None
    return prompts.load("clarify_which").format(first=", ".join(titles[:-1]), last=titles[-1])
