"""What of the passages a language model reads: whole ones, or the sentences that answer best."""

from collections.abc import Callable, Sequence

import prompts
from answering.composing import compose
from answering.ranking import SentenceRanker

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

    That is about a tenth of what was found: a small model reads it sooner, and finds the answer in
    it more often than in a whole passage (docs/tuning.md has the figures).
    """

    def context(question: str, passages: Sequence[str]) -> list[str]:
        quoted: dict[int, list[str]] = {}
        for each in compose(question, ranker.rank(question, passages), passages):
            quoted.setdefault(each.passage, []).append(each.unit.text)
        shortened = list(passages)
        for place, texts in quoted.items():
            named = passages[place].partition("\n\n")[0]
            # A list or a table keeps its lines.
            said = ("\n" if "\n" in "".join(texts) else " ").join(texts)
            shortened[place] = f"{named}\n\n{said}"
        return prompts.numbered(shortened, list(quoted)) if quoted else whole(question, passages)

    return context
