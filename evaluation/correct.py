"""Whether an answer's text is right: required facts, containment, token F1."""

import re
import string
from collections import Counter
from collections.abc import Sequence

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_CJK = re.compile(r"([぀-ヿ㐀-鿿가-힯])")
_PUNCTUATION = str.maketrans("", "", string.punctuation + "“”‘’„«»，。、；：？！（）")
LONG = 12
"""Words. Where every accepted answer is longer, containment is too strict."""


def normalised(text: str) -> list[str]:
    """SQuAD's normalisation: lower case, no punctuation, no articles; Chinese per character."""
    text = text.lower().translate(_PUNCTUATION)
    return _CJK.sub(r" \1 ", _ARTICLES.sub(" ", text)).split()


def includes_all(text: str, groups: Sequence[Sequence[str]]) -> bool:
    """Whether every group has one of its spellings in `text`, whatever the case."""
    lowered = text.lower()
    return all(any(spelling.lower() in lowered for spelling in group) for group in groups)


def contains_any(text: str, answers: Sequence[str]) -> bool:
    """Whether one of `answers` stands in `text`, both normalised."""
    words = f" {' '.join(normalised(text))} "
    return any(
        f" {' '.join(expected)} " in words for expected in map(normalised, answers) if expected
    )


def token_f1(text: str, answers: Sequence[str]) -> float:
    """The best F1 (0..1) over normalised tokens."""
    said = Counter(normalised(text))
    best = 0.0
    for answer in answers:
        expected = Counter(normalised(answer))
        common = sum((said & expected).values())
        if common:
            precision, recall = common / said.total(), common / expected.total()
            best = max(best, 2 * precision * recall / (precision + recall))
    return best
