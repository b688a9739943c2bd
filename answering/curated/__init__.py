"""Answers that people wrote: pinned to question patterns, they win over the documents.

    pinned      a curated answer, and where they are kept
    draft       what a person typed -> a curated answer, or what is wrong with it
    wording     a question -> what it comes down to
    matching    question + curated answers -> the one that fits
    book        question -> Answer

A wrong curated answer is worse than none, so matching is strict: every word that carries meaning,
every number and every "not" must stand on both sides, and the same thing must be asked (who, when,
how much …). Likeness of meaning cannot replace that: with one word like "private" put in, one
question in four stays more alike than 0.94. It only guards against words in another order.
"""

from answering.curated.book import CuratedBook, as_answer
from answering.curated.draft import CuratedError, drafted
from answering.curated.matching import match
from answering.curated.pinned import CuratedAnswer, CuratedAnswers, most_urgent_first

__all__ = [
    "CuratedAnswer",
    "CuratedAnswers",
    "CuratedBook",
    "CuratedError",
    "as_answer",
    "drafted",
    "match",
    "most_urgent_first",
]
