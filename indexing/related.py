"""English terms that mean nearly the same: who asks for a sofa finds the couch.

How alike two terms are is the cosine that the packaged embedder gives their words. Those of 20,000
common words were compared once (`python -m tuning.related`), so that neither indexing nor asking
takes longer. A term that is not among them, such as a product's name, is related to none.
related.md says where it comes from and what it cannot do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

SHIPPED = Path(__file__).with_suffix(".npz")

UNRELATED = 0.5
"""The cosine of terms that have little or nothing to do with each other."""
_NEARLY = 0.6
"""What a term counts where another one is asked for, however alike: opposites are alike too."""
_STEPS = 255
"""Of a cosine, kept in a byte."""
_ASKED = 4096
"""Terms remembered with what they are related to."""


@lru_cache(_ASKED)
def related(term: str) -> Mapping[str, float]:
    """Terms -> how much of `term` each says, above 0 and below 1; what says most comes first."""
    table = _table()
    if term not in table.places:
        return {}
    place = table.places[term]
    span = slice(table.ends[place - 1] if place else 0, table.ends[place])
    worths = _NEARLY * (table.cosines[span] / _STEPS - UNRELATED) / (1 - UNRELATED)
    others = (table.terms[other] for other in table.others[span])
    return {other: worth for other, worth in zip(others, worths.tolist(), strict=True) if worth > 0}


@dataclass(frozen=True)
class _Table:
    """`others` and `cosines` hold the relations of all terms, one term after the other; those of
    the i-th end before `ends[i]`."""

    terms: Sequence[str]
    places: Mapping[str, int]
    ends: npt.NDArray[np.int32]
    others: npt.NDArray[np.uint16]
    cosines: npt.NDArray[np.uint8]


@cache
def _table() -> _Table:
    with np.load(SHIPPED) as kept:
        terms = kept["terms"].tolist()
        places = {term: place for place, term in enumerate(terms)}
        return _Table(terms, places, kept["ends"], kept["others"], kept["cosines"])


def save(path: Path, terms: Sequence[str], alike: Sequence[Sequence[tuple[int, float]]]) -> None:
    """Write `path`. For each of `terms`, at most 65,536, `alike` has the places of others and
    their cosines (`UNRELATED` to 1), the highest first."""
    flat = [pair for pairs in alike for pair in pairs]
    np.savez_compressed(
        path,
        terms=np.array(terms),
        ends=np.cumsum([len(pairs) for pairs in alike], dtype=np.int32),
        others=np.array([other for other, _ in flat], np.uint16),
        cosines=np.round(np.array([cosine for _, cosine in flat]) * _STEPS).astype(np.uint8),
    )
