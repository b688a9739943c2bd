"""Which parameters a recipe trains."""

from pathlib import Path
from typing import Any

import pytest
import torch
from transformers import AutoModelForCausalLM

from tests.tuning.training.conftest import recipe
from tuning.training.choosing import choose, counted
from tuning.training.errors import TrainingError


@pytest.fixture
def model(base: Path) -> Any:
    return AutoModelForCausalLM.from_pretrained(base)


def changed(model: Any) -> set[str]:
    """The names of the parameters that a step changes."""
    before = {name: each.detach().clone() for name, each in model.named_parameters()}
    learned = [each for each in model.parameters() if each.requires_grad]
    optimizer = torch.optim.AdamW(learned, lr=0.1)
    # Twice: one half of an adapter begins at nothing and hides the other's first gradient.
    for _ in range(2):
        ids = torch.tensor([[5, 6, 7, 8]])
        model(input_ids=ids, labels=ids).loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    after = dict(model.named_parameters())
    return {name for name, each in before.items() if not torch.equal(each, after[name])}


@pytest.mark.parametrize("method", ["lora", "dora"])
def test_an_adapter_leaves_the_model_as_it_is(model: Any, method: str) -> None:
    adapted = choose(model, recipe(method=method, target_modules=("q_proj", "v_proj")))
    names = changed(adapted)
    assert all("lora_" in name and ("q_proj" in name or "v_proj" in name) for name in names)
    # Two halves, in DoRA a magnitude too, at two places of two layers.
    assert len(names) == (12 if method == "dora" else 8)
    trained, parameters = counted(adapted)
    assert 0 < trained < parameters / 100


def test_the_last_layers_leave_the_others_and_a_shared_head_as_they_are(model: Any) -> None:
    names = changed(choose(model, recipe(method="last_layers", last_layers=1)))
    assert names
    assert all(name.startswith("model.layers.1.") for name in names)


def test_a_head_of_its_own_is_trained_with_the_last_layers(model: Any) -> None:
    model.lm_head.weight = torch.nn.Parameter(model.lm_head.weight.detach().clone())
    names = changed(choose(model, recipe(method="last_layers", last_layers=1)))
    assert "lm_head.weight" in names
    assert "model.embed_tokens.weight" not in names


def test_frozen_parts_stay_as_they_are(model: Any) -> None:
    frozen = ("embed_tokens", "layers.0.")
    names = changed(choose(model, recipe(method="full", frozen=frozen)))
    assert "model.norm.weight" in names
    assert not any(part in name for name in names for part in frozen)


def test_frozen_parts_of_an_adapter_stay_as_they_are(model: Any) -> None:
    names = changed(choose(model, recipe(method="lora", frozen=("layers.1.",))))
    assert names
    assert all("layers.0." in name for name in names)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"method": "lora", "target_modules": ("query",)}, "adapts query, but the model has only"),
        ({"method": "last_layers", "last_layers": 2}, "The model has 2 layers: choose fewer"),
        ({"method": "full", "frozen": ("layers.9",)}, "freezes 'layers.9', but no parameter"),
        ({"method": "full", "frozen": ("weight",)}, "freezes everything that it trains"),
    ],
)
def test_what_cannot_be_trained_is_one_sentence(
    model: Any, settings: dict[str, Any], said: str
) -> None:
    with pytest.raises(TrainingError) as error:
        choose(model, recipe(**settings))
    assert said in str(error.value)
