"""The ways to answer that are compared."""

from dataclasses import dataclass
from typing import Literal

from answering.model_settings import EXTRACTIVE

ArmName = Literal[
    "base_alone",
    "tuned_alone",
    "retrieval_base",
    "retrieval_tuned",
    "retrieval_tuned_shipped",
    "extractive",
]


@dataclass(frozen=True)
class Arm:
    """One way to answer: with which model of the registry, with or without passages."""

    name: ArmName
    label: str
    model: str
    retrieval: bool = True

    @property
    def generative(self) -> bool:
        """Whether a language model writes, and nothing else."""
        return self.name not in ("extractive", "retrieval_tuned_shipped")


def make_arms(base: str, tuned: str | None) -> tuple[Arm, ...]:
    """The arms that are asked, those of one model after another; without `tuned`, three."""
    arms = [
        Arm("extractive", "extractive", EXTRACTIVE),
        Arm("base_alone", "base alone", base, retrieval=False),
        Arm("retrieval_base", "retrieval + base", base),
    ]
    if tuned:
        arms += [
            Arm("tuned_alone", "fine-tuned alone", tuned, retrieval=False),
            Arm("retrieval_tuned", "retrieval + fine-tuned", tuned),
        ]
    return tuple(arms)


def shipped(tuned: str) -> Arm:
    """What the bot says with `tuned`, which is not asked again."""
    return Arm("retrieval_tuned_shipped", "retrieval + fine-tuned, as shipped", tuned)


ORDER: tuple[ArmName, ...] = (
    "base_alone",
    "tuned_alone",
    "retrieval_base",
    "retrieval_tuned",
    "retrieval_tuned_shipped",
    "extractive",
)
"""How a report lists them."""
