"""What an operator knows and no suite can measure; light enough for the command line."""

from dataclasses import dataclass
from typing import Literal

Change = Literal["daily", "weekly", "monthly", "yearly", "never"]


@dataclass(frozen=True)
class Circumstances:
    """`documents_change`: how often. `latency`: seconds to the whole answer that 95% may take,
    None for any. `pairs`: examples at hand to train on, None where that does not matter."""

    documents_change: Change = "weekly"
    sources_needed: bool = True
    latency: float | None = None
    pairs: int | None = None
