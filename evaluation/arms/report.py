"""Everything that is said about the arms."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from evaluation.arms.arm import ORDER, Arm, ArmName
from evaluation.arms.figures import ARM_FIGURES, COMPARED, has
from evaluation.arms.gain import Gain, error_ratio, relative_gain
from evaluation.arms.trial import Trial
from evaluation.bootstrap import Estimate, estimate
from evaluation.paired import Comparison
from evaluation.scores import compare_figure

PAIRS: tuple[tuple[ArmName, ArmName], ...] = (
    ("base_alone", "retrieval_base"),
    ("base_alone", "tuned_alone"),
    ("base_alone", "retrieval_tuned"),
    ("tuned_alone", "retrieval_base"),
    ("tuned_alone", "retrieval_tuned"),
    ("retrieval_base", "retrieval_tuned"),
    ("extractive", "retrieval_base"),
    ("extractive", "retrieval_tuned"),
    ("extractive", "retrieval_tuned_shipped"),
)
"""Which arms are compared, the second against the first."""

_BY_NAME = {figure.name: figure for figure in ARM_FIGURES}


@dataclass(frozen=True)
class ScoredArm:
    """An arm with its figures. `memory` is in bytes: what its model and retrieval take."""

    arm: Arm
    trials: tuple[Trial, ...]
    figures: dict[str, Estimate | None]
    memory: int | None

    def value(self, name: str) -> float | None:
        """One figure without its interval."""
        found = self.figures[name]
        return found.value if found else None

    @property
    def failed(self) -> int:
        """Questions without any answer."""
        return sum(trial.failed for trial in self.trials)


@dataclass(frozen=True)
class ArmsReport:
    """The arms in the order of the report; `comparisons` by pair and figure."""

    suite: str
    made: datetime.datetime
    arms: dict[ArmName, ScoredArm]
    comparisons: dict[tuple[ArmName, ArmName], dict[str, Comparison]]
    gains: dict[str, Gain]
    """Relative gain of retrieval + base over fine-tuned alone, by figure."""
    error_ratio: Gain | None
    """Error rate of retrieval + fine-tuned, as a share of the base model's alone."""

    @property
    def questions(self) -> int:
        """How many were asked of each arm."""
        return len(next(iter(self.arms.values())).trials)

    def compared(self, a: ArmName, b: ArmName, figure: str) -> Comparison | None:
        """`b` against `a`, or None where either has no such figure."""
        return self.comparisons.get((a, b), {}).get(figure)


def make_report(
    suite: str,
    made: datetime.datetime,
    trials: Mapping[Arm, tuple[Trial, ...]],
    memory: Mapping[ArmName, int | None],
) -> ArmsReport:
    """Score the arms of `trials`, each with the same cases in the same order."""
    arms = {arm.name: _scored(arm, asked, memory.get(arm.name)) for arm, asked in trials.items()}
    arms = {name: arms[name] for name in ORDER if name in arms}
    pairs = [(a, b) for a, b in PAIRS if a in arms and b in arms]
    gains, errors = dict[str, Gain](), None
    if "tuned_alone" in arms:
        for name in ("rouge_l", "bleu"):
            found = relative_gain(
                _BY_NAME[name], arms["tuned_alone"].trials, arms["retrieval_base"].trials
            )
            gains |= {name: found} if found else {}
        errors = error_ratio(
            _BY_NAME["correct"], arms["base_alone"].trials, arms["retrieval_tuned"].trials
        )
    return ArmsReport(
        suite,
        made,
        arms,
        {(a, b): _compared(arms[a], arms[b]) for a, b in pairs},
        gains,
        errors,
    )


def _scored(arm: Arm, trials: tuple[Trial, ...], memory: int | None) -> ScoredArm:
    made = {
        figure.name: estimate(figure.estimator, figure.columns(trials))
        if has(figure, arm)
        else None
        for figure in ARM_FIGURES
    }
    return ScoredArm(arm, trials, made, memory)


def _compared(a: ScoredArm, b: ScoredArm) -> dict[str, Comparison]:
    found = {
        name: compare_figure(_BY_NAME[name], a.trials, b.trials)
        for name in COMPARED
        if has(_BY_NAME[name], a.arm) and has(_BY_NAME[name], b.arm)
    }
    return {name: comparison for name, comparison in found.items() if comparison}
