"""A report as tables for the terminal."""

from collections.abc import Iterator

from rich import box
from rich.markup import escape
from rich.table import Table

from evaluation.figures import FIGURES, Figure
from evaluation.paired import Comparison
from evaluation.report import Report, Scored
from evaluation.wording import compact, interval, number, probability, short

SURE = 0.05
"""A difference whose p is below this is printed bold."""


def tables(report: Report) -> Iterator[Table]:
    """What is printed, in its order."""
    if report.comparison is None:
        yield _figures(report)
    else:
        yield _comparison(report, report.comparison)
    for scored in report.runs:
        if len(scored.types) > 1:
            yield _types(scored)


def _figures(report: Report) -> Table:
    scored = report.runs[0]
    title = f"{scored.run.suite}: {scored.run.name}, {scored.scores.questions} questions"
    made = _table(title, "value", "95% interval", "n")
    for figure in FIGURES:
        estimate = scored.scores.figures[figure.name]
        if estimate:
            within = interval(estimate.low, estimate.high)
            made.add_row(
                figure.label,
                number(figure, estimate.value),
                within,
                str(estimate.n),
                end_section=_ends(figure),
            )
    return made


def _comparison(report: Report, comparison: dict[str, Comparison | None]) -> Table:
    a, b = report.runs
    title = f"{report.suite}: {a.run.name} and {b.run.name}, {a.scores.questions} questions"
    made = _table(title, a.run.name, b.run.name, "change", "95% interval", "p", "n")
    for figure in FIGURES:
        compared = comparison[figure.name]
        if compared:
            made.add_row(
                figure.label,
                number(figure, compared.a),
                number(figure, compared.b),
                number(figure, compared.difference, signed=True),
                interval(compared.low, compared.high, signed=True),
                probability(compared.p),
                str(compared.n),
                style="bold" if compared.p < SURE else "",
                end_section=_ends(figure),
            )
    return made


def _types(scored: Scored) -> Table:
    figures = compact(scored.types)
    made = _table(f"{scored.run.name}, by type of question", "n", *map(short, figures))
    for kind, scores in scored.types.items():
        values = (number(figure, scores.value(figure.name)) for figure in figures)
        made.add_row(escape(kind), str(scores.questions), *values)
    return made


def _table(title: str, *columns: str) -> Table:
    made = Table(
        title=escape(title),
        title_justify="left",
        box=box.SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
        pad_edge=False,
    )
    made.add_column("", no_wrap=True)
    for column in columns:
        made.add_column(escape(column), justify="right")
    return made


def _ends(figure: Figure) -> bool:
    """Whether it is the last of its group."""
    after = FIGURES[FIGURES.index(figure) + 1 :]
    return bool(after) and after[0].group != figure.group
