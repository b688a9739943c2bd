"""Models that a service runs: a real llama.cpp server, and services that fail."""

import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from answering.answer import Answer
from answering.answerer import Answerer
from answering.errors import ModelError
from answering.model_settings import EXTRACTIVE, ModelSettings
from answering.models import ModelRegistry
from answering.question import Question
from answering.spending import Spent
from indexing.embedder import Embedder
from indexing.store import PassageStore
from tests.answering.models.broken_service import KEY, broken_service

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
    models = {"llama": openai(llama, price_in=1.0, price_out=2.0, timeout=120.0)}
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


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("401", "refused the key (401)"),
        ("429", "has had too many requests"),
        ("500", "answered with an error (500)"),
        ("404", "does not know the model"),
        ("hang", "did not answer in time"),
        ("cut", "broke off in the middle"),
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
    models = {"far": openai(f"{service[0]}/{path}", timeout=1.0)}
    answer = answerer_with(answerer, embedder, models).answer(ASKED, "far")
    assert_stood_in(answer, f"far {reason}")
    assert KEY not in caplog.text


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
