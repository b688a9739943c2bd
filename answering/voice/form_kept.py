"""What makes a styled text none at all: empty, too long, the prompt, another language, padding."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from answering.checking.facts import Facts, facts
from answering.checking.names import is_common
from answering.checking.wording import Vocabulary

_LONGER, _MORE = 1.4, 12
"""A styled text has at most so many times the words, and as many more."""
_ECHO = 6
"""Words in a row of the prompt that no answer has by chance."""
_FEWEST = 0.5
"""Share of the plain text's words that a tone keeps at least."""
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
"""Between sentences; not in "./run"."""
_UNENDED = re.compile(r"\w\s*\Z")
"""How half a sentence ends, and no whole one that does so with a mark."""
_DENIALS = frozenset(["not", "no", "never", "without"])
"""A sentence that denies states something; whether it may is compared elsewhere."""
_ENGLISH = 0.4
"""Differing by so much, the shares of common English words are those of two languages."""


def form_kept(plain: str, styled: str, prompt: str) -> Iterator[str]:
    """What is wrong with `styled` as a text; `prompt` is what the model was asked with."""
    if not styled.strip():
        yield "is empty"
        return
    if len(styled.split()) > longest(plain):
        yield "is too long"
    if _UNENDED.search(styled) and not _UNENDED.search(plain):
        yield "breaks off"
    if _echoes(styled, prompt, plain):
        yield "repeats the prompt"
    if _script(plain) != _script(styled) or abs(_english(plain) - _english(styled)) > _ENGLISH:
        yield "is in another language"
    if styled.count("?") > plain.count("?"):
        yield "asks a question"
    if "\n" in styled.strip() and "\n" not in plain:
        yield "adds lines"
    yield from _padding(facts(plain), styled)


def longest(plain: str) -> float:
    """Words that the styled form of `plain` has at most."""
    return _LONGER * len(plain.split()) + _MORE


def _padding(plain: Facts, styled: str) -> Iterator[str]:
    """Sentences that have nothing of the plain text, and a text that left most of it out."""
    if Vocabulary.of(facts(styled).concepts).share(plain.concepts) < _FEWEST:
        yield "leaves out what was said"
    known = Vocabulary.of(plain.concepts)
    for sentence in _SENTENCE_END.split(styled):
        said = facts(sentence)
        stated = said.quantities or said.dates or said.times or said.words & _DENIALS
        if said.concepts and not stated and not any(_has(known, one) for one in said.concepts):
            yield f"adds a sentence: {sentence.strip()}"


def _has(known: Vocabulary, concept: str) -> bool:
    return known.share([concept]) > 0


def _echoes(styled: str, prompt: str, plain: str) -> bool:
    runs = _runs(styled) & _runs(prompt)
    return bool(runs - _runs(plain))


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[at : at + _ECHO]) for at in range(len(words) - _ECHO + 1)}


def _script(text: str) -> str:
    """The script of most letters; "" where there is no letter."""
    letters = Counter(unicodedata.name(one, "OTHER").split()[0] for one in text if one.isalpha())
    return letters.most_common(1)[0][0] if letters else ""


def _english(text: str) -> float:
    """The share (0..1) of words that are common in English."""
    words = [token.norm for token in facts(text).tokens if token.kind == "word"]
    return sum(is_common(word) for word in words) / len(words) if words else 0.0
