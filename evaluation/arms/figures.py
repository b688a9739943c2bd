"""The figures of an arm, in the order of the report."""

from evaluation.arms.arm import Arm
from evaluation.arms.bleu import BLEU, bleu_counts
from evaluation.arms.trial import Trial
from evaluation.estimators import Estimator
from evaluation.figures import FIGURES, Figure
from evaluation.observations import Observation
from evaluation.outcome import Outcome

MEAN = Estimator(lambda columns: columns[0].mean(axis=-1))
_BY_NAME = {figure.name: figure for figure in FIGURES}


def _nothing_supported(o: Outcome) -> Observation:
    """Of the questions that a model was given passages for."""
    return None if not isinstance(o, Trial) else (float(o.nothing_supported), float(o.asked))


def _styled(o: Outcome) -> Observation:
    """Of answers whose voice was looked at."""
    if not isinstance(o, Trial):
        return None
    return (float(o.styled or False), float(o.styled is not None))


def _cost(o: Outcome) -> Observation:
    return (o.cost,) if isinstance(o, Trial) and not o.failed else None


ARM_FIGURES = (
    *(_BY_NAME[name] for name in ("correct", "token_f1", "rouge_l")),
    Figure("bleu", "BLEU", "Answers", bleu_counts, BLEU),
    *(_BY_NAME[name] for name in ("answered", "refused", "balanced")),
    Figure(
        "nothing_supported", "wrote nothing supported", "Abstention",
        _nothing_supported, better="low",
    ),
    *(_BY_NAME[name] for name in ("supported", "cites_gold")),
    Figure("tone", "in the voice", "Tone", _styled),
    *(
        _BY_NAME[name]
        for name in (
            "first_token_seconds_p50", "first_token_seconds_p95", "seconds_p50", "seconds_p95",
        )
    ),
    Figure("cost", "dollars a question", "Cost", _cost, MEAN, better="low", unit="dollars"),
)  # fmt: skip
"""docs/evaluation.md explains each."""

COMPARED = (
    "correct", "token_f1", "rouge_l", "bleu", "balanced", "supported", "cites_gold", "tone",
    "seconds_p50",
)  # fmt: skip
"""What is tested between two arms: the fewer, the fewer differ by luck."""


def has(figure: Figure, arm: Arm) -> bool:
    """Whether an arm can have the figure at all: what was never retrieved cannot be cited."""
    if figure.name == "nothing_supported":
        return arm.retrieval and arm.generative
    return arm.retrieval or figure.group != "Citations"
