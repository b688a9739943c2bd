"""How much replies have in common with the texts that were expected."""

import re
from collections.abc import Sequence
from statistics import fmean

from sacrebleu import corpus_bleu, corpus_chrf

_WORD = re.compile(r"\w+|[^\w\s]")


def bleu(said: Sequence[str], expected: Sequence[str]) -> float:
    """BLEU (0..100) of all texts together, with sacrebleu's own tokens."""
    return float(corpus_bleu(list(said), [list(expected)]).score)


def chrf(said: Sequence[str], expected: Sequence[str]) -> float:
    """chrF2 (0..100) of all texts together."""
    return float(corpus_chrf(list(said), [list(expected)]).score)


def rouge_l(said: Sequence[str], expected: Sequence[str]) -> float:
    """ROUGE-L (0..1): the mean F1 of the longest common subsequence of words, in lower case."""
    return fmean(_f1(_words(one), _words(other)) for one, other in zip(said, expected, strict=True))


def exact(said: Sequence[str], expected: Sequence[str]) -> float:
    """The share of texts that are the same but for white space."""
    pairs = zip(said, expected, strict=True)
    return fmean(float(one.split() == other.split()) for one, other in pairs)


def length(texts: Sequence[str]) -> float:
    """Words, on average."""
    return fmean(len(text.split()) for text in texts)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _f1(said: Sequence[str], expected: Sequence[str]) -> float:
    common = _longest(said, expected)
    return 2 * common / (len(said) + len(expected)) if common else 0.0


def _longest(one: Sequence[str], other: Sequence[str]) -> int:
    """The length of the longest common subsequence; one row of the usual table at a time."""
    row = [0] * (len(other) + 1)
    for token in one:
        before = 0
        for place, candidate in enumerate(other, 1):
            diagonal, before = before, row[place]
            row[place] = diagonal + 1 if token == candidate else max(row[place], row[place - 1])
    return row[-1]
