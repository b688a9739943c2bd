"""A passage cut down to the sentences that matter: training on whole ones takes twice as long."""

from random import Random

from indexing.sentences import in_sentences
from indexing.terms import terms
from tuning.spans.example import Example, Range

_LONG = 100
"""Words; shorter texts are kept whole."""
WORDS = 80
"""Of a window, at least."""
_WHOLE = 0.3
"""Of the long texts without an answer: full length must not mean "no answer"."""
_STEP, _LOOKED_AT = 80, 160
"""Characters, where the part of a text is sought that shares most words with the question."""


def window(example: Example, around: Range, random: Random, words: int) -> Example:
    """The sentences that `around` touches, with more on either side up to `words` words."""
    text, sentences = example.text, sentence_ranges(example.text)
    begin, end = around[0], min(around[1], len(text))
    touched = [
        number
        for number, (low, high) in enumerate(sentences)
        if high > begin and low < max(end, begin + 1)
    ] or [0]
    first, last = touched[0], touched[-1]
    final = len(sentences) - 1
    while (first > 0 or last < final) and _words(
        text, sentences[first][0], sentences[last][1]
    ) < words:
        if (random.random() < 0.5 and first > 0) or last == final:
            first -= 1
        else:
            last += 1
    return example.cut(sentences[first][0], sentences[last][1])


def shortened(example: Example, random: Random) -> Example:
    """A window of a long text: around the answer, or where one would look for it."""
    if len(example.text.split()) <= _LONG:
        return example
    if example.answer:
        return window(example, example.answer, random, WORDS)
    return example if random.random() < _WHOLE else likeliest(example, random)


def likeliest(example: Example, random: Random) -> Example:
    """The window that shares most words with the question."""
    wanted = set(terms(example.question))

    def shared(begin: int) -> int:
        return len(wanted & set(terms(example.text[begin : begin + _LOOKED_AT])))

    best = max(range(0, max(1, len(example.text)), _STEP), key=shared)
    return window(example, (best + 20, best + 120), random, WORDS)


def sentence_ranges(text: str) -> list[Range]:
    """Those of the sentences of `text`, white space between them included."""
    ranges, at = [], 0
    for sentence in in_sentences(text):
        ranges.append((at, at + len(sentence)))
        at += len(sentence)
    return ranges


def _words(text: str, begin: int, end: int) -> int:
    return len(text[begin:end].split())
