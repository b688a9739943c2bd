"""The arms as a table for the terminal, and what follows from them."""

from collections.abc import Iterator, Sequence

from rich import box
from rich.console import RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from evaluation.arms.figures import ARM_FIGURES
from evaluation.arms.findings import Finding
from evaluation.arms.recommendation import Recommendation
from evaluation.arms.report import ArmsReport, ScoredArm
from evaluation.figures import Figure
from evaluation.wording import NONE, number

MARKS = {"yes": "✓", "no": "✗", "unclear": "?", "warning": "!"}
"""What stands before a finding."""


def told(
    report: ArmsReport, findings: Sequence[Finding], recommendation: Recommendation
) -> Iterator[RenderableType]:
    """What is printed, in its order."""
    yield _table(report)
    for finding in findings:
        style = "bold" if finding.holds == "warning" else ""
        yield Text(f"{MARKS[finding.holds]} {finding.sentence}", style=style)
    yield Text(f"\n{recommendation.sentence}", style="bold")
    for reason in recommendation.reasons:
        yield Text(f"  - {reason}")


def megabytes(size: int | None) -> str:
    """Of memory."""
    return NONE if size is None else f"{size / 1e6:,.0f} MB"


def known_figures(report: ArmsReport) -> list[Figure]:
    """The figures that some arm has."""
    arms = report.arms.values()
    return [figure for figure in ARM_FIGURES if any(scored.figures[figure.name] for scored in arms)]


def _table(report: ArmsReport) -> Table:
    made = Table(
        title=escape(f"{report.suite}: {report.questions} questions, {report.made:%Y-%m-%d}"),
        title_justify="left",
        box=box.SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
        pad_edge=False,
    )
    made.add_column("", no_wrap=True)
    for scored in report.arms.values():
        made.add_column(escape(scored.arm.label), justify="right", max_width=12)
    for figure in known_figures(report):
        cells = (_cell(figure, scored) for scored in report.arms.values())
        made.add_row(figure.label, *cells)
    made.add_row("memory", *(megabytes(scored.memory) for scored in report.arms.values()))
    return made


def _cell(figure: Figure, scored: ScoredArm) -> str:
    estimate = scored.figures[figure.name]
    if estimate is None:
        return NONE
    value = number(figure, estimate.value)
    if estimate.low is None or estimate.high is None or figure.unit == "dollars":
        return value
    # Two decimals: six arms stand side by side.
    return f"{value}\n[dim]{estimate.low:.2f}–{estimate.high:.2f}[/]"
