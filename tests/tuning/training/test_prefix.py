"""The instructions that all prompts begin with are read once for a batch."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import torch
from transformers import LlamaForCausalLM, TrainingArguments

from tests.tuning.training.conftest import recipe
from tuning.data.pair import Pair
from tuning.training.base import load_model, load_tokenizer
from tuning.training.choosing import choose
from tuning.training.prefix import PrefixTrainer, behind_prefix, collator
from tuning.training.tokens import Row, batch, completions, encode

QUESTIONS = {
    "Who are you?": "Emma.",
    "Since when, and what for?": "Very long, for fun.",
    "Hi": "Hi!",
}


@pytest.fixture
def rows(base: Path) -> list[Row]:
    tokenizer = load_tokenizer(base)
    told = "Answer in a few words, and in no more than a few.\n"
    pairs = [Pair(said, "d", told + asked, said) for asked, said in QUESTIONS.items()]
    return [encode(pair, tokenizer).as_row() for pair in pairs]


def test_losses_and_gradients_are_those_of_whole_rows(
    base: Path, rows: list[Row], tmp_path: Path
) -> None:
    settings = TrainingArguments(str(tmp_path), use_cpu=True, report_to="none")

    def learned(made: dict[str, Any]) -> tuple[float, dict[str, torch.Tensor]]:
        torch.manual_seed(0)
        model = choose(load_model(base), recipe(method="lora", dropout=0.0))
        # An adapter begins at nothing, where half of its gradients are nothing as well.
        for name, weights in model.named_parameters():
            if "lora_B" in name:
                torch.nn.init.normal_(weights, std=0.1)
        loss = PrefixTrainer(model, settings).compute_loss(model, made)
        loss.backward()
        gradients = {n: w.grad for n, w in model.named_parameters() if w.grad is not None}
        return float(loss.detach()), gradients

    together = behind_prefix(rows)
    assert together["prefix"].shape[1] > 10
    assert together["input_ids"].shape[1] + together["prefix"].shape[1] == len(
        max((row["input_ids"] for row in rows), key=len)
    )
    loss, gradients = learned(together)
    whole_loss, whole = learned(batch(rows))
    assert loss == pytest.approx(whole_loss, rel=1e-4)
    assert gradients.keys() == whole.keys() != set()
    for name, gradient in gradients.items():
        torch.testing.assert_close(gradient, whole[name], rtol=1e-3, atol=1e-5)


def test_a_prompt_that_is_the_same_keeps_the_token_that_its_reply_follows(rows: list[Row]) -> None:
    made = behind_prefix([rows[0], rows[0]])
    assert made["logits_to_keep"] == made["input_ids"].shape[1]
    assert int(made["labels"][0, 0]) < 0 <= int(made["labels"][0, 1])


def test_prompts_that_share_nothing_are_read_whole(rows: list[Row]) -> None:
    other = {name: values[1:] for name, values in rows[1].items()}
    made = behind_prefix([rows[0], other])
    assert "prefix" not in made
    assert made["input_ids"].equal(completions([rows[0], other])["input_ids"])


def test_what_a_model_cannot_be_told_is_not_told(base: Path) -> None:
    model = LlamaForCausalLM.from_pretrained(base)
    assert collator(model) is behind_prefix
    model.config.layer_types = ["full_attention", "sliding_attention"]
    assert collator(model) is completions
    assert collator(SimpleNamespace(forward=lambda input_ids: input_ids)) is batch
