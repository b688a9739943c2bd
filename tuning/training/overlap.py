"""How much replies have in common with the texts that were expected."""

from collections.abc import Sequence
from statistics import fmean

from sacrebleu import corpus_bleu, corpus_chrf

from evaluation import rouge


def bleu(said: Sequence[str], expected: Sequence[str]) -> float:
    """BLEU (0..100) of all texts together, with sacrebleu's own tokens."""
    return float(corpus_bleu(list(said), [list(expected)]).score)


def chrf(said: Sequence[str], expected: Sequence[str]) -> float:
    """chrF2 (0..100) of all texts together."""
    return float(corpus_chrf(list(said), [list(expected)]).score)


def rouge_l(said: Sequence[str], expected: Sequence[str]) -> float:
    """ROUGE-L (0..1), the mean of what `footnote evaluate` measures of an answer."""
    pairs = zip(said, expected, strict=True)
    return fmean(rouge.rouge_l(one, [other]) for one, other in pairs)


def exact(said: Sequence[str], expected: Sequence[str]) -> float:
    """The share of texts that are the same but for white space."""
    pairs = zip(said, expected, strict=True)
    return fmean(float(one.split() == other.split()) for one, other in pairs)


def length(texts: Sequence[str]) -> float:
    """Words, on average."""
    return fmean(len(text.split()) for text in texts)
