"""Models that a service runs: a real llama.cpp server, and services that fail."""

import json
import logging
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from llama_index.llms.openai_like import OpenAILike

from answering.answer import Answer
from answering.answerer import Answerer
from answering.errors import ModelError
from answering.messages import from_user
from answering.model_settings import EXTRACTIVE, ModelSettings
from answering.models import ModelRegistry
from answering.question import Question
from answering.remote_llm import remote_llm
from answering.spending import Spent
from indexing.embedder import Embedder
from indexing.store import PassageStore
from tests.answering.models import slow_llm
from tests.answering.models.broken_service import KEY, THOUGHT, broken_service
from tests.answering.models.messages_service import messages_service

ASKED = Question("How many vacation days do people in Germany get?")
GUESTS = Question("What is the network for guests called?")


class Counted:
    """A meter in memory."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, Spent, float, bool]] = []

    def today(self, model: str) -> int:
        return sum(s.tokens_in + s.tokens_out for name, s, _, _ in self.calls if name == model)

    def add(self, model: str, spent: Spent, cost: float, failed: bool = False) -> None:
        self.calls.append((model, spent, cost, failed))


@pytest.fixture(scope="module")
def llama() -> Iterator[str]:
    """The address of a llama.cpp server."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.answering.models.llama_server"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        line = next(line for line in process.stdout if line.startswith("listening "))
        yield f"{line.split()[1]}/v1"
        process.kill()


@pytest.fixture
def service() -> Iterator[tuple[str, list[str]]]:
    with broken_service() as made:
        yield made


def answerer_with(
    answerer: Answerer,
    embedder: Embedder,
    models: dict[str, ModelSettings],
    meter: Counted | None = None,
    local_only: tuple[str, ...] = (),
) -> Answerer:
    store: PassageStore = answerer._store
    environment = {"OPENAI_API_KEY": KEY}
    registry = ModelRegistry(embedder, Path("unused"), models, meter=meter, environment=environment)
    return Answerer(store, registry, local_only=local_only)


def openai(url: str, **more: object) -> ModelSettings:
    settings = {"fallback": EXTRACTIVE, "key": "OPENAI_API_KEY", "retries": 0, **more}
    return ModelSettings("openai", model="m", base_url=url, **settings)  # type: ignore[arg-type]


def test_a_llama_server_answers_sentence_by_sentence(
    llama: str, answerer: Answerer, embedder: Embedder
) -> None:
    meter, said = Counted(), list[str]()
    models = {"llama": openai(llama, price_in=1.0, price_out=2.0, timeout=600.0)}
    made = answerer_with(answerer, embedder, models, meter)
    assert made.registry.probe("llama") is None
    answer = made.answer(
        GUESTS, "llama", on_sentence=lambda sentence, _: said.append(sentence.text)
    )
    assert answer.model == "llama"
    assert answer.note == ""
    assert said == [sentence.text for sentence in answer.sentences]
    assert all(sentence.citations for sentence in answer.sentences)
    name, spent, cost, failed = meter.calls[-1]
    assert (name, failed) == ("llama", False)
    assert spent.tokens_in > 200
    assert 0 < spent.tokens_out <= 160
    assert cost == pytest.approx((spent.tokens_in + 2 * spent.tokens_out) / 1e6)


def test_anthropic_answers(answerer: Answerer, embedder: Embedder) -> None:
    meter = Counted()
    with messages_service() as (url, asked):
        claude = ModelSettings("anthropic", model="m", base_url=url, key="OPENAI_API_KEY")
        made = answerer_with(answerer, embedder, {"claude": claude}, meter)
        assert made.registry.probe("claude") is None
        answer = made.answer(GUESTS, "claude")
    assert (answer.model, answer.note) == ("claude", "")
    assert [sentence.text for sentence in answer.sentences] == [
        "They use the network fernleaf-guest.",
        "The password changes on Mondays.",
    ]
    assert all(sentence.citations for sentence in answer.sentences)
    assert asked[-1]["key"] == KEY
    assert asked[-1]["messages"][-1]["role"] == "user"
    _, spent, _, failed = meter.calls[-1]
    assert (spent.tokens_in, spent.tokens_out, failed) == (300, 21, False)


def test_a_service_that_gives_up_in_its_answer_is_not_blamed_for_a_200(
    answerer: Answerer, embedder: Embedder
) -> None:
    with messages_service(overloaded=True) as (url, _):
        claude = ModelSettings("anthropic", model="m", base_url=url, key="OPENAI_API_KEY")
        made = answerer_with(answerer, embedder, {"claude": claude})
        with pytest.raises(ModelError, match="claude broke off in the middle of its answer"):
            made.answer(GUESTS, "claude")


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("401", "refused the key (401)"),
        ("429", "has had too many requests"),
        ("500", "answered with an error (500)"),
        ("404", "does not know the model"),
        ("413", "found the request too long (413)"),
        ("hang", "did not answer in time"),
        ("cut", "broke off in the middle"),
        ("pings", "did not answer in time"),
        ("filtered", "wrote nothing that the documents support"),
        ("ends", "wrote nothing that the documents support"),
    ],
)
def test_a_failing_service_is_stood_in_for(
    service: tuple[str, list[str]],
    answerer: Answerer,
    embedder: Embedder,
    caplog: pytest.LogCaptureFixture,
    path: str,
    reason: str,
) -> None:
    caplog.set_level(logging.DEBUG)
    timeout = 1.0 if reason.endswith("in time") else 20.0
    models = {"far": openai(f"{service[0]}/{path}", timeout=timeout)}
    answer = answerer_with(answerer, embedder, models).answer(ASKED, "far")
    assert_stood_in(answer, f"far {reason}")
    assert KEY not in caplog.text


def test_a_service_that_wants_to_be_left_alone_is(
    service: tuple[str, list[str]], answerer: Answerer, embedder: Embedder
) -> None:
    models = {"far": openai(f"{service[0]}/later", timeout=2.5)}
    answer = answerer_with(answerer, embedder, models).answer(ASKED, "far")
    assert_stood_in(answer, "far has had too many requests")
    time.sleep(3)  # What the service asked for.
    assert len(service[1]) == 1


def test_nobody_there(answerer: Answerer, embedder: Embedder) -> None:
    answer = answerer_with(answerer, embedder, {"far": openai("http://127.0.0.1:9/v1")}).answer(
        ASKED, "far"
    )
    assert_stood_in(answer, "far cannot be reached")


def assert_stood_in(answer: Answer, why: str) -> None:
    assert answer.status == "answered"
    assert answer.model == EXTRACTIVE
    assert "30" in answer.text
    assert answer.note.startswith(why)
    assert answer.note.endswith("This answer is by extractive.")


def test_a_service_that_failed_is_left_alone_for_a_while(
    service: tuple[str, list[str]], answerer: Answerer, embedder: Embedder
) -> None:
    made = answerer_with(answerer, embedder, {"far": openai(f"{service[0]}/500")})
    for _ in range(3):
        assert_stood_in(made.answer(ASKED, "far"), "far answered with an error (500)")
    assert len(service[1]) == 1


@pytest.mark.parametrize("status", ["400", "413", "422"])
def test_a_question_that_is_refused_rests_nobody(
    service: tuple[str, list[str]], answerer: Answerer, embedder: Embedder, status: str
) -> None:
    meter = Counted()
    made = answerer_with(answerer, embedder, {"far": openai(f"{service[0]}/{status}")}, meter)
    for _ in range(2):
        assert_stood_in(made.answer(ASKED, "far"), "far ")
    assert len(service[1]) == 2
    assert [failed for _, _, _, failed in meter.calls] == [True, True]


def test_what_never_began_is_counted_as_a_failure_alone(
    service: tuple[str, list[str]], answerer: Answerer, embedder: Embedder
) -> None:
    meter = Counted()
    answerer_with(answerer, embedder, {"far": openai(f"{service[0]}/401")}, meter).answer(
        ASKED, "far"
    )
    assert meter.calls == [("far", Spent(0, 0), 0.0, True)]


def test_what_broke_off_is_counted_with_what_it_took(
    service: tuple[str, list[str]], answerer: Answerer, embedder: Embedder
) -> None:
    meter = Counted()
    answerer_with(answerer, embedder, {"far": openai(f"{service[0]}/cut")}, meter).answer(
        ASKED, "far"
    )
    (_, spent, _, failed), (*_, failed_then) = meter.calls
    assert spent.tokens_in > 100
    assert (failed, failed_then) == (False, True)


def test_half_a_sentence_at_the_limit_is_not_said(
    service: tuple[str, list[str]], answerer: Answerer, embedder: Embedder
) -> None:
    made = answerer_with(answerer, embedder, {"far": openai(f"{service[0]}/long")})
    answer = made.answer(GUESTS, "far")
    assert answer.model == "far"
    assert [each.text for each in answer.sentences] == ["They use the network fernleaf-guest."]


def test_what_a_service_thinks_is_not_said_but_counted(
    service: tuple[str, list[str]], answerer: Answerer, embedder: Embedder
) -> None:
    meter = Counted()
    made = answerer_with(answerer, embedder, {"far": openai(f"{service[0]}/thinks")}, meter)
    answer = made.answer(GUESTS, "far")
    assert [each.text for each in answer.sentences] == ["They use the network fernleaf-guest."]
    assert meter.calls[0][1].tokens_out == len("".join(THOUGHT)) // 4


def test_a_service_that_says_nothing_is_left_when_it_is_stopped(
    service: tuple[str, list[str]], answerer: Answerer, embedder: Embedder
) -> None:
    made = answerer_with(answerer, embedder, {"far": openai(f"{service[0]}/pings", timeout=60.0)})
    began = time.monotonic()
    answer = made.answer(ASKED, "far", stopped=lambda: bool(service[1]))
    assert time.monotonic() - began < 20
    assert (answer.citations, answer.note) == ((), "")


def test_a_connection_that_nobody_reads_ends(service: tuple[str, list[str]]) -> None:
    llm = remote_llm("far", openai(f"{service[0]}/pings", timeout=0.5), {"OPENAI_API_KEY": KEY})
    with pytest.raises(httpx.ReadTimeout):
        list(llm.stream_chat([from_user("Who?")]))


@pytest.mark.parametrize(
    ("model", "options", "sent"),
    [
        ("m", {}, {"max_tokens": 160}),
        ("m", {"max_completion_tokens": 900}, {"max_completion_tokens": 900}),
        ("o1", {"max_completion_tokens": 900}, {"max_completion_tokens": 900}),
    ],
)
def test_a_service_is_sent_one_limit(
    service: tuple[str, list[str]], model: str, options: dict[str, int], sent: dict[str, int]
) -> None:
    settings = replace(openai(f"{service[0]}/long", options=options), model=model)
    llm, bodies = remote_llm("far", settings, {"OPENAI_API_KEY": KEY}), list[dict[str, object]]()
    assert isinstance(llm, OpenAILike)
    llm._get_client()._client.event_hooks = {
        "request": [lambda request: bodies.append(json.loads(request.content))]
    }
    list(llm.stream_chat([from_user("Who?")]))
    (body,) = bodies
    assert {key: body[key] for key in body if key.startswith("max_")} == sent
    assert llm.metadata.num_output == 160


def test_a_reply_to_a_prompt_is_counted_and_within_the_budget(
    service: tuple[str, list[str]], answerer: Answerer, embedder: Embedder
) -> None:
    meter = Counted()
    models = {
        "far": openai(f"{service[0]}/thinks", daily_tokens=10),
        "broken": openai(f"{service[0]}/500"),
    }
    registry = answerer_with(answerer, embedder, models, meter).registry
    assert registry.complete("far", "x" * 40) == "They use the network fernleaf-guest."
    assert meter.calls[0][1].tokens_in == 10
    with pytest.raises(ModelError, match="The model 'far' has used its 10 tokens of today"):
        registry.complete("far", "Who?")
    with pytest.raises(ModelError, match=r"'broken' answered with an error \(500\)"):
        registry.complete("broken", "Who?")
    assert meter.calls[-1] == ("broken", Spent(0, 0), 0.0, True)
    with pytest.raises(ModelError, match="'extractive' writes nothing without passages"):
        registry.complete(EXTRACTIVE, "Who?")
    assert len(service[1]) == 2


def test_a_probe_wants_a_word_and_is_counted(
    service: tuple[str, list[str]], answerer: Answerer, embedder: Embedder
) -> None:
    meter = Counted()
    models = {each: openai(f"{service[0]}/{each}", price_in=1.0) for each in ("silent", "long")}
    registry = answerer_with(answerer, embedder, models, meter).registry
    assert "'silent' was asked for a word and wrote nothing" in (registry.probe("silent") or "")
    assert registry.probe("long") is None
    assert [name for name, _, cost, _ in meter.calls if cost] == ["silent", "long"]


def test_without_a_stand_in_the_reason_is_told(
    service: tuple[str, list[str]], answerer: Answerer, embedder: Embedder
) -> None:
    made = answerer_with(answerer, embedder, {"far": openai(f"{service[0]}/401", fallback="")})
    with pytest.raises(ModelError, match=r"No model could answer: far refused the key \(401\)\."):
        made.answer(ASKED, "far")


def test_a_budget_of_tokens_is_kept(
    service: tuple[str, list[str]], answerer: Answerer, embedder: Embedder
) -> None:
    meter = Counted()
    meter.add("far", Spent(900, 200), 0.0)
    models = {"far": openai(f"{service[0]}/500", daily_tokens=1000)}
    answer = answerer_with(answerer, embedder, models, meter).answer(ASKED, "far")
    assert_stood_in(answer, "far has used its 1,000 tokens of today")
    assert service[1] == []


def test_what_is_local_only_is_not_sent_outside(
    service: tuple[str, list[str]], answerer: Answerer, embedder: Embedder
) -> None:
    models = {"far": openai(f"{service[0]}/500", local=False)}
    made = answerer_with(answerer, embedder, models, local_only=("handbook",))
    assert_stood_in(made.answer(ASKED, "far"), "far may not be sent what stands in handbook")
    assert service[1] == []


def test_a_key_that_is_missing_is_named(answerer: Answerer, embedder: Embedder) -> None:
    models = {"claude": ModelSettings("anthropic", model="m", fallback=EXTRACTIVE)}
    made = answerer_with(answerer, embedder, models)
    assert made.registry.probe("claude") == (
        "The model 'claude' needs a key: set ANTHROPIC_API_KEY."
    )


@pytest.mark.parametrize(
    ("settings", "variable"),
    [
        (ModelSettings("openai", model="m"), "OPENAI_API_KEY"),
        (ModelSettings("anthropic", model="m"), "ANTHROPIC_API_KEY"),
        (ModelSettings("openai", model="m", base_url="http://127.0.0.1:8000/v1"), ""),
        (ModelSettings("openai", model="m", base_url="http://10.0.0.4:8000/v1"), ""),
        (ModelSettings("anthropic", model="m", base_url="https://llm.example"), ""),
        (ModelSettings("openai", model="m", base_url="https://llm.example", key="OURS"), "OURS"),
        (ModelSettings("openai", model="m", key="OURS"), "OURS"),
    ],
)
def test_a_key_is_sent_to_its_own_provider_alone(settings: ModelSettings, variable: str) -> None:
    assert settings.key_variable == variable
    keys = {"OPENAI_API_KEY": "sk-1", "ANTHROPIC_API_KEY": "sk-2", "OURS": "sk-3"}
    llm = remote_llm("far", settings, keys)
    client = getattr(llm, "_get_client", lambda: getattr(llm, "_client", None))()
    assert client.api_key == keys.get(variable, "none")


@pytest.mark.parametrize(
    ("base_url", "place"),
    [
        ("http://emma:secret@llm.example:8000/v1", "m at llm.example:8000, outside"),
        ("http://emma:se@cret@llm.example/v1", "m at llm.example, outside"),
        ("http://127.0.0.1:8000/v1", "m at 127.0.0.1:8000, local"),
        ("", "m at openai, outside"),
    ],
)
def test_a_description_shows_the_host_alone(base_url: str, place: str) -> None:
    described = ModelSettings("openai", model="m", base_url=base_url).describe()
    assert described.startswith(place)


def test_a_class_takes_its_key_from_the_environment() -> None:
    path = "tests.answering.voice.said_llm.SaidLLM"
    options = {"opening": "env:GREETING", "replaced": {"a": "env:OTHER"}}
    settings = ModelSettings("llama_index", path=path, options=options)
    made = remote_llm("said", settings, {"GREETING": "Hello: ", "OTHER": "b"})
    assert made.complete("a\n\na").text == "Hello: b"
    with pytest.raises(ModelError, match=r"'said' takes replaced\.a from the environment: set OTH"):
        remote_llm("said", settings, {"GREETING": "Hello: "})
    with pytest.raises(ModelError, match="'said' has `key`, which a class of LlamaIndex is not"):
        remote_llm("said", ModelSettings("llama_index", path=path, key="GREETING"), {})


def test_a_model_in_the_making_holds_up_no_other(answerer: Answerer, embedder: Embedder) -> None:
    slow = ModelSettings("llama_index", path="tests.answering.models.slow_llm.SlowLLM")
    registry = answerer_with(answerer, embedder, {"slow": slow}).registry
    with ThreadPoolExecutor(2) as threads:
        making = threads.submit(registry.synthesizer, "slow")
        try:
            assert slow_llm.began.wait(10)
            threads.submit(registry.check, "slow").result(5)
            threads.submit(registry.synthesizer, EXTRACTIVE).result(5)
            assert not making.done()
        finally:
            slow_llm.may_end.set()
        assert making.result(10) is registry.synthesizer("slow")


def test_any_llm_of_llamaindex(answerer: Answerer, embedder: Embedder) -> None:
    path = "llama_index.core.llms.MockLLM"
    models = {"mock": ModelSettings("llama_index", path=path, options={"max_tokens": 5})}
    made = answerer_with(answerer, embedder, models)
    assert made.registry.probe("mock") is None
    wrong = {"mock": ModelSettings("llama_index", path="no.such.Thing")}
    made = answerer_with(answerer, embedder, wrong)
    assert "cannot be imported" in str(made.registry.probe("mock"))


@pytest.mark.parametrize(
    ("settings", "outside"),
    [
        (ModelSettings("extractive"), False),
        (ModelSettings("transformers", path="folder"), False),
        (ModelSettings("anthropic", model="m"), True),
        (ModelSettings("openai", model="m"), True),
        (ModelSettings("openai", model="m", base_url="http://127.0.0.1:8000/v1"), False),
        (ModelSettings("openai", model="m", base_url="http://localhost:8000/v1"), False),
        (ModelSettings("openai", model="m", base_url="http://10.0.0.4:8000/v1"), True),
        (ModelSettings("openai", model="m", base_url="http://llm.intern/v1", local=True), False),
        (ModelSettings("llama_index", path="a.B"), True),
    ],
)
def test_what_leaves_the_company(settings: ModelSettings, outside: bool) -> None:
    assert settings.outside is outside


def test_who_wrote_nothing_that_is_supported_is_named(
    answerer: Answerer, embedder: Embedder
) -> None:
    path = "llama_index.core.llms.MockLLM"
    mock = ModelSettings("llama_index", path=path, options={"max_tokens": 5}, fallback=EXTRACTIVE)
    answer = answerer_with(answerer, embedder, {"mock": mock}).answer(ASKED, "mock")
    assert_stood_in(answer, "mock wrote nothing that the documents support")
