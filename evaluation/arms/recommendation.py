"""Which arm to run, and why: rules over what was measured and what the operator knows.

Rules that leave arms out come first, each with its reason. Of what is left the best is taken;
between arms that the questions cannot tell apart, the one with less to look after.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from evaluation.arms.arm import ArmName
from evaluation.arms.circumstances import Circumstances
from evaluation.arms.findings import FACTS, SURE, main_figure, within_noise, worse_facts
from evaluation.arms.report import ArmsReport
from evaluation.wording import probability

ENOUGH_PAIRS = 200
"""Pairs below which an adapter learns a manner at best, and cannot be tested on unseen pairs."""

_TUNED: tuple[ArmName, ...] = ("tuned_alone", "retrieval_tuned")
_ALONE: tuple[ArmName, ...] = ("base_alone", "tuned_alone")
_SIMPLEST: tuple[ArmName, ...] = (
    "extractive", "retrieval_base", "retrieval_tuned", "base_alone", "tuned_alone",
)  # fmt: skip
"""The least to look after first."""


@dataclass(frozen=True)
class Recommendation:
    """`arm` is None where nothing that was measured will do."""

    arm: ArmName | None
    sentence: str
    reasons: tuple[str, ...]


def recommend(report: ArmsReport, told: Circumstances) -> Recommendation:
    """The arm to run, with reasons in the order in which they decided."""
    left = [name for name in _SIMPLEST if name in report.arms]
    reasons: list[str] = []

    def leave_out(names: Iterable[ArmName], reason: str) -> None:
        out = [name for name in names if name in left]
        if out:
            left[:] = [name for name in left if name not in out]
            reasons.append(f"{reason} That leaves out {_labels(report, out)}.")

    if told.sources_needed:
        leave_out(_ALONE, "Sources must be named, and a model alone has none to name.")
    if told.documents_change in ("daily", "weekly", "monthly"):
        leave_out(
            _ALONE,
            f"Documents change {told.documents_change}; what a model was trained on stays as it "
            "was, while an index follows in minutes.",
        )
    worse = worse_facts(report)
    if worse:
        figures = ", ".join(f"{FACTS[n]} {c.a:.3f} to {c.b:.3f}" for n, c in worse.items())
        leave_out(["retrieval_tuned"], f"The adapter makes facts worse: {figures}.")
    if told.pairs is not None and told.pairs < ENOUGH_PAIRS:
        leave_out(
            _TUNED,
            f"{told.pairs} pairs are too few to train on and to test; {ENOUGH_PAIRS} are enough.",
        )
    if told.latency is not None:
        slow = {name: value for name in left if (value := _p95(report, name)) > told.latency}
        seconds = ", ".join(f"{report.arms[n].arm.label} {s:.2f} s" for n, s in slow.items())
        leave_out(slow, f"95% of answers shall take at most {told.latency:g} s: {seconds}.")
    if not left:
        sentence = "None of the arms will do: relax what is wanted, or measure another model."
        return Recommendation(None, sentence, tuple(reasons))
    chosen, why = _chosen(report, left)
    return Recommendation(
        chosen, f"Run {report.arms[chosen].arm.label}.", (*reasons, *why, *_notes(report, chosen))
    )


def _chosen(report: ArmsReport, left: list[ArmName]) -> tuple[ArmName, list[str]]:
    figure = main_figure(report)
    values = {name: report.arms[name].value(figure) or 0.0 for name in left}
    best = max(left, key=lambda name: values[name])
    alike = [n for n in left if n == best or within_noise(report, best, n, figure)]
    chosen = alike[0]
    told = ", ".join(f"{report.arms[name].arm.label} {values[name]:.3f}" for name in left)
    reasons = [f"Measured, {FACTS[figure]}: {told}."]
    if "retrieval_tuned" in alike and chosen == "retrieval_base" and _voice(report):
        return "retrieval_tuned", [*reasons, *_voice(report)]
    if len(alike) > 1:
        others = _labels(report, [name for name in alike if name != chosen])
        reasons.append(f"The questions do not tell {others} apart from it; it is the simplest.")
    return chosen, reasons


def _voice(report: ArmsReport) -> list[str]:
    """Why the adapter is worth having although facts are alike: it has the voice."""
    tone = report.compared("retrieval_base", "retrieval_tuned", "tone")
    if tone is None or tone.p >= SURE or tone.difference <= 0:
        return []
    return [
        f"Facts are alike with and without the adapter, and it has the voice: {tone.a:.3f} of "
        f"answers without, {tone.b:.3f} with it (p {probability(tone.p)})."
    ]


def _notes(report: ArmsReport, chosen: ArmName) -> list[str]:
    scored, notes = report.arms[chosen], []
    silent, shipped = scored.value("nothing_supported"), report.arms.get("retrieval_tuned_shipped")
    if silent:
        told = f"In {silent:.0%} of the answers it wrote nothing that the passages support; "
        told += "the bot then quotes the passages instead"
        if chosen == "retrieval_tuned" and shipped and shipped.value("correct") is not None:
            told += f", correct {shipped.value('correct'):.3f} as shipped"
        notes.append(f"{told}.")
    refused = scored.value("refused")
    if refused is not None:
        notes.append(f"It refuses {refused:.0%} of the questions that nothing answers.")
    return notes


def _p95(report: ArmsReport, name: ArmName) -> float:
    """Seconds; an arm that never answered takes for ever."""
    value = report.arms[name].value("seconds_p95")
    return float("inf") if value is None else value


def _labels(report: ArmsReport, names: Iterable[ArmName]) -> str:
    return " and ".join(report.arms[name].arm.label for name in names)
