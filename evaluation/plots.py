"""The plots of a report, as SVG that takes its colours from the page around it."""

import io
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from evaluation.curves import Curves
from evaluation.outcome import Outcome

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INK, GRID = "#010101", "#020202"
RUNS = ("#030303", "#040404")
_COLOURS = {INK: "--ink", GRID: "--line", RUNS[0]: "--a", RUNS[1]: "--b"}
"""Stand-ins: a colour cannot be both right on white and on black, a variable of the page can."""

Named = Sequence[tuple[str, Curves]]


def risk_coverage_plot(runs: Named) -> str:
    """The share of wrong answers against the share of questions answered; a dot where the run
    stands. Empty without confidences, as are the others."""
    drawn = [(colour, *run) for colour, run in zip(RUNS, runs, strict=False)]
    if not any(curves.risk_coverage for _, _, curves in drawn):
        return ""
    axes = make_axes("Questions answered, surest first", "Of them wrong")
    for colour, name, curves in drawn:
        xs = [point.coverage for point in curves.risk_coverage]
        ys = [point.risk for point in curves.risk_coverage]
        axes.plot(xs, ys, color=colour, label=name)
        if curves.working:
            dot = curves.working
            axes.plot(dot.coverage, dot.risk, "o", color=colour, markersize=8, clip_on=False)
            axes.vlines(dot.coverage, 0, dot.risk, color=colour, linestyles=":", linewidth=1)
    axes.set(xlim=(0, 1), ylim=(0, 1.02))
    return as_svg(axes, len(drawn) > 1)


def reliability_plot(runs: Named) -> str:
    """The share of answerable questions against the confidence, in bins of equal size."""
    drawn = [(colour, *run) for colour, run in zip(RUNS, runs, strict=False)]
    if not any(curves.reliability for _, _, curves in drawn):
        return ""
    axes = make_axes("Confidence", "Of them answerable")
    axes.plot([0, 1], [0, 1], color=INK, linestyle="--", linewidth=1, alpha=0.5)
    for colour, name, curves in drawn:
        xs = [each.confidence for each in curves.reliability]
        ys = [each.answerable for each in curves.reliability]
        axes.plot(xs, ys, "o-", color=colour, label=name, clip_on=False)
    axes.set(xlim=(0, 1), ylim=(0, 1.02))
    return as_svg(axes, len(drawn) > 1)


def latency_plot(runs: Sequence[tuple[str, Sequence[Outcome]]]) -> str:
    """How many answers took how long."""
    seconds = [[o.answer.timings.seconds for o in outcomes if not o.failed] for _, outcomes in runs]
    if not any(seconds):
        return ""
    from matplotlib.ticker import MaxNLocator

    axes = make_axes("Seconds until the whole answer", "Answers")
    axes.hist(
        seconds,
        bins=24,
        color=RUNS[: len(runs)],
        label=[name for name, _ in runs],
        histtype="stepfilled",
        alpha=0.75,
    )
    axes.set_xlim(left=0)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    return as_svg(axes, len(runs) > 1)


def make_axes(across: str, up: str) -> "Axes":
    """An empty plot in the page's colours."""
    from matplotlib.figure import Figure

    axes = Figure(figsize=(4.4, 3.0), layout="constrained").subplots()
    axes.set_xlabel(across, color=INK)
    axes.set_ylabel(up, color=INK)
    axes.tick_params(colors=INK, length=0, pad=6, labelsize=9)
    axes.grid(color=GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.spines[:].set_visible(False)
    return axes


def as_svg(axes: "Axes", legend: bool) -> str:
    """The plot as text that can stand in a page; no two share an id."""
    import matplotlib as mpl

    if legend:
        axes.legend(labelcolor=INK, frameon=False)
    figure = axes.get_figure(root=True)
    assert figure is not None
    drawn = io.StringIO()
    # Text stays text: it takes the page's font, and can be searched and read aloud.
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": str(axes.get_xlabel())}):
        figure.savefig(drawn, format="svg", transparent=True, metadata={"Date": None})
    svg = drawn.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r' id="[\w.]+_\d+"', "", svg)  # matplotlib numbers each plot from 1
    return re.sub("|".join(_COLOURS), lambda found: f"var({_COLOURS[found[0]]})", svg)
