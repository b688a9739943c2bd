"""ROUGE-L: how much of an expected answer is said in the same order."""

from collections.abc import Sequence

from evaluation.correct import normalised


def rouge_l(text: str, answers: Sequence[str]) -> float:
    """The best F1 (0..1) of the longest common subsequence, over normalised tokens."""
    said = normalised(text)
    return max((_f1(said, normalised(answer)) for answer in answers), default=0.0)


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
