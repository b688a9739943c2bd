"""What loading makes of a line, a thread, a section or an answer, before a recipe fills it in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Fields = Mapping[str, Any]


@dataclass(frozen=True)
class Row:
    """`place` says where it stands, for people; `people` are ids of those who wrote it.

    `split` is the one that whoever made the data put it in, empty if nobody did.
    """

    fields: Fields
    place: str
    people: frozenset[str] = frozenset()
    split: str = ""


@dataclass(frozen=True)
class Drop:
    """Something that is not used, and why; `detail` is what the reason is about, if anything."""

    place: str
    reason: str
    detail: str = ""


@dataclass(frozen=True)
class Loaded:
    """`names` of people that the data tell of themselves, to be taken out of all texts."""

    rows: tuple[Row, ...]
    drops: tuple[Drop, ...] = ()
    names: tuple[str, ...] = ()
