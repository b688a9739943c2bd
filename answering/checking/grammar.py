"""What the little words of a sentence tell about the others: its things, its verb, its subject."""

from collections.abc import Sequence

from answering.checking.lists import words
from answering.checking.tokens import Token, is_function_word

DETERMINERS = frozenset(
    words(
        """
    the a an this that these those my your our their his her its each every all any some no both
    most many few several another other such
    """
    )
)
PREPOSITIONS = frozenset(
    words(
        """
    of in on at for with from by about into within under over between during per via as without
    """
    )
)
BE = frozenset(words("is are was were be been being"))
VERBS = BE | frozenset(
    words(
        """
    has have had do does did will would can could may might must shall should need needs get gets
    receive receives
    """
    )
)
"""Verbs that follow a subject; orders do not begin with them."""

SUBORDINATORS = frozenset(words("if when whenever because although while that unless once until"))
_LONGEST = 4
"""Words of a subject before its verb at most."""


def begins(tokens: Sequence[Token], at: int) -> bool:
    """Whether a clause with a subject of its own may begin here; "and" often has none."""
    before = tokens[at - 1] if at else None
    return (
        before is None
        or before.norm in SUBORDINATORS
        or (before.kind == "break" and before.text.strip() not in (",", "(", ")"))
    )


def subject_end(tokens: Sequence[Token], at: int) -> int:
    """Where the verb stands to which the words from `at` on are the subject; -1 if none does."""
    for place in range(at, min(at + _LONGEST + 1, len(tokens))):
        token = tokens[place]
        if token.norm in VERBS:
            return place if place > at else -1
        if token.kind != "word" or token.norm in PREPOSITIONS:
            return -1
    return -1


def subjects(tokens: Sequence[Token]) -> list[Sequence[Token]]:
    """The subjects that surely are some: what stands before the verb of a clause."""
    found = ((at, subject_end(tokens, at)) for at in range(len(tokens)) if begins(tokens, at))
    return [tokens[at:end] for at, end in found if end > at]


def is_plural(word: str) -> bool:
    """Whether `word` ends like a plural (or like a verb of the third person)."""
    return len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))


def is_thing(tokens: Sequence[Token], at: int) -> bool:
    """Whether the word at `at` surely names a person or thing, or describes one.

    Where a verb may stand too ("stays valid", "submit it") the answer is no.
    """
    if tokens[at].norm.endswith("ly"):
        return False
    first = _clause_start(tokens, at)
    if first is not None:
        end = subject_end(tokens, first)
        if at < end or (at == first and is_plural(tokens[at].norm)):
            return True
    before = tokens[at - 1].norm if at else ""
    if before in DETERMINERS or (before in PREPOSITIONS and not tokens[at].norm.endswith("ing")):
        return True
    return _is_object(tokens, at)


def _clause_start(tokens: Sequence[Token], at: int) -> int | None:
    """Where the clause begins whose first words lead up to `at`; None if it is too far back."""
    for first in range(at, max(at - _LONGEST, -1), -1):
        if tokens[first].kind != "word":
            return None
        if begins(tokens, first):
            return first
    return None


def _is_object(tokens: Sequence[Token], at: int) -> bool:
    """ "must wear badges": a plural after the verb that a modal or "to" announces."""
    if at < 2 or not is_plural(tokens[at].norm):
        return False
    verb, ahead = tokens[at - 1], [token.norm for token in tokens[max(0, at - 3) : at - 1]]
    modal = frozenset(words("to can could may might must shall should will would not"))
    return not is_function_word(verb.norm) and bool(modal & set(ahead))
