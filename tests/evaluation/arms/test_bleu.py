"""Against sacrebleu itself."""

import numpy as np
import pytest
from sacrebleu.metrics.bleu import BLEU as Sacrebleu

from evaluation.arms.bleu import BLEU, bleu_counts
from evaluation.outcome import Outcome
from tests.evaluation.made import outcome, refusal

SAID = ["The cat sat on the mat.", "It is 27 days a year for everybody here.", "A dog barked."]
EXPECTED = [
    ("The cat sat on a mat.", "A cat sat there."),
    ("27 days a year for everybody", "It is 27 days."),
    ("Nothing was heard at all.", "Silence."),
]


def of(outcomes: list[Outcome]) -> float:
    return float(BLEU.of(np.array([bleu_counts(o) for o in outcomes], dtype=float).T))


def answered(said: str, expected: tuple[str, ...]) -> Outcome:
    return outcome(said=(said,), answers=expected, must_include=())


@pytest.mark.parametrize("count", [1, 2, 3])
def test_it_is_corpus_bleu(count: int) -> None:
    outcomes = [answered(*pair) for pair in zip(SAID[:count], EXPECTED, strict=False)]
    references = [[each[n] for each in EXPECTED[:count]] for n in range(2)]
    assert of(outcomes) == pytest.approx(
        Sacrebleu().corpus_score(SAID[:count], references).score / 100
    )


@pytest.mark.parametrize(
    "said", ["cat mat", "The cat slept.", "The mat sat under every cat of Rome.", "Nothing"]
)
def test_orders_without_a_match_are_smoothed_alike(said: str) -> None:
    expected = Sacrebleu().corpus_score([said], [[EXPECTED[0][0]]]).score / 100
    assert of([answered(said, EXPECTED[0][:1])]) == pytest.approx(expected)


def test_a_refusal_makes_what_is_said_too_short() -> None:
    right = answered(SAID[0], (SAID[0],))
    refused = refusal(answerable=True, answers=(SAID[0],))
    assert of([right]) == pytest.approx(1.0)
    assert of([right, refused]) == pytest.approx(np.exp(-1))
    assert of([refused]) == 0.0
    assert bleu_counts(refusal()) is None
