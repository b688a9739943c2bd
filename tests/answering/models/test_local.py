"""Models in transformers' format, small ones that know nothing."""

from pathlib import Path
from typing import Any

import pytest
import torch
from transformers import AutoTokenizer, LlamaConfig, LlamaForCausalLM

from answering.local_llm import LocalLLM
from answering.messages import from_user
from answering.model_settings import ModelSettings, built_in
from answering.models import ModelRegistry
from answering.spending import CUT, why_ended
from indexing.embedder import Embedder


def save(folder: Path, model: LlamaForCausalLM, template: bool) -> Path:
    gguf = Path(built_in()["smollm2"].path)
    tokenizer: Any = AutoTokenizer.from_pretrained(gguf.parent, gguf_file=gguf.name)
    if not template:
        tokenizer.chat_template = None
    tokenizer.save_pretrained(folder)
    model.save_pretrained(folder)
    return folder


def untrained() -> LlamaForCausalLM:
    torch.manual_seed(0)
    return LlamaForCausalLM(
        LlamaConfig(
            vocab_size=49152,
            hidden_size=32,
            intermediate_size=32,
            num_hidden_layers=1,
            num_attention_heads=2,
            num_key_value_heads=2,
            tie_word_embeddings=True,
            bos_token_id=1,
            eos_token_id=2,
            pad_token_id=2,
        )
    )


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base model: it has no chat template."""
    return save(tmp_path_factory.mktemp("base"), untrained(), template=False)


@pytest.fixture(scope="module")
def silent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model whose every token is the one that ends a text."""
    model = untrained()
    torch.nn.init.zeros_(model.get_input_embeddings().weight)  # type: ignore[arg-type]
    return save(tmp_path_factory.mktemp("silent"), model, template=True)


def registry(embedder: Embedder, cache: Path, path: Path) -> ModelRegistry:
    settings = ModelSettings("transformers", path=str(path), max_new_tokens=16)
    return ModelRegistry(embedder, cache, {"mine": settings})


def test_a_base_model_is_asked_in_plain_text(
    base: Path, embedder: Embedder, tmp_path: Path
) -> None:
    llm = LocalLLM(path=str(base), cache=str(tmp_path), max_new_tokens=8)
    assert llm.complete("Emma and Noah").text.strip()
    assert registry(embedder, tmp_path, base).probe("mine") is None


def test_a_probe_wants_a_word(silent: Path, embedder: Embedder, tmp_path: Path) -> None:
    assert registry(embedder, tmp_path, silent).probe("mine") == (
        "The model 'mine' was asked for a word and wrote nothing; choose another, or raise its "
        "max_new_tokens."
    )


def test_a_reply_tells_that_it_is_cut(base: Path, tmp_path: Path) -> None:
    llm = LocalLLM(path=str(base), cache=str(tmp_path), max_new_tokens=8)
    *before, last = llm.stream_chat([from_user("Emma and Noah")])
    assert why_ended(last.raw) in CUT
    assert not any(why_ended(each.raw) in CUT for each in before)
