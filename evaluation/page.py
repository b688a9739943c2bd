"""A report as one HTML file that needs nothing else: figures, plots, every question."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from evaluation import plots
from evaluation.figures import FIGURES, Figure
from evaluation.outcome import VERDICTS, Outcome
from evaluation.report import Report
from evaluation.wording import compact, described, interval, number, probability, short

_TEMPLATE = Path(__file__).parent / "template"
_CARDS = ("hit_at_5", "correct", "cites_gold", "answered", "refused", "seconds_p50")
"""The figures at the top: found, right, cited, willing, honest, quick."""
_CHOICES = ("wrong", "refused wrongly", "answered wrongly")
"""What the questions can be filtered by: the mistakes, each of its own kind."""


@dataclass(frozen=True)
class Asked:
    """One question with what each run made of it."""

    outcomes: tuple[Outcome, ...]

    @property
    def differs(self) -> bool:
        """Whether the runs fare differently."""
        return len({outcome.verdict for outcome in self.outcomes}) > 1

    @property
    def tags(self) -> str:
        """What it can be filtered by."""
        found = {outcome.verdict for outcome in self.outcomes}
        return "|".join([*sorted(found), *(["differs"] if self.differs else [])])


def report_page(report: Report, now: datetime.datetime) -> str:
    """The page. Every text of the suite and of the answers is escaped."""
    figures = {figure.name: figure for figure in FIGURES}
    asked = [Asked(pair) for pair in zip(*(s.run.outcomes for s in report.runs), strict=True)]
    return template("report.html").render(
        report=report,
        now=now,
        style=inline("report.css"),
        script=inline("report.js"),
        cards=[figures[name] for name in _CARDS],
        groups=[(name, list(group)) for name, group in groupby(_told(report), lambda f: f.group)],
        types=[(scored, compact(scored.types)) for scored in report.runs if len(scored.types) > 1],
        plots=list(_plots(report)),
        asked=asked,
        counts=_counts(asked),
    )


def template(name: str) -> Template:
    """A page of `template/`, with what writes figures for people. It escapes what it is given."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        number=number,
        interval=interval,
        probability=probability,
        described=described,
        short=short,
    )
    return environment.get_template(name)


def _told(report: Report) -> Iterator[Figure]:
    """The figures that there are."""
    for figure in FIGURES:
        if report.comparison is None:
            known = report.runs[0].scores.figures[figure.name] is not None
        else:
            known = report.comparison[figure.name] is not None
        if known:
            yield figure


def _plots(report: Report) -> Iterator[tuple[str, str, Markup]]:
    """(title, how to read it, SVG)"""
    curves = [(scored.run.name, scored.curves) for scored in report.runs]
    outcomes = [(scored.run.name, scored.run.outcomes) for scored in report.runs]
    drawn = (
        (
            "Risk and coverage",
            "Answering only the surest questions, how many of the answers are wrong? The dot is "
            "where the bot stands; lower is better. To its right, what was refused counts as "
            "wrong.",
            plots.risk_coverage_plot(curves),
        ),
        (
            "Reliability",
            "Of questions with this confidence, how many can be answered? On the dashed line the "
            "confidence is what it says.",
            plots.reliability_plot(curves),
        ),
        ("Latency", "Loading the model is not in it.", plots.latency_plot(outcomes)),
    )
    # matplotlib escapes the texts that it draws.
    return ((title, told, Markup(svg)) for title, told, svg in drawn if svg)  # noqa: S704


def _counts(asked: list[Asked]) -> dict[str, int]:
    """Filter -> questions, where there are any."""
    counts = {"all": len(asked)}
    for verdict in (*_CHOICES, *(v for v in VERDICTS if v not in _CHOICES)):
        counts[verdict] = sum(any(o.verdict == verdict for o in each.outcomes) for each in asked)
    counts["differs"] = sum(each.differs for each in asked)
    return {name: count for name, count in counts.items() if count or name in _CHOICES}


def inline(name: str) -> Markup:
    """A file of `template/` as it is."""
    return Markup((_TEMPLATE / name).read_text(encoding="utf-8"))  # noqa: S704
