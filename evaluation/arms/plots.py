"""The arms side by side: a dot for each figure, its interval as a line."""

from collections.abc import Iterator

from evaluation.arms.figures import ARM_FIGURES
from evaluation.arms.findings import main_figure
from evaluation.arms.report import ArmsReport
from evaluation.figures import Figure
from evaluation.plots import RUNS, as_svg, make_axes

_BY_NAME = {figure.name: figure for figure in ARM_FIGURES}


def plots(report: ArmsReport) -> Iterator[tuple[str, str]]:
    """(title, SVG) of the figures that tell the arms apart, where two arms have them."""
    names = (main_figure(report), "rouge_l", "bleu", "balanced", "cites_gold", "seconds_p50")
    for name in dict.fromkeys(names):
        figure = _BY_NAME[name]
        if sum(scored.figures[name] is not None for scored in report.arms.values()) > 1:
            yield figure.label, _plot(report, figure)


def _plot(report: ArmsReport, figure: Figure) -> str:
    # Labelled with what no other has: the ids in the drawing are made from it.
    axes = make_axes(f"{figure.label}{', in seconds' if figure.unit == 'seconds' else ''}", "")
    shown = [scored for scored in report.arms.values() if scored.figures[figure.name]]
    for height, scored in enumerate(reversed(shown)):
        found = scored.figures[figure.name]
        assert found is not None
        colour = RUNS[0] if scored.arm.retrieval else RUNS[1]
        if found.low is not None and found.high is not None:
            axes.hlines(height, found.low, found.high, color=colour, linewidth=3, alpha=0.5)
        axes.plot(found.value, height, "o", color=colour, markersize=7, clip_on=False)
    axes.set_yticks(range(len(shown)), [scored.arm.label for scored in reversed(shown)])
    axes.set_ylim(-0.6, len(shown) - 0.4)
    axes.set_xlim(left=0)
    return as_svg(axes, legend=False)
