"""Follow-ups: a question that leans on the thread becomes one that stands alone.

Works without a language model: what the question leaves out is taken from the turns
before it.
"""

import re

from answering.question import Question, Turn

_OPENERS = re.compile(
    r"^\s*(?:and|but|or|so|also|what about|how about|what if|then|ok(?:ay)?|why|why not|really|"
    r"und|aber|y|pero)\b",
    re.IGNORECASE,
)
_POINTERS = re.compile(
    r"\b(?:it|its|that|this|those|these|they|them|their|theirs|he|she|his|her|him|there|"
    r"ones?|same|such|either|both|else|another|others?|instead)\b"
    r"|\bthe (?:first|second|third|last|former|latter)\s*(?:[?.!,]|$)",
    re.IGNORECASE,
)
_SHORT = 7
"""Words. Below this a question within a conversation rarely names its subject."""


def leans_on_history(text: str) -> bool:
    """Whether `text` seems to need the turns before it to be understood."""
    return points_back(text) or len(text.split()) < _SHORT


def points_back(text: str) -> bool:
    """Whether `text` has a word that stands for something said before it."""
    return bool(_OPENERS.search(text) or _POINTERS.search(text))


def subject(history: tuple[Turn, ...]) -> str:
    """The user turns that the last one stands on: back to the first that stands alone."""
    taken: list[str] = []
    for turn in reversed(history):
        if turn.role != "user":
            continue
        taken.insert(0, turn.text)
        if not leans_on_history(turn.text) or len(taken) == 3:
            break
    return " ".join(taken)


def standalone(question: Question) -> str:
    """The question as one text for retrieval and for generators.

    What it leans on comes before it, on a line of its own.
    """
    if not question.history or not leans_on_history(question.text):
        return _line(question.text)
    return f"{_line(subject(question.history))}\n{_line(question.text)}".strip()


def last_asked(standalone_text: str) -> str:
    """What was asked last, without what it leans on."""
    return standalone_text.rpartition("\n")[2]


def _line(text: str) -> str:
    return " ".join(text.split())
