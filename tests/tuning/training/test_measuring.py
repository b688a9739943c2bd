"""What is learned, and how replies are compared with what was expected."""

import math
from pathlib import Path
from typing import Any

import pytest
import torch
from transformers import LlamaForCausalLM

from tests.tuning.training.conftest import recipe
from tuning.data.pair import Pair
from tuning.training import overlap
from tuning.training.base import load_model, load_tokenizer
from tuning.training.measuring import measure
from tuning.training.plan import plan
from tuning.training.tokens import IGNORED, batch, completions, encode, encoded

PAIR = Pair("1", "d", "Greet Emma.", "Good morning, Emma!")


@pytest.fixture(scope="module")
def tokenizer(base: Path) -> Any:
    return load_tokenizer(base)


def test_the_prompt_is_read_as_when_answering_and_only_the_reply_is_learned(tokenizer: Any) -> None:
    tokens = encode(PAIR, tokenizer)
    asked = tokenizer.apply_chat_template(
        [{"role": "user", "content": PAIR.prompt}], add_generation_prompt=True, return_dict=True
    )
    assert tokens.prompt == asked["input_ids"]
    assert tokenizer.decode(tokens.completion) == "Good morning, Emma!<|im_end|>"
    labels = tokens.as_row()["labels"]
    assert labels == [IGNORED] * len(tokens.prompt) + tokens.completion


def test_examples_are_turns_before_the_question(tokenizer: Any) -> None:
    tokens = encode(PAIR, tokenizer, [Pair("2", "d", "Hi", "Hello.")])
    turns = [
        {"role": "user", "content": "Hi"},
        {"role": "assistant", "content": "Hello."},
        {"role": "user", "content": PAIR.prompt},
    ]
    asked = tokenizer.apply_chat_template(turns, add_generation_prompt=True, return_dict=True)
    assert tokens.prompt == asked["input_ids"]
    assert tokens.completion == encode(PAIR, tokenizer).completion


def test_rows_of_a_batch_are_filled_up_with_what_counts_for_nothing(tokenizer: Any) -> None:
    short, long = encode(PAIR, tokenizer), encode(Pair("2", "d", "Hi", "word " * 60), tokenizer)
    made = batch([short.as_row(), long.as_row()])
    assert made["input_ids"].shape == (2, len(long))
    assert made["attention_mask"][0].sum() == len(short)
    assert set(made["labels"][0, len(short) :].tolist()) == {IGNORED}


def test_logits_are_made_for_completions_alone_and_the_loss_is_the_same(
    base: Path, tokenizer: Any
) -> None:
    model = LlamaForCausalLM.from_pretrained(base)
    pairs = PAIR, Pair("2", "d", "Hi, who are you and what is it?", "I am " + "very " * 9)
    rows = [encode(pair, tokenizer).as_row() for pair in pairs]
    short = completions(rows)
    assert short["logits_to_keep"] < short["input_ids"].shape[1]
    with torch.no_grad():
        whole, kept = model(**batch(rows)), model(**short)
    assert kept.logits.shape[1] == short["logits_to_keep"]
    assert kept.loss.item() == pytest.approx(whole.loss.item(), rel=1e-4)


def test_pairs_that_are_too_long_are_left_out_whole(tokenizer: Any) -> None:
    long = Pair("2", "d", "word " * 100, "word")
    kept = encoded([PAIR, long], tokenizer, 100)
    assert kept == [encode(PAIR, tokenizer)]


def test_overlaps_of_texts() -> None:
    same = ["The office opens at nine."]
    assert overlap.bleu(same, same) == pytest.approx(100)
    assert overlap.chrf(same, same) == pytest.approx(100)
    assert overlap.rouge_l(same, same) == overlap.exact(same, same) == 1
    # Two of two words and of three, in the same order.
    assert overlap.rouge_l(["opens nine"], ["Opens at nine"]) == pytest.approx(0.8)
    assert overlap.rouge_l(["nine opens"], ["opens nine"]) == pytest.approx(0.5)
    assert overlap.rouge_l([""], ["x"]) == overlap.bleu([""], ["x"]) == 0
    assert overlap.exact(["a  b", "a"], ["a b", "b"]) == 0.5
    assert overlap.length(["a b c", "d"]) == 2


def test_replies_are_the_same_one_by_one_and_together(base: Path, tokenizer: Any) -> None:
    model = load_model(base)
    # With a head of its own it writes words; a shared one repeats the prompt's end.
    torch.manual_seed(0)
    model.lm_head.weight = torch.nn.Parameter(torch.randn_like(model.lm_head.weight))
    pairs = [Pair(str(n), "d", "Hello " * n, "Good morning!") for n in (1, 5, 9)]
    together = measure(model, tokenizer, pairs, 500)
    apart = [measure(model, tokenizer, [pair], 500) for pair in pairs]
    assert (together.pairs, together.replies) == (3, 3)
    assert together.perplexity == pytest.approx(math.exp(together.loss))
    assert together.loss == pytest.approx(sum(each.loss for each in apart) / 3)
    assert together.length > 1
    assert together.chrf > 0
    assert together.length == pytest.approx(sum(each.length for each in apart) / 3)
    assert measure(model, tokenizer, pairs, 500, replies=2).replies == 2


def test_a_plan_fits_the_memory_and_ends_where_it_is_told() -> None:
    settings = recipe(batch_size=16, epochs=2, max_steps=None)
    made = plan(settings, 100, 1000, None, "cpu")
    assert (made.steps, made.micro, made.accumulated) == (14, 4, 4)
    assert plan(settings, 100, 100, None, "cpu").micro == 16
    assert plan(settings, 100, 5000, None, "cpu").micro == 1
    assert plan(settings, 100, 100, 5, "cpu").steps == 5
    assert plan(recipe(max_steps=3), 100, 100, 5, "cpu").steps == 3
    long = plan(recipe(max_steps=None, epochs=1000), 100, 100, None, "cpu")
    assert (long.steps, long.every) == (50_000, 100)
