"""`footnote calibrate`"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Table

from bot.commands.common import Config, Home, fail, settings_for, table_console, told

if TYPE_CHECKING:
    from answering.confidence import Confidence
    from bot.settings import Settings
    from evaluation.calibration import Judged
    from evaluation.suite import Suite


def calibrate(
    home: Home,
    suites: Annotated[list[Path], typer.Argument(help="Suites; each counts the same.")],
    config: Config = None,
    answerable: Annotated[
        float,
        typer.Option(
            "--answerable",
            min=0.05,
            max=0.95,
            help="The share of people's questions that the documents answer.",
        ),
    ] = 0.75,
    price: Annotated[
        float,
        typer.Option(
            "--price",
            min=0.1,
            max=100,
            help="What answering where there is no answer costs, in needless refusals.",
        ),
    ] = 1.0,
) -> None:
    """Fit the confidence to suites; print what to write in footnote.toml."""
    settings = settings_for(home, config)
    with told():
        from answering.asked import CasesError
        from bot.wiring import build_confidence
        from evaluation.calibration import CalibrationError, check, fit
        from evaluation.suite import load_suite

        try:
            loaded = [load_suite(folder) for folder in suites]
            check(loaded)
            judged = [_judge(settings, suite) for suite in loaded]
            fitted = fit(judged, answerable, price)
        except (CasesError, CalibrationError) as error:
            fail(str(error), 2)
    # Not where the lines go: these may be sent to a file.
    table_console(stderr=True).print(_table(judged, build_confidence(settings), fitted, answerable))
    print(
        f"[answers.confidence]\nslope = {fitted.slope}\nintercept = {fitted.intercept}\n"
        f"least = {fitted.least}"
    )


def _judge(settings: "Settings", suite: "Suite") -> "Judged":
    """How much speaks for an answer to each question of `suite`."""
    from answering.confidence import BARE
    from answering.model_settings import EXTRACTIVE
    from bot.commands.suite_index import suite_index
    from bot.wiring import build_answerer
    from evaluation.calibration import judged
    from evaluation.outcome import Outcome

    with suite_index(settings, suite) as store:
        answerer = build_answerer(settings, store, pinned=False, confidence=BARE)
        answerer.warm()
        with typer.progressbar(suite.cases, label=suite.name, file=sys.stderr) as cases:
            outcomes = [
                Outcome(case, (), answerer.answer(case.asked(), EXTRACTIVE)) for case in cases
            ]
    return judged(suite.name, outcomes)


def _table(
    judged: "Sequence[Judged]", now: "Confidence", fitted: "Confidence", share: float
) -> Table:
    """What the fit changes, suite by suite."""
    table = Table("Suite", "Questions", box=None)
    for column in ("Brier score", "Answered", "Refused"):
        table.add_column(f"{column}, now", justify="right")
        table.add_column("fitted", justify="right")
    for each in judged:
        pairs = zip(
            (each.brier(now, share), *each.shares(now)),
            (each.brier(fitted, share), *each.shares(fitted)),
            strict=True,
        )
        cells = (f"{value:.3f}" for pair in pairs for value in pair)
        table.add_row(escape(each.suite), str(len(each.evidence)), *cells)
    return table
