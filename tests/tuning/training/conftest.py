"""A real training, small: two layers with the real tokenizer, and forty greetings to learn."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from transformers import AutoTokenizer, LlamaConfig, LlamaForCausalLM

from answering.model_settings import built_in
from tuning.data.pair import Pair
from tuning.data.prepared import write
from tuning.recipes.recipe import Recipe

NAMES = (
    "Emma", "Noah", "Mila", "Liam", "Sara", "Finn", "Anna", "Luuk", "Eva", "Sem",
    "Lotte", "Daan", "Julia", "Bram", "Tess", "Thijs", "Nora", "Jesse", "Roos", "Max",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that knows nothing, with the packaged model's tokenizer."""
    folder = tmp_path_factory.mktemp("base")
    gguf = Path(built_in()["smollm2"].path)
    tokenizer: Any = AutoTokenizer.from_pretrained(gguf.parent, gguf_file=gguf.name)
    tokenizer.save_pretrained(folder)
    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=64,
        intermediate_size=128,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        tie_word_embeddings=True,
        bos_token_id=1,
        eos_token_id=2,
        pad_token_id=2,
    )
    LlamaForCausalLM(config).save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data as `footnote tune check` leaves them."""
    pairs = tuple(
        Pair(f"{name}-{time}", name, f"Greet {name} in the {time}.", f"Good {time}, {name}!")
        for name in NAMES
        for time in ("morning", "evening")
    )
    folder = tmp_path_factory.mktemp("data") / "prepared"
    splits: Any = {"train": pairs[:28], "validation": pairs[28:32], "test": pairs[32:38]}
    write(folder, splits, {"recipe": "greetings"})
    return folder


def recipe(**settings: Any) -> Recipe:
    """Settings that learn fast."""
    chosen = {
        "name": "greetings", "about": "How we greet.", "method": "full", "batch_size": 2,
        "epochs": 100, "max_steps": 8, "learning_rate": 1e-2, "warmup": 0.1, "patience": 100,
        "dropout": 0.1, "rank": 4,
    }  # fmt: skip
    return Recipe(**{**chosen, **settings})
