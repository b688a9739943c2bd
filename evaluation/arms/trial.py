"""What came back for one question in one arm, and what it took."""

from dataclasses import dataclass

from evaluation.outcome import Outcome


@dataclass(frozen=True)
class Trial(Outcome):
    """`asked`: whether a language model was asked at all; what is refused before it is not.

    `cost` is in dollars; `styled` says whether the answer has the voice, None where nobody
    looked.
    """

    asked: bool = False
    tokens_in: int = 0
    tokens_out: int = 0
    cost: float = 0.0
    styled: bool | None = None

    @property
    def nothing_supported(self) -> bool:
        """Whether the model was given passages and wrote no sentence that they support."""
        return self.asked and self.refused
