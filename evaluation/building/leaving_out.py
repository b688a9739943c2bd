"""Questions that the suite's documents do not answer: their evidence is taken out.

Sentences that nearly repeat it go with it, wherever they stand. What is left is then searched:
a place that names what the question names and holds the answer spoils the question.
"""

import re
from collections.abc import Collection
from dataclasses import replace

from answering.plain import plain
from answering.units import collapse
from evaluation.building.candidate import Candidate
from evaluation.building.corpus import Corpus, Line, Text
from evaluation.building.grammar import telling
from evaluation.building.matching import holds
from indexing.terms import terms

_NEARLY = 0.6
"""Share of the evidence's words at which another sentence is taken for a repetition."""
_NEAR = 0.5
"""Share of the question's words at which a place that holds the answer answers it."""
_BARE_MARK = re.compile(r"^[\s>]*(?:[-*+]|\d+[.)])?[\s>]*$")


def to_remove(corpus: Corpus, candidate: Candidate, gone: Collection[str]) -> set[str] | None:
    """The quotes without which nothing answers `candidate`; None where something still may.

    `gone` are quotes that are left out already.
    """
    evidence = candidate.evidence
    if not any(line.label == candidate.label and collapse(line.quote) == evidence
               for line in corpus.lines_with(terms(plain(evidence).text))):  # fmt: skip
        return None
    removed = {evidence, *_repetitions(corpus, candidate)}
    left = [
        line
        for line in corpus.lines_with(telling(candidate.question), _NEAR)
        if collapse(line.quote) not in removed | set(gone)
    ]
    return (
        None
        if any(may_answer(line, candidate.question, candidate.answer) for line in left)
        else removed
    )


def may_answer(line: Line, question: str, answer: str) -> bool:
    """Whether `line`, near the question by its words, holds the answer or all that is asked."""
    return holds(answer, line.text) or telling(question) <= line.terms


def without(text: Text, quotes: Collection[str]) -> Text:
    """The document without `quotes`, and without the lines that they leave empty."""
    raw = text.text
    for quote in sorted(quotes, key=lambda each: (-len(each), each)):
        pattern = re.compile(r"\s+".join(re.escape(word) for word in quote.split()))
        while found := pattern.search(raw):
            raw = _cut(raw, found.start(), found.end())
    return text if raw == text.text else replace(text, text=raw)


def _repetitions(corpus: Corpus, candidate: Candidate) -> set[str]:
    """Lines that hold the answer and most words of the evidence."""
    wanted = set(terms(plain(candidate.evidence).text))
    return {
        collapse(line.quote)
        for line in corpus.lines_with(wanted, _NEARLY)
        if len(wanted & line.terms) >= _NEARLY * len(wanted) and holds(candidate.answer, line.text)
    }


def _cut(raw: str, start: int, end: int) -> str:
    begin = raw.rfind("\n", 0, start) + 1
    stop = raw.find("\n", end)
    stop = len(raw) if stop < 0 else stop + 1
    if _BARE_MARK.match(raw[begin:start] + raw[end:stop]):
        return raw[:begin] + raw[stop:]
    return raw[:start] + raw[end:].lstrip(" ")
