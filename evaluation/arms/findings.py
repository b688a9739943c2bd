"""What the figures say, as sentences: each claim with its numbers, and whether it holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from evaluation.arms.arm import ArmName
from evaluation.arms.gain import Gain
from evaluation.arms.report import ArmsReport
from evaluation.paired import Comparison
from evaluation.wording import probability

SURE = 0.05
"""A difference with a smaller p is not put down to luck."""

Verdict = Literal["yes", "no", "unclear", "warning"]
FACTS = {
    "correct": "correct",
    "token_f1": "token F1",
    "cites_gold": "cites gold",
    "supported": "supported sentences",
}
"""Where an adapter can make facts worse; token F1 speaks where answers are too long to judge."""


@dataclass(frozen=True)
class Finding:
    """`holds`: "warning" is what an operator must not overlook."""

    name: str
    holds: Verdict
    sentence: str


def findings(report: ArmsReport) -> list[Finding]:
    """What can be said of the arms that were asked."""
    found = [*_retrieval_or_tuning(report), *_errors(report), *_best(report), *_facts(report)]
    failed = {scored.arm.label: scored.failed for scored in report.arms.values() if scored.failed}
    if failed:
        told = ", ".join(f"{count} of {label}" for label, count in failed.items())
        found.append(
            Finding("failures", "warning", f"Questions without any answer count as wrong: {told}.")
        )
    return found


def main_figure(report: ArmsReport) -> str:
    """What tells right from wrong: `correct`, or token F1 where answers are too long to judge."""
    judged = any(scored.figures["correct"] for scored in report.arms.values())
    return "correct" if judged else "token_f1"


def worse_facts(report: ArmsReport) -> dict[str, Comparison]:
    """The figures of facts that are lower with the adapter than without, beyond luck."""
    compared = report.comparisons.get(("retrieval_base", "retrieval_tuned"), {})
    known = {name: compared[name] for name in FACTS if name in compared}
    return {name: c for name, c in known.items() if c.difference < 0 and c.p < SURE}


def within_noise(report: ArmsReport, best: ArmName, other: ArmName, figure: str) -> bool:
    """Whether `other` is not told apart from `best`."""
    pair = report.compared(best, other, figure) or report.compared(other, best, figure)
    return pair is not None and pair.p >= SURE


def _retrieval_or_tuning(report: ArmsReport) -> Iterator[Finding]:
    for name, gain in report.gains.items():
        compared = report.compared("tuned_alone", "retrieval_base", name)
        if compared is None:
            continue
        holds: Verdict = "unclear" if compared.p >= SURE else "yes" if gain.value > 0 else "no"
        label = "ROUGE-L" if name == "rouge_l" else "BLEU"
        yield Finding(
            f"gain_{name}",
            holds,
            f"Retrieval + base has {gain.value:+.0%}{_range(gain)} {label} against fine-tuned "
            f"alone ({compared.b:.3f} and {compared.a:.3f}, {_p(compared)}).",
        )


def _errors(report: ArmsReport) -> Iterator[Finding]:
    ratio = report.error_ratio
    compared = report.compared("base_alone", "retrieval_tuned", "correct")
    if ratio is None or compared is None:
        return
    holds: Verdict = "unclear" if compared.p >= SURE else "yes" if ratio.value < 1 else "no"
    yield Finding(
        "error_ratio",
        holds,
        f"Retrieval + fine-tuned makes {ratio.value:.0%}{_range(ratio)} of the errors of the base "
        f"model alone ({1 - compared.b:.3f} and {1 - compared.a:.3f} wrong, {_p(compared)}).",
    )


def _best(report: ArmsReport) -> Iterator[Finding]:
    if "retrieval_tuned" not in report.arms:
        return
    figure = main_figure(report)
    values = {
        name: value
        for name, scored in report.arms.items()
        if scored.arm.generative and (value := scored.value(figure)) is not None
    }
    if "retrieval_tuned" not in values:
        return
    # Where several are the best, the hybrid is one of them if it is.
    best = max(values, key=lambda name: (values[name], name == "retrieval_tuned"))
    label, mine = FACTS[figure], values["retrieval_tuned"]
    if best == "retrieval_tuned":
        yield Finding(
            "best",
            "yes",
            f"Retrieval + fine-tuned is the best generative arm ({label} {mine:.3f}).",
        )
        return
    noise = within_noise(report, best, "retrieval_tuned", figure)
    told = "within noise of" if noise else "behind"
    yield Finding(
        "best",
        "yes" if noise else "no",
        f"Retrieval + fine-tuned is {told} the best generative arm, "
        f"{report.arms[best].arm.label} ({label} {mine:.3f} and {values[best]:.3f}).",
    )


def _facts(report: ArmsReport) -> Iterator[Finding]:
    if "retrieval_tuned" not in report.arms:
        return
    worse = worse_facts(report)
    if worse:
        told = "; ".join(
            f"{FACTS[name]} {c.a:.3f} without, {c.b:.3f} with it ({_p(c)})"
            for name, c in worse.items()
        )
        yield Finding("facts", "warning", f"The adapter makes facts worse: {told}.")
        return
    compared = report.compared("retrieval_base", "retrieval_tuned", main_figure(report))
    if compared:
        yield Finding(
            "facts",
            "yes",
            "The adapter does not measurably make facts worse: "
            f"{FACTS[main_figure(report)]} {compared.a:.3f} without, {compared.b:.3f} with it "
            f"({_p(compared)}).",
        )


def _range(gain: Gain) -> str:
    return "" if gain.low is None else f" ({gain.low:.0%} .. {gain.high:.0%})"


def _p(compared: Comparison) -> str:
    said = probability(compared.p)
    return f"p {said}" if said.startswith("<") else f"p = {said}"
