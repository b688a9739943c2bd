"""The sample questions can be answered from the pages they name."""

import re
from pathlib import Path

import pytest

from evaluation.suite import load_suite

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.mark.parametrize("name", ["suite", "colloquial"])
def test_the_facts_stand_in_the_pages(name: str) -> None:
    missing = []
    for case in load_suite(SAMPLES / name).cases:
        pages = "".join(
            (SAMPLES / "handbook" / source).read_text(encoding="utf-8") for source in case.sources
        )
        said = re.sub(r"\s+", " ", pages.replace("**", "")).lower()
        for fact in case.must_include:
            if not any(spelling.lower() in said for spelling in fact):
                missing.append((case.id, fact))
    assert not missing
