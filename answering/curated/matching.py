"""Question + curated answers -> the one that fits."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from answering.curated.pinned import CuratedAnswer
from answering.curated.wording import DIRECTIONS, MEASURES, Wording, pattern_wording, wording
from answering.question import Question
from answering.rewrite import points_back, standalone
from answering.units import collapse
from indexing.readers import PUBLIC

if TYPE_CHECKING:  # The process that faces Slack imports this package, and must start fast.
    from indexing.embedder import Embedder

_ALIKE = 0.8
"""Cosine from which the same words in another order ask the same."""
_ASKED = re.compile(r"\b(?:who[ms]?|what|which|whose|how|when|where|why)\b")
_HELPS = re.compile(
    r"\b(?:(?:do|does|did)(?:n't| not)? (?:(?:the|an?|my|our|your|his|her|its|their|this|that|"
    r"these|those|all|any|each|every|most|some) )*(?P<subject>\S+)"
    r"|(?:is|are|am|was|were|can|could|may|must|should|shall|will|would|has|have|had)\b)"
)
"""The first helping verb of a question; behind "do" stands who or what does something."""


def match(
    question: Question,
    curated: Sequence[CuratedAnswer],
    embedder: "Embedder",
) -> CuratedAnswer | None:
    """The curated answer to `question` that its audience may read, if there is one.

    What was said before it counts only where the question points back to it. Of several, the
    one for fewer readers wins, then the newer one.
    """
    text = standalone(question) if points_back(question.text) else question.text
    return _match(question, text, curated, embedder)


def _match(
    question: Question,
    text: str,
    curated: Sequence[CuratedAnswer],
    embedder: "Embedder",
) -> CuratedAnswer | None:
    asked, whole = wording(text), wording(text, light=True)
    if not asked.words:
        return None
    readable = [each for each in curated if not each.readers.isdisjoint(question.audience)]
    readable.sort(key=lambda each: (each.readers >= PUBLIC, -each.updated_at))
    for each in readable:
        if any(
            _fits_around(pattern, whole, embedder)
            if "*" in pattern
            else _fits(pattern_wording(pattern), asked, embedder)
            for pattern in each.patterns
        ):
            return each
    best, found = _ALIKE, None
    for each in readable:
        for pattern in each.patterns:
            if not _reordered(pattern, asked, embedder) or _turned_round(pattern, text):
                continue
            alike = float(embedder.embed_query(pattern) @ embedder.embed_query(text))
            if alike > best:
                best, found = alike, each
    return found


def _fits(meant: Wording, asked: Wording, embedder: "Embedder") -> bool:
    """Whether the question has the words of a pattern, in order, and no others."""
    if len(meant.words) == len(asked.words):
        same = _at(meant, asked, 0, embedder)
    else:
        # "Hack week" and "hackweek" are the same.
        same = "".join(meant.words) == "".join(asked.words)
    return same and _asks_the_same(meant, asked)


def _fits_around(pattern: str, asked: Wording, embedder: "Embedder") -> bool:
    """The same where each `*` of `pattern` stands for any words, or none."""
    if not _asks_the_same(pattern_wording(pattern.replace("*", " ")), asked):
        return False
    first, *middle, last = [pattern_wording(part, light=True) for part in pattern.split("*")]
    at, end = len(first.words), len(asked.words) - len(last.words)
    if end < at or not (_at(first, asked, 0, embedder) and _at(last, asked, end, embedder)):
        return False
    for part in middle:
        places = range(at, end - len(part.words) + 1)
        start = next((n for n in places if _at(part, asked, n, embedder)), None)
        if start is None:
            return False
        at = start + len(part.words)
    return True


def _at(part: Wording, asked: Wording, start: int, embedder: "Embedder") -> bool:
    return all(_same(part, n, asked, start + n, embedder) for n in range(len(part.words)))


def _reordered(pattern: str, asked: Wording, embedder: "Embedder") -> bool:
    """Whether the question has the words of `pattern` in an order that may mean the same."""
    meant = pattern_wording(pattern)
    if len(meant.words) != len(asked.words) or "*" in pattern:
        return False
    if 2 * len(set(meant.words) & set(asked.words)) < len(set(meant.words)):
        return False  # Slips in more than half of the words: no need to look for them.
    if not _asks_the_same(meant, asked):
        return False
    if _directed(meant) != _directed(asked):
        return False  # "From the bunker to the firebox" is not "from the firebox to the bunker".
    left = list(range(len(asked.words)))
    order = []
    for n in range(len(meant.words)):
        found = next((m for m in left if _same(meant, n, asked, m, embedder)), None)
        if found is None:
            return False
        left.remove(found)
        order.append(found)
    moved = [n for n, m in enumerate(order) if n != m]
    if len(moved) != 2:
        return True
    # Two words changed places. "Days of vacation" are "vacation days", but "how many sensors can
    # a gateway handle" is not "how many gateways can a sensor handle".
    one, other = moved
    return any(abs(side.places[one] - side.places[other]) == 1 for side in (meant, asked))


def _turned_round(pattern: str, text: str) -> bool:
    """Whether only one asks what something named does: "who does Anna pay", "who pays Anna"."""
    return {_names_subject(pattern), _names_subject(text)} == {True, False}


def _names_subject(text: str) -> bool | None:
    """Whether `text` asks what something named does, and not what we do, nor who or what does
    it; None if it cannot be told."""
    text = collapse(text.lower().replace("’", "'"))
    asked = _ASKED.search(text)
    helps = _HELPS.search(text, asked.end() if asked else 0)
    if helps is None:
        return False if asked and asked[0].startswith(("who", "what", "which")) else None
    # Behind another word "people" are anybody, as "I" and "we" are.
    return bool(wording(f"do {helps['subject']}").words) if helps["subject"] else None


def _directed(read: Wording) -> set[tuple[str, ...]]:
    """Each "by" and "from" with the word that follows it."""
    return {read.words[n : n + 2] for n, word in enumerate(read.words) if word in DIRECTIONS}


def _asks_the_same(meant: Wording, asked: Wording) -> bool:
    """Whether an answer to the pattern `meant` can answer what is `asked`.

    Bare words as a pattern fit whatever is asked about them. Where a pattern asks how, when or
    how much, its answer also answers whether; the other way round it need not.
    """
    if meant.negations != asked.negations:
        return False
    both = meant.asks | asked.asks
    differs = (meant.may != asked.may, meant.must != asked.must)
    # "Must I?" is not "may I?"; beside another question word, "how can I" is "how do I".
    if all(differs) or (both == {"whether"} and any(differs)):
        return False
    return (
        not meant.asks
        or asked.asks in (meant.asks, frozenset(), frozenset({"whether"}))
        or (len(both) == 2 and "what" in both and bool(both & MEASURES))
    )


def _same(meant: Wording, n: int, asked: Wording, m: int, embedder: "Embedder") -> bool:
    if meant.words[n] == asked.words[m]:
        return True
    right, typed = meant.spelled[n], asked.spelled[m]
    if not _one_slip(right, typed) or embedder.count(typed) == 1:
        return False  # "Employer" is no slip of "employee": the embedder knows it as a word.
    return embedder.count(right) == 1 or len(right) > 7


def _one_slip(right: str, typed: str) -> bool:
    """Whether one letter is wrong, missing, too many, or swapped with its neighbour."""
    if min(len(right), len(typed)) < 4 or not (right + typed).isalpha():
        return False
    if (right[0], right[-1]) != (typed[0], typed[-1]):
        return False
    n = next((n for n, (a, b) in enumerate(zip(right, typed, strict=False)) if a != b), 0)
    if len(right) == len(typed):
        swapped = right[n : n + 2] == typed[n : n + 2][::-1]
        return right[n + 1 :] == typed[n + 1 :] or (swapped and right[n + 2 :] == typed[n + 2 :])
    longer, shorter = sorted((right, typed), key=len, reverse=True)
    return longer[n + 1 :] == shorter[n:]
