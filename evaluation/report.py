"""The figures as a terminal table."""

from rich.table import Table

from evaluation.scores import Scores

_NAMES = {
    "hit_at_1": "hit@1",
    "hit_at_5": "hit@5",
    "hit_at_10": "hit@10",
    "all_gold_at_5": "all gold@5",
    "correct": "correct",
    "token_f1": "token F1",
    "answered": "answered (answerable)",
    "refused": "refused (unanswerable)",
    "balanced": "balanced",
    "cites_gold": "cites gold",
    "seconds": "seconds, median",
    "first_token_seconds": "first text, median s",
}


def table(title: str, columns: dict[str, Scores]) -> Table:
    """One row a figure, one column a model."""
    made = Table(title=title)
    made.add_column("")
    for name in columns:
        made.add_column(name, justify="right")
    for key, label in _NAMES.items():
        values = [getattr(scores, key) for scores in columns.values()]
        made.add_row(label, *("–" if value is None else f"{value:.3f}" for value in values))
    return made
