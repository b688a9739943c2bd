"""What a model card says. Cards of whole trainings are read where those are tested."""

from typing import Any

import pytest

from tests.tuning.training.conftest import recipe
from tuning.training.card import card


def record(**more: Any) -> dict[str, Any]:
    figures = {
        "pairs": 200, "replies": 9, "loss": 1.0, "perplexity": 2.7, "bleu": 1.0, "chrf": 1.0,
        "rouge_l": 0.1, "exact": 0.0, "length": 3.0, "expected_length": 4.0,
    }  # fmt: skip
    split = {"pairs": 10, "sha256": "0" * 64}
    return {
        "recipe": recipe().model_dump(mode="json"),
        "base": {"path": "/models/tiny", "sha256": "0" * 64},
        "data": {"train": split, "validation": split, "test": split},
        "data_name": "rows.jsonl", "data_licence": "", "command": "", "seed": 0,
        "trained_parameters": 10, "parameters": 20, "steps": 8, "seconds": 2.0, "device": "CPU",
        "best_step": 4, "validation_loss": 1.25, "versions": {"torch": "2"},
        "test": {"base": figures, "tuned": figures},
        **more,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (
            {"people": 3, "consent": False, "scrubbed": {"email": 2, "phone": 1}},
            "\nNo consent list was used: 3 people wrote these rows.\n"
            "Taken out of all texts: 2 × [email], 1 × [phone].\n",
        ),
        (
            {"people": 0, "consent": False, "scrubbed": {}},
            "\nNo consent list was used, and the rows do not say who wrote them.\n"
            "No personal data were found to be taken out.\n",
        ),
        (
            {"people": 3, "consent": True, "scrubbed": {}},
            "is on a list of people who agreed.\n",
        ),
        ({"validation_pairs": 64}, "a validation loss of 1.250 over 64 pairs; that one"),
        ({}, "a validation loss of 1.250; that one"),
    ],
)
def test_consent_what_was_taken_out_and_what_validated_are_said(
    more: dict[str, Any], said: str
) -> None:
    written = card(record(**more))
    assert said in written
    assert ("onsent list" in written or "agreed" in written) == ("consent" in more)
