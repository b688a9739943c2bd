"""The last report of `footnote evaluate --arms`, in brief, as Slack shows it."""

import datetime
import html
import json
from pathlib import Path
from typing import Any

NONE_YET = (
    "There is no report yet. Make one where the bot runs: `footnote evaluate --suite DIR --arms`."
)
_COLUMNS = {
    "correct": "correct",
    "rouge_l": "ROUGE-L",
    "bleu": "BLEU",
    "cites_gold": "cites",
    "balanced": "balanced",
    "seconds_p50": "p50 s",
}
"""Figures in the table: as they are kept, and as they are headed."""
_NONE = "–"


def kept_report(home: Path) -> Path:
    """Where the last report is kept; the page lies beside it."""
    return home / "reports" / "arms.json"


def summary(home: Path) -> str:
    """The table, what to run and why, in Slack's markup; or how to make a report."""
    path = kept_report(home)
    try:
        return _brief(json.loads(path.read_text(encoding="utf-8")), path)
    except FileNotFoundError:
        return NONE_YET
    except (OSError, ValueError, KeyError, TypeError):
        return f"The report in `{path}` cannot be read; make it anew. {NONE_YET}"


def _brief(report: dict[str, Any], path: Path) -> str:
    made = datetime.datetime.fromisoformat(report["made"])
    recommendation = report["recommendation"]
    warnings = [each["sentence"] for each in report["findings"] if each["holds"] == "warning"]
    lines = [
        f"*RAG or fine-tuning?* {_safe(report['suite'])}, {report['questions']} questions, "
        f"{made:%Y-%m-%d %H:%M}",
        f"```\n{_safe(_table(report['arms']))}\n```",
        *(f":warning: {_safe(sentence)}" for sentence in warnings),
        f"*{_safe(recommendation['sentence'])}*",
        *(f"• {_safe(reason)}" for reason in recommendation["reasons"]),
        f"All figures: `{path.with_suffix('.html')}`",
    ]
    return "\n".join(lines)


def _table(arms: list[dict[str, Any]]) -> str:
    head = ["", *_COLUMNS.values()]
    rows = [
        [arm["label"], *(_value(arm["figures"].get(name)) for name in _COLUMNS)] for arm in arms
    ]
    first = max(len(row[0]) for row in rows)
    return "\n".join(
        " ".join([row[0].ljust(first), *(cell.rjust(8) for cell in row[1:])]).rstrip()
        for row in (head, *rows)
    )


def _value(figure: dict[str, Any] | None) -> str:
    return _NONE if figure is None else f"{figure['value']:.3f}"


def _safe(text: str) -> str:
    """Slack's three; a name in a backtick must not end the block."""
    return html.escape(text, quote=False).replace("`", "'")
