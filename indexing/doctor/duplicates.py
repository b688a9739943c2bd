"""The same text in two documents, exactly or nearly."""

import hashlib
from collections.abc import Iterator, Sequence

import numpy as np

from indexing.doctor.findings import Finding
from indexing.doctor.inventory import Page
from indexing.terms import terms
from indexing.vectors import VectorIndex

_ALIKE = 0.93
"""Cosine of two documents' mean vectors from which their words are compared."""
_SHARED = 0.7
"""Share of word triples that two documents have in common to be called near duplicates."""
_NEIGHBOURS = 6
_FEWEST_WORDS = 20
"""Documents of fewer words are alike by chance."""


def duplicates(pages: Sequence[Page]) -> Iterator[Finding]:
    """Exact duplicates, each named once against the first, then near ones."""
    first: dict[str, Page] = {}
    unlike: list[Page] = []
    for page in pages:
        digest = hashlib.sha256(" ".join(page.text.split()).encode()).hexdigest()
        if digest in first:
            same = first[digest]
            yield Finding("duplicate", page.label, page.title, f"is {same.label}", same.label)
        else:
            first[digest] = page
            unlike.append(page)
    yield from _near(unlike)


def _near(pages: Sequence[Page]) -> Iterator[Finding]:
    with_vectors = [page for page in pages if page.vector is not None]
    if len(with_vectors) < 2:
        return
    matrix = np.stack([page.vector for page in with_vectors if page.vector is not None])
    index = VectorIndex(matrix.shape[1])
    index.add(np.arange(len(with_vectors), dtype=np.int64), matrix)
    index.settle()
    triples: dict[int, frozenset[tuple[str, ...]]] = {}
    for at, page in enumerate(with_vectors):
        for other, likeness in index.search(matrix[at], _NEIGHBOURS, None):
            if other <= at or likeness < _ALIKE:
                continue
            for number in (at, other):
                if number not in triples:
                    triples[number] = _triples(with_vectors[number].text)
            share = _overlap(triples[at], triples[other])
            if share >= _SHARED:
                twin = with_vectors[other]
                detail = f"shares {share:.0%} of its wording with {twin.label}"
                yield Finding("near duplicate", page.label, page.title, detail, twin.label)


def _triples(text: str) -> frozenset[tuple[str, ...]]:
    words = terms(text)
    if len(words) < _FEWEST_WORDS:
        return frozenset()
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def _overlap(one: frozenset[tuple[str, ...]], two: frozenset[tuple[str, ...]]) -> float:
    return len(one & two) / len(one | two) if one and two else 0.0
