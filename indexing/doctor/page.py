"""A diagnosis as one HTML file, plots included, that needs nothing else."""

import datetime
import html
import io
from collections.abc import Iterable, Sequence

from indexing.doctor.findings import MEANING, Diagnosis, Finding

_STYLE = """
:root { color-scheme: light dark; --line: #8884; --soft: #8881; --bad: #b3261e; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2.2rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .4rem .6rem; border-bottom: 1px solid var(--line); }
td { vertical-align: top; overflow-wrap: anywhere; }
td.n, th.n { text-align: right; white-space: nowrap; }
.cards { display: flex; flex-wrap: wrap; gap: .6rem; padding: 0; list-style: none; }
.cards a { display: block; padding: .6rem .9rem; border: 1px solid var(--line);
  border-radius: .5rem; background: var(--soft); color: inherit; text-decoration: none; }
.cards b { display: block; font-size: 1.3rem; }
.bad { color: var(--bad); } .quiet { opacity: .7; }
.plots { display: flex; flex-wrap: wrap; gap: 1rem; } .plots svg { max-width: 100%; height: auto;
  background: #fff; border-radius: .5rem; }
"""
_MOST = 200
"""Findings of a kind on the page; the JSON has them all."""


def diagnosis_page(diagnosis: Diagnosis, now: datetime.datetime) -> str:
    """The page."""
    counts = diagnosis.counts()
    cards = "".join(
        f'<li><a href="#{_anchor(kind)}"><b>{count}</b>{html.escape(kind)}</a></li>'
        for kind, count in counts.items()
    )
    parts = [
        '<!doctype html><html lang="en"><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>Footnote doctor</title><style>{_STYLE}</style>",
        "<h1>Footnote doctor</h1>",
        f'<p class="quiet">{now:%Y-%m-%d %H:%M} · embedder {html.escape(diagnosis.embedder)}'
        f" · answers given so far: {diagnosis.answered}</p>",
        f'<ul class="cards">{cards}</ul>',
        "<h2>Sources</h2>",
        _table(
            ["Source", "Kind", "Documents", "Passages", "Last indexed", "State"],
            (
                [
                    s.name,
                    s.kind,
                    str(s.documents),
                    str(s.passages),
                    _ago(s.indexed_at, now),
                    s.failure or ("rests after a rollback" if s.paused else ""),
                ]
                for s in diagnosis.sources
            ),
        ),
        f'<div class="plots">{"".join(_plots(diagnosis))}</div>',
        *(
            _section(kind, MEANING[kind], [f for f in diagnosis.findings if f.kind == kind])
            for kind, count in counts.items()
            if count
        ),
        "</html>",
    ]
    return "\n".join(parts)


def _section(kind: str, meaning: str, findings: Sequence[Finding]) -> str:
    head = f'<h2 id="{_anchor(kind)}">{html.escape(kind.capitalize())}</h2>'
    head += f'<p class="quiet">{html.escape(meaning)}</p>'
    more = f"<p>… and {len(findings) - _MOST} more.</p>" if len(findings) > _MOST else ""
    rows = ([f.source, f.title, f.detail, str(f.cited or "")] for f in findings[:_MOST])
    return head + _table(["Document", "Title", "What", "Cited"], rows) + more


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    top = "".join(f"<th>{html.escape(head)}</th>" for head in heads)
    body = "".join(
        "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def _plots(diagnosis: Diagnosis) -> list[str]:
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib.figure import Figure

    def plot(title: str, label: str, values: Sequence[int]) -> str:
        figure = Figure(figsize=(5.2, 2.6), layout="constrained")
        axes = figure.subplots()
        axes.hist(values, bins=20, color="#3d6b5c")
        axes.set_title(title, fontsize=10)
        axes.set_xlabel(label, fontsize=9)
        axes.tick_params(labelsize=8)
        drawn = io.StringIO()
        figure.savefig(drawn, format="svg", metadata={"Date": None})
        return drawn.getvalue()[drawn.getvalue().index("<svg") :]

    plots = []
    if diagnosis.lengths:
        plots.append(plot("Length of passages", "tokens", diagnosis.lengths))
    if diagnosis.ages:
        plots.append(plot("Age of documents that give a date", "days", diagnosis.ages))
    return plots


def _anchor(kind: str) -> str:
    return kind.replace(" ", "-")


def _ago(then: float | None, now: datetime.datetime) -> str:
    if then is None:
        return "never"
    minutes = int((now.timestamp() - then) // 60)
    if minutes < 90:
        return f"{minutes} min ago"
    return f"{minutes // 60} h ago" if minutes < 48 * 60 else f"{minutes // 1440} days ago"
