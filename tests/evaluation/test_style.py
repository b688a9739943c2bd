"""The style classifier, and what is left of facts, on the pairs that are shipped."""

from hashlib import sha256
from pathlib import Path

import pytest

from evaluation.bootstrap import Estimate
from evaluation.retained import retained
from evaluation.style import StyleFigures, style_classifier, style_figures
from evaluation.voice_pairs import HELD_OUT, PairsError, VoicePair, load_pairs

FRIENDLY = Path(__file__).parents[2] / "samples" / "voice" / "friendly"


@pytest.fixture(scope="module")
def pairs() -> list[VoicePair]:
    return [pair for split in HELD_OUT for pair in load_pairs(FRIENDLY, split)]


def test_the_voice_is_told_from_plain_texts(pairs: list[VoicePair]) -> None:
    test = load_pairs(FRIENDLY, "test")
    half = {pair.id: pair.styled if at % 2 else pair.neutral for at, pair in enumerate(test)}
    figures = style_figures(pairs, half)
    assert figures.styled.value >= 0.8
    assert figures.neutral.value >= 0.9
    assert figures.styled.n == len(pairs)
    assert figures.outputs is not None
    assert figures.outputs.n == len(test)
    assert 0.4 <= figures.outputs.value <= 0.6
    assert figures.outputs.low is not None
    assert figures.outputs.high is not None
    assert figures.outputs.low < figures.outputs.value < figures.outputs.high
    assert figures.ratio == pytest.approx(figures.outputs.value / figures.styled.value)


def test_no_document_teaches_what_is_told_of_it() -> None:
    # Each page has two words of its own: whoever has seen it knows which of them is styled.
    def word(page: int, side: str) -> str:
        return sha256(f"{page}{side}".encode()).hexdigest()

    made = [
        VoicePair(f"{page}-{copy}", f"page {page}", word(page, "plain"), word(page, "styled"))
        for page in range(20)
        for copy in range(2)
    ]
    seen = style_classifier(made)
    assert all(seen.are_styled([pair.styled for pair in made]))
    assert not any(seen.are_styled([pair.neutral for pair in made]))
    figures = style_figures(made, {})
    assert figures.styled.value + figures.neutral.value < 1.5


def test_a_voice_that_is_never_told_has_no_ratio() -> None:
    none = Estimate(0.0, None, None, 3)
    assert StyleFigures(styled=none, neutral=none, outputs=none).ratio is None


def test_pairs_of_one_document_are_too_few() -> None:
    pair = VoicePair("1", "page", "Plain.", "Styled.")
    with pytest.raises(PairsError, match="two documents"):
        style_figures([pair], {})


@pytest.mark.parametrize(
    ("text", "named"),
    [("", "has no pairs"), ("no", "line 1"), ('{"neutral": "A."}', "line 1"), ("[1]", "line 1")],
)
def test_pairs_that_cannot_be_used_are_named(tmp_path: Path, text: str, named: str) -> None:
    (tmp_path / "test.jsonl").write_text(text)
    with pytest.raises(PairsError, match=named):
        load_pairs(tmp_path, "test")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PairsError, match=r"test\.jsonl cannot be read"):
        load_pairs(tmp_path, "test")


def test_the_pairs_retain_their_facts(pairs: list[VoicePair]) -> None:
    kept = [retained(pair.neutral, pair.styled) for pair in pairs]
    assert sum(kept) / len(kept) >= 0.97


@pytest.mark.parametrize(
    "styled",
    [
        "You've got 31 days in Spain, not more. [1]",
        "You've got 30 days in Spain. [1]",
        "You've got 30 days there, not more. [1]",
        "You've got 30 days in Spain, not more. [2]",
        "You've got €30 days in Spain, not more. [1]",
    ],
)
def test_what_is_lost_is_seen(styled: str) -> None:
    plain = "Employees get thirty days in Spain, not more. [1]"
    assert retained(plain, "You've got 30 days in Spain, not more. [1]")
    assert not retained(plain, styled)
