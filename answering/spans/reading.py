"""What the span model says of one passage."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

from answering.spans.encoding import Encoding

Logits = npt.NDArray[np.float32]

LONGEST = 40
"""Tokens of an answer."""
UNREAD = -1e4
"""The score of what the model has not read."""

_STARTS = 8
"""Of these, those that most look like one, the best span is sought: a start that is unlikely by
itself must not win by its end."""


@dataclass(frozen=True)
class Span:
    """The answer most likely: tokens `first` to `last` of the text; `score` in logits."""

    score: float
    first: int
    last: int


@dataclass(frozen=True)
class Reading:
    """(n,) logits that an answer starts and ends at each token of the text; `null`: no answer.

    `offsets` are the tokens' character ranges in the text.
    """

    start: Logits
    end: Logits
    null: float
    offsets: tuple[tuple[int, int], ...]

    @cached_property
    def margin(self) -> float:
        """How much more likely the best span is than none, in logits."""
        best = best_span(self.start, self.end)
        return best.score - 2 * self.null if best else UNREAD

    def scores(self, ranges: Sequence[tuple[int, int]]) -> list[float]:
        """The same for the best span that begins in each range of the text's characters."""
        if not self.offsets:
            return [UNREAD] * len(ranges)
        best = self.start + best_ends(self.end) - 2 * self.null
        begins = np.array([begin for begin, _ in self.offsets])
        return [
            float(best[(low <= begins) & (begins < high)].max(initial=UNREAD))
            for low, high in ranges
        ]


def reading_of(encoding: Encoding, start: Logits, end: Logits, null: float) -> Reading:
    """Of (tokens,) logits for all of `encoding`, those of the text."""
    text = slice(encoding.first, encoding.first + len(encoding.offsets))
    return Reading(start[text], end[text], null, encoding.offsets)


def best_span(start: Logits, end: Logits) -> Span | None:
    """The span of at most LONGEST tokens with the highest sum of logits; None of no tokens."""
    if not len(start):
        return None
    spans = []
    for first in np.argsort(-start)[:_STARTS]:
        last = first + int(np.argmax(end[first : first + LONGEST]))
        spans.append(Span(float(start[first] + end[last]), int(first), int(last)))
    return max(spans, key=lambda span: span.score)


def best_ends(end: Logits) -> Logits:
    """(n,) for every token the best logit of an end from there on, within LONGEST."""
    padded = np.pad(end, (0, LONGEST - 1), constant_values=UNREAD)
    best: Logits = sliding_window_view(padded, LONGEST).max(axis=1)
    return best
