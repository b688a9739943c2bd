"""Asks every arm the same questions and puts the report together."""

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from answering.answerer import Answerer
from answering.model_settings import EXTRACTIVE
from evaluation.arms.arm import Arm, ArmName, make_arms, shipped
from evaluation.arms.asking import Asker, as_shipped
from evaluation.arms.memory import grown
from evaluation.arms.report import ArmsReport, make_report
from evaluation.arms.tally import Tally
from evaluation.arms.trial import Trial
from evaluation.suite import Suite
from indexing.store import PassageStore

Progress = Callable[[Arm, Iterator[Trial]], Iterable[Trial]]
"""Passes trials on while it shows how far an arm is."""
IsStyled = Callable[[str], bool]
"""Whether a text has the voice."""


def run_arms(
    suite: Suite,
    store: PassageStore,
    answerer: Answerer,
    tally: Tally,
    base: str,
    tuned: str | None,
    progress: Progress,
    is_styled: IsStyled | None = None,
) -> dict[Arm, tuple[Trial, ...]]:
    """The trials of each arm over the suite that `store` has. Models should be loaded."""
    asker = Asker(suite, store, answerer, tally)
    trials = {arm: tuple(progress(arm, asker.trials(arm))) for arm in make_arms(base, tuned)}
    if tuned:
        by_name = {arm.name: asked for arm, asked in trials.items()}
        stands_in = answerer.registry.settings(tuned).fallback == EXTRACTIVE
        trials[shipped(tuned)] = as_shipped(
            by_name["retrieval_tuned"], by_name["extractive"], stands_in
        )
    if is_styled is None:
        return trials
    return {
        arm: tuple(_with_style(trial, is_styled) for trial in asked)
        for arm, asked in trials.items()
    }


def measure_memory(
    answerer: Answerer, arms: Iterable[Arm], embedder: str, cache: Path
) -> dict[ArmName, int | None]:
    """Bytes that each arm takes; each model, and retrieval, is measured once."""
    settings, sizes = answerer.registry.settings, dict[str, int | None]()
    needed: dict[ArmName, list[str]] = {
        arm.name: list(dict.fromkeys([arm.model, *([EXTRACTIVE] if arm.retrieval else [])]))
        for arm in arms
    }
    for name in dict.fromkeys(name for names in needed.values() for name in names):
        sizes[name] = grown(name, settings(name), embedder, cache)
    return {arm: _sum([sizes[name] for name in names]) for arm, names in needed.items()}


def report_on(
    suite: Suite, trials: dict[Arm, tuple[Trial, ...]], memory: dict[ArmName, int | None]
) -> ArmsReport:
    """The report, made now."""
    return make_report(suite.name, datetime.datetime.now(), trials, memory)


def _with_style(trial: Trial, is_styled: IsStyled) -> Trial:
    return replace(trial, styled=is_styled(trial.answer.text)) if trial.answered else trial


def _sum(sizes: list[int | None]) -> int | None:
    known = [size for size in sizes if size is not None]
    return sum(known) if len(known) == len(sizes) else None
