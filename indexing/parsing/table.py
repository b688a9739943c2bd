"""Rows -> a Markdown table."""

from collections.abc import Sequence


def cell(text: str) -> str:
    """`text` as it may stand in a cell."""
    return " ".join(text.replace("|", "\\|").split())


def table(rows: Sequence[Sequence[str]]) -> str:
    """Lines of a table, the first row its header; empty rows and columns at the right go."""
    kept = [list(row) for row in rows if any(row)]
    if not kept:
        return ""
    width = max(max(at for at, text in enumerate(row, 1) if text) for row in kept)
    square = [(row + [""] * width)[:width] for row in kept]
    return "\n".join(f"| {' | '.join(row)} |" for row in [square[0], ["---"] * width, *square[1:]])
