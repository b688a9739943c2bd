"""Follow-ups: a question that leans on the thread becomes one that stands alone.

Works without a language model: what the question leaves out is taken from the turns
before it.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from answering.question import Question, Turn
from indexing.terms import is_stop_word, terms

_OPENERS = re.compile(
    r"^\s*(?:and|but|or|so|also|what about|how about|what if|then|ok(?:ay)?|why|why not|really|"
    r"und|aber|y|pero)\b",
    re.IGNORECASE,
)
_POINTERS = re.compile(
    r"\b(?:it|its|this|those|these|they|them|their|theirs|he|she|his|her|him|"
    r"ones?|same|such|either|both|else|another|others?|instead)\b"
    # "Is there a garage that I may use" points to nothing.
    r"|(?<!is )(?<!are )(?<!was )(?<!were )\bthere\b(?!\s+(?:is|are|was|were|a|an|any)\b)"
    r"|\b(?:about|of|for|to|with|do|does|did|is|was|on|by|from|after|before|like|than)\s+that\b"
    r"|\bthat\b(?=\s*[?.!,]|\s*$)|^\s*that\b"
    r"|\bthe (?:first|second|third|last|former|latter)\s*(?:[?.!,]|$)",
    re.IGNORECASE,
)
_ACRONYMS = re.compile(r"\b(?:IT|US)\b")
_NO_SUBJECT = re.compile(
    r"\bis it (?:\w+ ){0,2}\w+ (?:to|that|if|for)\b", re.IGNORECASE
)  # "Is it okay to smoke?"
_SHORT = 7
_FEW = 2
"""A question of so few words, of which so few say what it is about, leaves its subject out."""
_SOME = 3
"""With more such words an "and" in front is only a manner of speaking."""
_SUBJECT = 40
"""Words of what came before; a pasted page is no subject, and pushes the question out."""


def _no(_question: Question) -> bool:
    return False


def leans_on_history(text: str) -> bool:
    """Whether `text` seems to need the turns before it to be understood."""
    return points_back(text) or (len(text.split()) < _SHORT and len(content(text)) <= _FEW)


def points_back(text: str) -> bool:
    """Whether `text` has a word that stands for something said before it."""
    opened = _OPENERS.search(text) and len(content(text)) <= _SOME
    return bool(opened or _POINTERS.search(pronouns(text)))


def pronouns(text: str) -> str:
    """`text` without what only looks like one: the department IT, the "it" of "is it okay to"."""
    if not text.isupper():
        text = _ACRONYMS.sub("", text)
    return _NO_SUBJECT.sub("", text)


def subject(history: tuple[Turn, ...]) -> str:
    """The user turns that the last one stands on: back to the first that stands alone."""
    taken: list[str] = []
    for turn in reversed(history):
        if turn.role != "user":
            continue
        taken.insert(0, turn.text)
        if not leans_on_history(turn.text) or len(taken) == 3:
            break
    return " ".join(" ".join(taken).split()[-_SUBJECT:])


def standalone(question: Question, is_new: Callable[[Question], bool] = _no) -> str:
    """The question as one text for retrieval and for generators.

    What it leans on comes before it, on a line of its own. `is_new`: whether it asks about what
    nothing else is about; being short is then no sign that something is left out.
    """
    leans = bool(question.history) and leans_on_history(question.text)
    if not leans or (not points_back(question.text) and is_new(question)):
        return _line(question.text)
    return f"{_line(subject(question.history))}\n{_line(question.text)}".strip()


def last_asked(standalone_text: str) -> str:
    """What was asked last, without what it leans on."""
    return standalone_text.rpartition("\n")[2]


def in_context(clauses: Iterable[str], before: str = "") -> Iterator[tuple[str, str]]:
    """Each clause, and the text that it means: "is it paid" is about what was said before it."""
    for clause in clauses:
        before = f"{before} {clause}".strip() if points_back(clause) else clause
        yield clause, before


def content(text: str) -> set[str]:
    """Its terms that say what it is about."""
    return {word for word in terms(text) if not is_stop_word(word)}


def _line(text: str) -> str:
    return " ".join(text.split())
