"""`footnote evaluate --arms`: retrieval, fine-tuning, both, or neither."""

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from bot.arms_report import kept_report
from bot.commands.common import fail, table_console, told
from bot.commands.reading import written
from bot.settings import Settings
from evaluation.arms.circumstances import Circumstances

if TYPE_CHECKING:
    from evaluation.arms.arm import Arm, ArmName
    from evaluation.arms.run import IsStyled
    from evaluation.arms.trial import Trial
    from evaluation.suite import Suite

BASE, TUNED = "smollm2", "grounded"
"""The models that are compared unless others are named."""


@dataclass(frozen=True)
class Wanted:
    """What is asked of which models. `sample`: how many of the questions, 0 for all;
    `voice_data`: a folder of pairs that show the voice, None where no voice is looked for."""

    suite: Path
    base: str
    tuned: str | None
    sample: int = 0
    voice_data: Path | None = None


def models_for(settings: Settings, base: str | None, tuned: str | None) -> tuple[str, str | None]:
    """The base and the fine-tuned model; None where there is none and none was named."""
    for name in (base, tuned):
        if name and name not in settings.models:
            fail(f"There is no model {name!r}; the models are: {', '.join(settings.models)}.", 2)
    if tuned is None and base not in (None, BASE):
        print(
            f"No fine-tuned model of {base!r} is named, so what it would say is left out; "
            "docs/tuning.md trains one, and --tuned NAME takes it.",
            file=sys.stderr,
        )
        return base or BASE, None
    return base or BASE, tuned or TUNED


def evaluate_arms(
    settings: Settings,
    wanted: Wanted,
    circumstances: Circumstances,
    json_file: Path | None,
    html_file: Path | None,
) -> None:
    """Ask every arm, print, and keep the report for `/model report`."""
    suite, is_styled = _suite(wanted), _voice(wanted.voice_data)
    with told():
        from evaluation.arms.as_json import as_json
        from evaluation.arms.findings import findings
        from evaluation.arms.page import arms_page
        from evaluation.arms.recommendation import recommend
        from evaluation.arms.run import report_on
        from evaluation.arms.terminal import told as printed

        report = report_on(suite, *_asked(settings, suite, wanted, is_styled))
    found, recommendation = findings(report), recommend(report, circumstances)
    console = table_console()
    for each in printed(report, found, recommendation):
        console.print(each)
    page = arms_page(report, found, recommendation)
    kept = kept_report(settings.home)
    kept.parent.mkdir(parents=True, exist_ok=True)
    for path, answers in ((kept, False), (json_file, True)):
        if path:
            with written(path) as handle:
                data = as_json(report, found, circumstances, recommendation, answers)
                json.dump(data, handle, ensure_ascii=False, indent=1)
    for path in (kept.with_suffix(".html"), html_file):
        if path:
            with written(path) as handle:
                handle.write(page)
    failed = sum(scored.failed for scored in report.arms.values())
    if failed:
        fail(f"{failed} questions could not be answered; --json and --html say why.")


def _suite(wanted: Wanted) -> "Suite":
    from answering.asked import CasesError
    from evaluation.arms.sample import sample
    from evaluation.suite import load_suite

    try:
        suite = load_suite(wanted.suite)
    except CasesError as error:
        fail(str(error), 2)
    return replace(suite, cases=sample(suite.cases, wanted.sample)) if wanted.sample else suite


def _voice(folder: Path | None) -> "IsStyled | None":
    """What tells the voice of the pairs in `folder`; learnt from those that no adapter saw."""
    if folder is None:
        return None
    from evaluation.style import style_classifier
    from evaluation.voice_pairs import HELD_OUT, PairsError, load_pairs

    try:
        pairs = [pair for split in HELD_OUT for pair in load_pairs(folder, split)]
    except PairsError as error:
        fail(str(error), 2)
    return style_classifier(pairs).is_styled


def _asked(
    settings: Settings, suite: "Suite", wanted: Wanted, is_styled: "IsStyled | None"
) -> "tuple[dict[Arm, tuple[Trial, ...]], dict[ArmName, int | None]]":
    """The suite's questions, asked in every arm over the same index; and the memory of each."""
    from answering.answerer import Answerer
    from answering.models import ModelRegistry
    from bot.commands.suite_index import keep_inside, suite_index
    from bot.state.spending import Spending
    from bot.state.tables import open_state
    from bot.wiring import build_confidence, build_reranker
    from evaluation.arms.run import measure_memory, run_arms
    from evaluation.arms.tally import Tally

    keep_inside(settings, suite, filter(None, (wanted.base, wanted.tuned)))
    with suite_index(settings, suite) as store:
        tally = Tally(Spending(open_state(settings.database("state"))))
        cache = settings.home / "models"
        registry = ModelRegistry(store.embedder, cache, settings.models, meter=tally)
        answerer = Answerer(
            store,
            registry,
            reranker=build_reranker(settings),
            stand_ins=False,
            confidence=build_confidence(settings),
        )
        answerer.warm()
        for model in filter(None, (wanted.base, wanted.tuned)):
            problem = registry.probe(model)
            if problem:
                fail(f"The model {model!r} does not work: {problem}")
        trials = run_arms(
            suite, store, answerer, tally, wanted.base, wanted.tuned, _progress, is_styled
        )
        print("measuring memory …", file=sys.stderr)
        return trials, measure_memory(answerer, trials, store.embedder.name, cache)


def _progress(arm: "Arm", trials: "Iterator[Trial]") -> "Iterable[Trial]":
    with typer.progressbar(trials, label=arm.label, file=sys.stderr) as shown:
        yield from shown
