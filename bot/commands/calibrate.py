"""`footnote calibrate`"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from bot.commands.common import Config, Home, fail, settings_for, table_console, told

if TYPE_CHECKING:
    from answering.confidence import Confidence
    from bot.settings import Settings
    from evaluation.calibration import Judged


def calibrate(
    home: Home,
    suites: Annotated[list[Path], typer.Argument(help="Suites, each counts the same.")],
    config: Config = None,
    answerable: Annotated[
        float,
        typer.Option("--answerable", min=0.05, max=0.95, help="Of the questions that people ask."),
    ] = 0.75,
    price: Annotated[
        float,
        typer.Option("--price", min=0.1, max=100, help="An answer too many, in answers too few."),
    ] = 1.0,
) -> None:
    """Fit the confidence to suites, and print what to write in footnote.toml."""
    settings = settings_for(home, config)
    with told():
        from answering.asked import CasesError
        from bot.wiring import build_confidence
        from evaluation.calibration import CalibrationError, fit

        try:
            judged = [_judge(settings, folder) for folder in suites]
            fitted = fit(judged, answerable, price)
        except (CasesError, CalibrationError) as error:
            fail(str(error), 2)
    table_console().print(_table(judged, build_confidence(settings), fitted))
    print(
        f"\n[answers.confidence]\nslope = {fitted.slope}\nintercept = {fitted.intercept}\n"
        f"least = {fitted.least}"
    )


def _judge(settings: "Settings", folder: Path) -> "Judged":
    """The suite in `folder`, its questions judged and all of them answered."""
    from answering.confidence import BARE
    from answering.model_settings import EXTRACTIVE
    from bot.commands.suite_index import suite_index
    from bot.wiring import build_answerer
    from evaluation.calibration import judged
    from evaluation.run import run_suite
    from evaluation.suite import load_suite

    suite = load_suite(folder)
    with suite_index(settings, suite) as store:
        answerer = build_answerer(settings, store, pinned=False, confidence=BARE)
        answerer.warm()
        asked = run_suite(suite, store, answerer, EXTRACTIVE)
        with typer.progressbar(asked, len(suite.cases), suite.name, file=sys.stderr) as outcomes:
            return judged(suite.name, tuple(outcomes))


def _table(judged: "Sequence[Judged]", now: "Confidence", fitted: "Confidence") -> Table:
    """What the fit changes, suite by suite."""
    table = Table("Suite", "Questions", box=None)
    for column in ("Calibration error", "Answered", "Refused"):
        table.add_column(f"{column}, now", justify="right")
        table.add_column("fitted", justify="right")
    for each in judged:
        both = [each.error(now), *each.shares(now)], [each.error(fitted), *each.shares(fitted)]
        cells = (f"{value:.2f}" for pair in zip(*both, strict=True) for value in pair)
        table.add_row(each.suite, str(len(each.evidence)), *cells)
    return table
