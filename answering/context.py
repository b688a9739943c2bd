"""What of the passages a language model reads: whole ones, or the sentences that answer best."""

from collections.abc import Callable, Sequence

import prompts
from answering.composing import compose
from answering.ranking import SentenceRanker
from answering.units import Unit

Context = Callable[[str, Sequence[str]], list[str]]
"""Question and passages -> what is read, each under its passage's number, the most promising
first."""


def whole(_question: str, passages: Sequence[str]) -> list[str]:
    """All of them, as they come."""
    return prompts.numbered(passages)


def best_passages(ranker: SentenceRanker, count: int) -> Context:
    """Those `count` passages whole that have the best sentences."""

    def context(question: str, passages: Sequence[str]) -> list[str]:
        return prompts.numbered(passages, ranker.order(question, passages)[:count])

    return context


def best_sentences(ranker: SentenceRanker) -> Context:
    """The sentences that would be quoted, each below the line that names its passage.

    A small model finds the answer in them more often than in a whole passage (docs/tuning.md has
    the figures). Where nothing can be quoted it is given all.
    """

    def context(question: str, passages: Sequence[str]) -> list[str]:
        quoted: dict[int, list[Unit]] = {}
        for each in compose(question, ranker.rank(question, passages), passages):
            quoted.setdefault(each.passage, []).append(each.unit)
        shortened = list(passages)
        for place, chosen in quoted.items():
            named = passages[place].partition("\n\n")[0]
            shortened[place] = f"{named}\n\n{_text(chosen)}"
        return prompts.numbered(shortened, list(quoted) or None)

    return context


def _text(chosen: Sequence[Unit]) -> str:
    """The units, each behind what leads in to it or asks what it answers."""
    parts: list[str] = []
    for unit in chosen:
        before = unit.asked or unit.lead
        parts += [before] if before and before not in parts else []
        parts += [unit.text] if unit.text not in parts else []
    # Rows and items end without a full stop.
    return (" " if all(unit.kind == "sentence" for unit in chosen) else "\n").join(parts)
