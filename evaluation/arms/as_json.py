"""The report of the arms as plain data: what is kept, and what the bot reads."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from evaluation.arms.circumstances import Circumstances
from evaluation.arms.findings import Finding
from evaluation.arms.recommendation import Recommendation
from evaluation.arms.report import ArmsReport, ScoredArm
from evaluation.saved import Run


def as_json(
    report: ArmsReport,
    findings: Sequence[Finding],
    told: Circumstances,
    recommendation: Recommendation,
    answers: bool = True,
) -> dict[str, Any]:
    """Everything; without `answers`, the figures and what follows from them."""
    return {
        "suite": report.suite,
        "made": report.made.isoformat(timespec="seconds"),
        "questions": report.questions,
        "arms": [_arm(scored, report.suite, answers) for scored in report.arms.values()],
        "comparisons": [
            {"a": a, "b": b, "figures": {name: asdict(each) for name, each in compared.items()}}
            for (a, b), compared in report.comparisons.items()
        ],
        "gains": {name: asdict(gain) for name, gain in report.gains.items()},
        "error_ratio": asdict(report.error_ratio) if report.error_ratio else None,
        "findings": [asdict(finding) for finding in findings],
        "circumstances": asdict(told),
        "recommendation": asdict(recommendation),
    }


def _arm(scored: ScoredArm, suite: str, answers: bool) -> dict[str, Any]:
    arm = scored.arm
    made: dict[str, Any] = {
        **asdict(arm),
        "figures": {
            name: asdict(found) if found else None for name, found in scored.figures.items()
        },
        "memory_bytes": scored.memory,
        "failed": scored.failed,
    }
    if answers:
        lines = Run(arm.label, suite, arm.model, scored.trials).to_json()["answers"]
        taken = [
            {"tokens_in": trial.tokens_in, "tokens_out": trial.tokens_out, "cost": trial.cost}
            for trial in scored.trials
        ]
        made["answers"] = [line | each for line, each in zip(lines, taken, strict=True)]
    return made
