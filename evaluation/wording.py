"""How figures are written for people, on the terminal and on the page."""

from evaluation.bootstrap import Estimate
from evaluation.figures import FIGURES, Figure
from evaluation.scores import Scores

NONE = "–"
_BY_NAME = {figure.name: figure for figure in FIGURES}
_COMPACT = (
    "hit_at_5",
    "all_gold_at_5",
    "correct",
    "token_f1",
    "cites_gold",
    "answered",
    "refused",
    "seconds_p50",
)


def number(figure: Figure, value: float | None, signed: bool = False) -> str:
    """Three decimals; seconds carry their unit, dollars need more."""
    if value is None:
        return NONE
    if figure.unit == "dollars":
        return f"{value:{'+' if signed else ''}.5f}\u00a0$"
    return f"{value:{'+' if signed else ''}.3f}" + ("\u00a0s" if figure.unit == "seconds" else "")


def interval(low: float | None, high: float | None, signed: bool = False) -> str:
    """From .. to."""
    if low is None or high is None:
        return NONE
    form = "+.3f" if signed else ".3f"
    return f"{low:{form}} .. {high:{form}}"


def short(figure: Figure) -> str:
    """Its label without what it is about, for the head of a narrow column."""
    return figure.label.rpartition(", ")[2].partition(" (")[0]


def probability(p: float) -> str:
    """A p value."""
    return "< 0.001" if p < 0.001 else f"{p:.3f}"


def compact(types: dict[str, Scores]) -> list[Figure]:
    """The figures worth a column in a table of types: those that some type has.

    Token F1 is one where nothing else says whether answers are right.
    """
    known = [name for name in _COMPACT if any(s.figures[name] for s in types.values())]
    return [_BY_NAME[name] for name in known if name != "token_f1" or "correct" not in known]


def described(figure: Figure, estimate: Estimate | None) -> str:
    """A figure, its interval and its n in one line."""
    if estimate is None:
        return NONE
    return (
        f"{number(figure, estimate.value)} ({interval(estimate.low, estimate.high)}, "
        f"n = {estimate.n})"
    )
