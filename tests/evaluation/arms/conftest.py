"""A small suite over the tests' pages, indexed once."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from answering.answerer import Answerer
from answering.model_settings import EXTRACTIVE, ModelSettings
from answering.models import ModelRegistry
from evaluation.arms.arm import Arm
from evaluation.arms.run import run_arms
from evaluation.arms.tally import Tally
from evaluation.arms.trial import Trial
from evaluation.run import index_suite
from evaluation.suite import Suite, load_suite
from indexing.embedder import Embedder
from indexing.store import PassageStore
from tests.bot.conftest import write_pages

CASES = [
    {"id": "1", "question": "How many days of vacation do I get?", "type": "number",
     "sources": ["Time off/Vacation.md"], "answers": ["27 days of vacation a year"],
     "must_include": [["27"]]},
    {"id": "2", "question": "By when do I tell my team that I am sick?", "type": "number",
     "sources": ["Time off/Sick leave.md"], "answers": ["by 10:00"], "must_include": [["10:00"]]},
    {"id": "3", "question": "Which planets have rings of ice?", "answerable": False,
     "type": "stranger"},
]  # fmt: skip

Ask = Callable[[str, str | None], dict[Arm, tuple[Trial, ...]]]


def write_suite(folder: Path) -> Path:
    write_pages(folder / "docs")
    (folder / "questions.jsonl").write_text("\n".join(map(json.dumps, CASES)))
    return folder


def writer(name: str, **settings: float) -> ModelSettings:
    path = f"tests.evaluation.arms.writers.{name}"
    return ModelSettings(
        "llama_index",
        path,
        fallback=EXTRACTIVE,
        local=True,
        **settings,  # type: ignore[arg-type]
    )


MODELS = {
    "plain": writer("Plain", price_in=1.0, price_out=10.0),
    "inventive": writer("Inventive"),
    "fragile": writer("Fragile"),
}


@pytest.fixture(scope="session")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Suite:
    return load_suite(write_suite(tmp_path_factory.mktemp("arms") / "pages"))


@pytest.fixture(scope="session")
def ask(suite: Suite, embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """Runs the arms of two models over one index."""
    home = tmp_path_factory.mktemp("index")
    store = PassageStore(f"sqlite:///{home}/index.db", embedder)
    index_suite(suite, store)

    def run(base: str, tuned: str | None) -> dict[Arm, tuple[Trial, ...]]:
        tally = Tally()
        registry = ModelRegistry(embedder, home, MODELS, meter=tally)
        answerer = Answerer(store, registry, stand_ins=False)
        return run_arms(suite, store, answerer, tally, base, tuned, lambda _arm, trials: trials)

    return run
