"""A curated answer, and where they are kept."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from indexing.readers import PUBLIC, Readers


@dataclass(frozen=True)
class CuratedAnswer:
    """`patterns` are questions as people ask them; `*` in one stands for any words.

    `text` is Markdown, `sources` are labels of documents, `review_by` the day from which it
    counts as overdue, `updated_at` seconds since 1970.
    """

    id: str
    patterns: tuple[str, ...]
    text: str
    owner: str
    review_by: datetime.date | None = None
    sources: tuple[str, ...] = ()
    readers: Readers = PUBLIC
    updated_at: float = 0.0
    updated_by: str = ""

    def overdue(self, today: datetime.date) -> bool:
        """Whether it should have been reviewed before `today`."""
        return self.review_by is not None and self.review_by < today


def most_urgent_first(answers: Iterable[CuratedAnswer]) -> list[CuratedAnswer]:
    """By review date: what is overdue longest comes first, what needs no review last."""
    return sorted(answers, key=lambda each: (each.review_by or datetime.date.max, each.patterns))


class CuratedAnswers(Protocol):
    """Where curated answers are kept."""

    def all(self) -> Sequence[CuratedAnswer]:
        """Every one of them, as of now."""
        ...
