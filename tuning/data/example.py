"""A pair on its way through the cleaning."""

from dataclasses import dataclass

from tuning.data.pair import Pair


@dataclass(frozen=True)
class Example:
    """`texts` are what tells it from others: the row's own fields, the completion last.

    The prompt alone would not do: of two questions about one long passage nine tenths are alike.
    """

    pair: Pair
    texts: tuple[str, ...]
    place: str
    kind: str = ""
    """The recipe that filled it in, and whether with a refusal: what is usual is asked among its
    own kind."""
    given: int = 0
    """Characters of what every row of its kind gives: the prompt's fields but optional ones."""
    split: str = ""
    """The one that the data came in, if any."""
