"""llama.cpp itself, with the packaged model and adapters."""

import threading
import time
from pathlib import Path

import pytest
import xllamacpp  # type: ignore[import-untyped]

from answering.errors import ModelError
from answering.llama.engine import Engine
from answering.llama.llm import LlamaLLM
from answering.local_llm import LocalLLM
from answering.messages import from_model, from_user
from tests.answering.llama.conftest import BASE, write_adapter

ASKED = "Name three colours of the rainbow, and nothing else."


def said(engine: Engine, adapter: str = "", prompt: str = ASKED, tokens: int = 16) -> str:
    conversation = [{"role": "user", "content": prompt}]
    return "".join(piece.text for piece in engine.stream(conversation, adapter, tokens))


def test_an_adapter_writes_what_it_writes_in_transformers(
    engine: Engine, adapter: Path, cache: Path
) -> None:
    # Its rows stand in another order there, and its strength is told in another way. Few tokens:
    # the weights are rounded differently, which tells in the long run.
    prompts = ("Say hello to Emma.", "Repeat after me: the office opens at nine.")
    for folder in (str(adapter), ""):
        peer = LocalLLM(path=str(BASE), cache=str(cache), adapter=folder, max_new_tokens=5)
        for prompt in prompts:
            expected = peer.complete(prompt).text
            assert said(engine, folder, prompt, 5).strip() == expected.strip()
    assert said(engine, str(adapter)) != said(engine)


def test_adapters_are_swapped_between_replies(engine: Engine, adapter: Path) -> None:
    plain, odd = said(engine), said(engine, str(adapter))
    for _ in range(2):
        assert said(engine) == plain
        assert said(engine, str(adapter)) == odd


def test_tokens_are_counted_and_the_beginning_is_read_once(engine: Engine) -> None:
    llm = LlamaLLM(engine, name="smollm2", max_new_tokens=4)
    *_, last = llm.stream_complete(ASKED)
    assert last.raw["usage"]["completion_tokens"] == 4
    assert last.raw["usage"]["prompt_tokens"] > 20
    assert llm.complete(ASKED).text == last.text


def test_it_goes_on_with_a_reply_that_is_begun(engine: Engine) -> None:
    llm = LlamaLLM(engine, name="smollm2", max_new_tokens=24)
    whole = llm.complete(ASKED).text
    begun, rest = whole[: len(whole) // 2].rsplit(" ", 1)
    so_far = [from_user(ASKED), from_model(begun)]
    gone_on = "".join(each.delta or "" for each in llm.stream_chat(so_far))
    assert (begun + gone_on)[: len(begun) + len(rest) + 1] == f"{begun} {rest}"


def test_an_adapter_that_is_missing_is_the_only_one_that_fails(engine: Engine) -> None:
    with pytest.raises(ModelError, match="There is no adapter in /none"):
        said(engine, "/none")
    assert said(engine)


def test_a_prompt_that_is_too_long_is_refused_with_its_length(engine: Engine) -> None:
    with pytest.raises(ModelError, match=r"reads 1024 tokens, and this question has 20\d\d"):
        said(engine, prompt="word " * 2000)


def test_a_reader_that_leaves_makes_room(engine: Engine) -> None:
    story = [{"role": "user", "content": "Tell a long story of a fox."}]
    before = threading.active_count()
    reply = engine.stream(story, "", 900)
    next(reply)
    reply.close()  # type: ignore[attr-defined]
    began = time.monotonic()
    assert said(engine, tokens=2)
    # The whole story would take ten times as long on the fastest of machines.
    assert threading.active_count() <= before + 1
    assert time.monotonic() - began < 30


def test_many_are_answered_in_the_order_of_arrival(engine: Engine) -> None:
    done: list[int] = []

    def ask(number: int) -> None:
        said(engine, tokens=8)
        done.append(number)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
        time.sleep(0.02)
    for thread in threads:
        thread.join()
    assert done == sorted(done)


def test_an_engine_that_is_dropped_at_once_ends(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # llama.cpp's server, ended before its loop runs, waits for ever; seen on a busy machine.
    asked: list[str] = []
    real = xllamacpp.Server.handle_metrics

    class Server(xllamacpp.Server):  # type: ignore[misc]
        def handle_metrics(self) -> str:
            asked.append(real(self))
            return asked[-1]

    monkeypatch.setattr(xllamacpp, "Server", Server)
    engine = Engine(BASE, [], cache, 512)
    engine.load()
    assert asked
    del engine


def test_what_llama_cpp_cannot_apply_is_said(tmp_path: Path, cache: Path) -> None:
    dora = write_adapter(tmp_path / "dora", use_dora=True)
    (tmp_path / "text.gguf").write_text("no model")
    broken = write_adapter(tmp_path / "broken")
    (broken / "adapter_model.safetensors").write_bytes(b"")
    larger = write_adapter(tmp_path / "larger", read=960)
    unsaid = write_adapter(tmp_path / "unsaid", r=None)
    mixed = write_adapter(tmp_path / "mixed", alpha_pattern={"q_proj": 4})
    made = [str(each) for each in (dora, broken, larger, unsaid, mixed)]
    engine = Engine(BASE, made, cache, 512)
    with pytest.raises(ModelError, match=r'give the model of .*dora kind = "transformers"'):
        engine.load(str(dora))
    with pytest.raises(ModelError, match=r"The adapter in .*broken is damaged"):
        engine.load(str(broken))
    with pytest.raises(ModelError, match=r"larger was trained for another model: .* 4 x 960"):
        engine.load(str(larger))
    with pytest.raises(ModelError, match=r"unsaid is damaged: .* needs the numbers r and lora_al"):
        engine.load(str(unsaid))
    with pytest.raises(ModelError, match=r"llama.cpp applies plain LoRA"):
        engine.load(str(mixed))
    engine.load()
    with pytest.raises(ModelError, match=r"text\.gguf is no GGUF file"):
        Engine(tmp_path / "text.gguf", [], cache, 512).load()
    with pytest.raises(ModelError, match=r"none\.gguf does not exist"):
        Engine(tmp_path / "none.gguf", [], cache, 512).load()
    assert not [each for each in cache.iterdir() if "partial" in each.name]
