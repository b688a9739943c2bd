"""Sentences of two documents that speak of the same thing and give different figures.

A sentence with a number is taken apart: the stems that say what it is about, and each number
with the word that it counts. Two sentences about nearly the same that count the same thing
differently are worth a look; no more is claimed.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexing.doctor.findings import Finding
from indexing.doctor.inventory import Page
from indexing.sentences import in_sentences
from indexing.terms import terms

_NUMBER = re.compile(
    r"(?P<before>[€$£]\s?)?(?P<number>\d[\d.,:/]*\d|\d)(?P<after>\s?[%€]|(?:\s|-)?[^\W\d_]+)?"
)
_MARKUP = re.compile(r"[*_`]|\[([^\]]*)\]\([^)]*\)|^[ \t]*(?:[-*+]|\d+\.|#+)[ \t]+", re.MULTILINE)
_ALIKE = 0.75
_FEWEST_STEMS = 4
_LONGEST = 60
"""Words; a longer sentence says several things."""
_COMMON = 50
"""A stem that more sentences have does not lead to the few that are alike."""


@dataclass(frozen=True)
class Claim:
    """A sentence with its figures: unit -> number, as written."""

    page: Page
    text: str
    about: frozenset[str]
    figures: dict[str, str]


def contradictions(pages: Sequence[Page]) -> Iterator[Finding]:
    """Pairs of claims of different documents that disagree, one finding a pair of documents."""
    claims = [claim for page in pages for claim in _claims(page)]
    frequency = Counter(stem for claim in claims for stem in claim.about)
    holding: defaultdict[str, list[int]] = defaultdict(list)
    told: set[tuple[int, int]] = set()
    for number, claim in enumerate(claims):
        rare = [stem for stem in claim.about if frequency[stem] <= _COMMON]
        candidates = {other for stem in rare for other in holding[stem]}
        for other in sorted(candidates):
            twin = claims[other]
            pair = (twin.page.id, claim.page.id)
            if pair[0] == pair[1] or pair in told or not _disagree(claim, twin):
                continue
            told.add(pair)
            detail = f"“{claim.text}” – but {twin.page.label} says “{twin.text}”"
            yield Finding(
                "contradiction", claim.page.label, claim.page.title, detail, twin.page.label
            )
        for stem in rare:
            holding[stem].append(number)


def _claims(page: Page) -> Iterator[Claim]:
    for line in page.text.splitlines():
        if line.lstrip().startswith("|") or not any(letter.isdigit() for letter in line):
            continue
        for sentence in in_sentences(_MARKUP.sub(lambda found: found.group(1) or "", line)):
            figures = _figures(sentence)
            about = frozenset(stem for stem in terms(sentence) if not stem[0].isdigit())
            if figures and len(about) >= _FEWEST_STEMS and len(sentence.split()) <= _LONGEST:
                yield Claim(page, " ".join(sentence.split()), about, figures)


def _figures(sentence: str) -> dict[str, str]:
    found: dict[str, str] = {}
    doubled: set[str] = set()
    for match in _NUMBER.finditer(sentence):
        unit = (match["before"] or match["after"] or "").strip(" -").lower()
        unit = (terms(unit) or [unit])[0]
        doubled |= {unit} & set(found)
        found[unit] = match["number"]
    # Two numbers of a unit in one sentence are a range or a list: which is which is unclear.
    return {unit: number for unit, number in found.items() if unit and unit not in doubled}


def _disagree(one: Claim, two: Claim) -> bool:
    shared = len(one.about & two.about) / len(one.about | two.about)
    if shared < _ALIKE:
        return False
    return any(
        _value(two.figures[unit]) != _value(number)
        for unit, number in one.figures.items()
        if unit in two.figures
    )


def _value(number: str) -> str:
    return (
        number.replace(",", "").rstrip("0").rstrip(".")
        if "." in number
        else number.replace(",", "")
    )
