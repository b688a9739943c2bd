"""The report of the arms as one HTML file that needs nothing else."""

from collections.abc import Sequence

from markupsafe import Markup

from evaluation.arms.findings import Finding
from evaluation.arms.plots import plots
from evaluation.arms.recommendation import Recommendation
from evaluation.arms.report import ArmsReport
from evaluation.arms.terminal import MARKS, known_figures, megabytes
from evaluation.page import inline, template


def arms_page(
    report: ArmsReport, findings: Sequence[Finding], recommendation: Recommendation
) -> str:
    """The page. Every text of the suite and of the answers is escaped."""
    arms = list(report.arms.values())
    # matplotlib escapes the texts that it draws.
    drawn = [(title, Markup(svg)) for title, svg in plots(report)]  # noqa: S704
    return template("arms.html").render(
        report=report,
        arms=arms,
        figures=known_figures(report),
        findings=findings,
        recommendation=recommendation,
        marks=MARKS,
        memory=megabytes,
        plots=drawn,
        asked=list(zip(*(scored.trials for scored in arms), strict=True)),
        style=inline("report.css"),
    )
