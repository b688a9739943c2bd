"""The voice pairs keep what an answer says, whatever its tone."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[2] / "samples"
FRIENDLY = SAMPLES / "voice" / "friendly"
SPLITS = {"train": 300, "validation": 30, "test": 70}

DIGITS = re.compile(r"\d+")
LINK = re.compile(r"https?://[^\s)\]]*[^\s)\].,;:]|[\w.]+@[\w.]+\w|#[a-z][\w-]+")
MARK = re.compile(r"\[\d+\]")
NEGATION = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot)\b|n't\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Pair:
    id: str
    document: str
    neutral: str
    styled: str


def pairs(split: str) -> list[Pair]:
    lines = (FRIENDLY / f"{split}.jsonl").read_text(encoding="utf-8").splitlines()
    return [Pair(**json.loads(line)) for line in lines]


EVERY = {split: pairs(split) for split in SPLITS}
ALL = [pair for found in EVERY.values() for pair in found]


@pytest.mark.parametrize("split", SPLITS)
def test_a_split_is_large_enough(split: str) -> None:
    assert len(EVERY[split]) >= SPLITS[split]


def test_ids_are_unique() -> None:
    assert len({pair.id for pair in ALL}) == len(ALL)


def test_no_text_stands_twice() -> None:
    assert len({pair.neutral for pair in ALL}) == len(ALL)
    assert len({pair.styled for pair in ALL}) == len(ALL)


def test_no_document_is_in_two_splits() -> None:
    documents = [{pair.document for pair in found} for found in EVERY.values()]
    assert sum(map(len, documents)) == len(set.union(*documents))


def test_a_document_is_a_handbook_page_or_says_that_it_is_a_topic() -> None:
    unknown = {
        pair.document
        for pair in ALL
        if not pair.document.startswith("Topic: ")
        and not (SAMPLES / "handbook" / pair.document).is_file()
    }
    assert not unknown


@pytest.mark.parametrize("kept", [DIGITS, LINK, MARK], ids=["digits", "links", "marks"])
def test_both_texts_have_the_same(kept: re.Pattern[str]) -> None:
    changed = [
        pair.id for pair in ALL if set(kept.findall(pair.neutral)) != set(kept.findall(pair.styled))
    ]
    assert not changed


def test_a_negation_stays_and_none_is_added() -> None:
    changed = [
        pair.id
        for pair in ALL
        if bool(NEGATION.search(pair.neutral)) != bool(NEGATION.search(pair.styled))
    ]
    assert not changed


def test_a_styled_text_is_not_much_longer() -> None:
    long = [
        pair.id for pair in ALL if len(pair.styled.split()) > 1.4 * len(pair.neutral.split()) + 12
    ]
    assert not long


def test_every_text_is_changed_and_none_has_an_opening() -> None:
    assert [pair.id for pair in ALL if pair.styled == pair.neutral] == []
    opened = re.compile(r"(?:Good|A|Just|Go|For|Here's|Heads)\b[^.:]{1,24}: ")
    added = [pair for pair in ALL if not opened.match(pair.neutral)]
    assert [pair.id for pair in added if opened.match(pair.styled)] == []
