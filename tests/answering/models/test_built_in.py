"""The models that come with Footnote."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from answering.generative import GenerativeSynthesizer
from answering.llama.llm import LlamaLLM
from answering.llama.turns import WAITING
from answering.messages import from_user
from answering.model_settings import built_in
from answering.models import ModelRegistry
from answering.spending import CUT, why_ended
from indexing.embedder import Embedder

MEGABYTE = 2**20


@pytest.fixture
def registry(embedder: Embedder, tmp_path: Path) -> ModelRegistry:
    return ModelRegistry(embedder, tmp_path)


def wait_until(done: Callable[[], bool]) -> None:
    while not done():
        time.sleep(0.01)


@pytest.mark.parametrize("name", [name for name, each in built_in().items() if each.adapter])
def test_an_adapter_is_there_with_its_card_and_small(name: str) -> None:
    folder = Path(built_in()[name].adapter)
    assert (folder / "adapter_model.safetensors").stat().st_size < 12 * MEGABYTE
    assert (folder / "adapter_config.json").is_file()
    card = (folder / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert "make " in card
    assert "## Data" in card


def test_the_packaged_model_reads_sentences_and_goes_on(registry: ModelRegistry) -> None:
    small = registry.synthesizer("smollm2")
    assert isinstance(small, GenerativeSynthesizer)
    assert small.goes_on
    *_, asked = small.messages("Who pays?", ["Travel\n\nTrains leave often. Fernleaf pays for it."])
    said = str(asked.content)
    assert "Fernleaf pays for it. Trains leave often." in said or "Trains" not in said


def test_only_what_has_not_learned_to_answer_is_shown_examples(registry: ModelRegistry) -> None:
    assert [name for name, each in built_in().items() if each.examples] == ["smollm2"]
    shown = registry.synthesizer("smollm2")
    assert isinstance(shown, GenerativeSynthesizer)
    *before, _ = shown.messages("Who pays?", ["Travel\n\nFernleaf pays."])
    assert len(before) >= 4
    assert all(str(each.content).endswith("]") for each in before[1::2])


def test_the_packaged_model_tells_that_a_reply_is_cut(registry: ModelRegistry) -> None:
    small = registry.synthesizer("smollm2")
    assert isinstance(small, GenerativeSynthesizer)
    *_, last = small.llm.stream_chat([from_user("Name ten rivers.")], max_tokens=3)
    assert why_ended(last.raw) in CUT


def test_a_probe_goes_ahead_of_those_who_wait(registry: ModelRegistry) -> None:
    small = registry.synthesizer("smollm2")
    assert isinstance(small, GenerativeSynthesizer)
    assert isinstance(small.llm, LlamaLLM)
    turns, probed = small.llm._engine._turns, threading.Event()
    small.llm.load()

    def ask() -> None:
        with turns.turn():
            probed.wait(120)

    with ThreadPoolExecutor(WAITING + 1) as pool:
        try:
            with turns.turn():
                for _ in range(WAITING):
                    pool.submit(ask)
                wait_until(lambda: len(turns._queue) > WAITING)
                probing = pool.submit(registry.probe, "smollm2")
                wait_until(lambda: bool(turns._ahead) or probing.done())
            assert probing.result(120) is None
        finally:
            probed.set()


def test_a_probe_of_what_does_not_exist_says_so(registry: ModelRegistry) -> None:
    assert "There is no model 'gone'" in (registry.probe("gone") or "")
