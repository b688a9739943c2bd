"""What is asked: the text, the turns before it, and who will read the answer."""

from dataclasses import dataclass
from typing import Literal

from indexing.readers import EVERYONE, Readers


@dataclass(frozen=True)
class Turn:
    """One earlier message of the conversation, oldest first in `Question.history`."""

    role: Literal["user", "assistant"]
    text: str


@dataclass(frozen=True)
class Question:
    """A question and its audience: only passages that this audience may read are used."""

    text: str
    history: tuple[Turn, ...] = ()
    audience: Readers = frozenset({EVERYONE})
