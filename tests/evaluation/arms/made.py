"""Arms as right, as quick and as well cited as a test needs them."""

import datetime
from dataclasses import replace
from functools import cache

from evaluation.arms.arm import Arm, make_arms, shipped
from evaluation.arms.report import ArmsReport, make_report
from evaluation.arms.trial import Trial
from evaluation.outcome import Outcome
from tests.evaluation.made import outcome, refusal

ANSWERABLE, UNANSWERABLE = 40, 10
NOW = datetime.datetime(2026, 1, 2, 3, 4)


def trial(made: Outcome, **named: object) -> Trial:
    fields = {name: getattr(made, name) for name in ("case", "found", "answer", "verbatim")}
    return Trial(**fields, **named)  # type: ignore[arg-type]


def trials(right: int, cites: int = ANSWERABLE, seconds: float = 1.0) -> tuple[Trial, ...]:
    """Of 40 answerable questions `right` right, and `cites` citing gold; 10 refused rightly."""
    made = [
        outcome(
            id=str(n),
            answers=("It is 27.",),
            said=("It is 27." if n < right else "Perhaps it might be thirty.",),
            cited=("gold.md" if n < cites else "other.md",),
            seconds=seconds,
        )
        for n in range(ANSWERABLE)
    ]
    unknown = [refusal(id=f"u{n}", seconds=seconds) for n in range(UNANSWERABLE)]
    return tuple(trial(each, asked=True) for each in (*made, *unknown))


@cache
def report(**arms: tuple[Trial, ...]) -> ArmsReport:
    """Of the arms that are given by name."""
    known: dict[str, Arm] = {arm.name: arm for arm in (*make_arms("b", "t"), shipped("t"))}
    return make_report("made", NOW, {known[name]: made for name, made in arms.items()}, {})


def usual(**changed: tuple[Trial, ...]) -> ArmsReport:
    """Retrieval helps much, the adapter a little."""
    arms = {
        "base_alone": trials(4),
        "tuned_alone": trials(6),
        "retrieval_base": trials(26),
        "retrieval_tuned": trials(28),
        "retrieval_tuned_shipped": trials(30),
        "extractive": trials(25, seconds=0.1),
    }
    return report(**(arms | changed))


def styled(made: tuple[Trial, ...], share: float) -> tuple[Trial, ...]:
    """With the voice in that share of the answers."""
    return tuple(replace(each, styled=n < share * len(made)) for n, each in enumerate(made))
