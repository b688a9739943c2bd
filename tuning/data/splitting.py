"""Pairs -> train, validation and test, whole documents each."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from typing import Literal, TypeAlias, get_args

from tuning.data.pair import DataError, Pair

SplitName = Literal["train", "validation", "test"]
Splits: TypeAlias = dict[SplitName, tuple[Pair, ...]]

_TRAIN, _VALIDATION = 0.8, 0.1
"""Shares of the documents; what remains is the test split."""
_SEEDS = 1000
"""As many are tried for one that fills every split."""


def split(pairs: Sequence[Pair], seed: int = 0, given: Mapping[str, str] | None = None) -> Splits:
    """Every document in the split that its own hash names: new ones move no old one.

    `given` are the splits of documents that whoever made the data has split already.
    Raises DataError where a split would stay empty.
    """
    given = given or {}
    places = [given.get(pair.document) or split_of(pair.document, seed) for pair in pairs]
    splits: Splits = {
        name: tuple(pair for pair, place in zip(pairs, places, strict=True) if place == name)
        for name in get_args(SplitName)
    }
    empty = [name for name, chosen in splits.items() if not chosen]
    if empty:
        documents = {pair.document for pair in pairs}
        raise DataError(_way_out(documents, " and ".join(empty), seed))
    return splits


def split_of(document: str, seed: int) -> SplitName:
    """Where `document` goes, whatever else there is."""
    digest = hashlib.sha256(f"{seed}:{document}".encode()).digest()
    place = int.from_bytes(digest[:8]) / 2**64
    if place < _TRAIN:
        return "train"
    return "validation" if place < _TRAIN + _VALIDATION else "test"


def _way_out(documents: Iterable[str], empty: str, seed: int) -> str:
    documents = set(documents)
    if len(documents) < len(get_args(SplitName)):
        return (
            f"The pairs come from {len(documents)} document{'s'[: len(documents) != 1]}, and "
            'train, validation and test need one each: give the rows a "document" each, '
            "or add documents."
        )
    for other in (seed + step for step in count(1)):
        if other > seed + _SEEDS:
            break
        if len({split_of(each, other) for each in documents}) == len(get_args(SplitName)):
            return (
                f"With --seed {seed} no document of {len(documents)} falls into {empty}: "
                f"use --seed {other}, or add documents."
            )
    return f"No document of {len(documents)} falls into {empty}: add documents."
