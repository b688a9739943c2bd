"""What holds under a condition, for some, or from an amount on, must not be said of all.

"You may work abroad if your manager agrees" does not say that you may. An order may go without its
condition: "restart the laptop" is what to do, and the occasion is the question.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from answering.checking.facts import Facts
from answering.checking.grammar import (
    DETERMINERS,
    PREPOSITIONS,
    SUBORDINATORS,
    VERBS,
    begins,
    is_thing,
)
from answering.checking.lists import words
from answering.checking.names import is_name
from answering.checking.quantities import Quantity
from answering.checking.synonyms import WEAK, concept
from answering.checking.tokens import Token
from answering.checking.wording import Vocabulary, content
from indexing.terms import terms

_WHO = frozenset(words("who whose"))
_PHRASES = (("if",), ("provided",), ("providing",), ("as", "long", "as"), ("so", "long", "as"))
_WHETHER = frozenset(
    words(
        "even as ask asks check checks see know knows say says tell tells decide sure than and or"
    )
)
"""Before "if" they make it no condition."""

_NO_VERBS = (
    DETERMINERS
    | PREPOSITIONS
    | frozenset(
        words("i you we they he she it there who everyone everybody anyone anybody nobody others")
    )
)
"""An order does not begin with them."""

_POLITE = frozenset(
    concept(part)
    for word in words("possible needed necessary like want wish prefer applicable any question")
    for part in terms(word)
)
"""Of these alone no condition is made: "if possible", "if you like"."""

_STRICT = frozenset(words("than over above under below exceeding beyond exceed exceeds"))
_LIMITING = _STRICT | frozenset(
    words(
        """
    least most up maximum minimum max min limit limited cap capped after from until within about
    around roughly nearly almost approximately plus more less fewer longer starting
    """
    )
)
"""With these words a sentence says of an amount that it is not exact."""

_DURATIONS = ("time", "months")
"""Dimensions."""

_HELD = 0.5
"""Share of a clause's words with which a sentence repeats it."""

_KEPT = 0.3
"""Share of a condition's words with which a sentence repeats it in other words."""

_SUBJECT = 4
"""Words of a subject before "who" at most."""

_BEFORE = 3
"""Tokens before an amount among which its limit stands."""

_Tokens = Sequence[Token]


@dataclass(frozen=True)
class Condition:
    """`first` to `end` are the tokens of what must hold, `clause` is what then holds."""

    word: str
    first: int
    end: int
    clause: _Tokens


def unconditional(said: Facts, source: Facts, place: Facts, whole: Facts) -> str:
    """Which condition of the source the sentence leaves out, or "".

    What is `said` may be part of a `whole` that has it, and one that stands in the `place` (title,
    headings) is known to who asks.
    """
    have = Vocabulary.of((*whole.concepts, *place.concepts))
    for found in (*_conditions(source.tokens), *_described(source.tokens)):
        limit = set(content(source.tokens[found.first : found.end])) - WEAK
        clause = set(content(found.clause)) - limit
        if limit <= _POLITE or not clause or _is_order(source.tokens, found.clause):
            continue
        lost = have.share(limit) < _KEPT and not _has_amount(whole, source, found)
        if lost and Vocabulary.of(said.concepts).share(clause - WEAK or clause) > _HELD:
            return f'the source says this with "{found.word}"'
    return ""


def unlimited(said: Facts, source: Facts) -> str:
    """The limit of an amount that the sentence leaves out, alone or with its amount, or ""."""
    strict = [amount for amount in source.quantities if _limit(source.tokens, amount)]
    if not strict:
        return ""
    for amount in strict:
        equal = [other for other in said.quantities if amount.equals(other)]
        exact = [o for o in source.quantities if o not in strict and amount.equals(o)]
        if equal and not exact and not _LIMITING & said.words:
            return f'the source says "{_limit(source.tokens, amount)}" of this amount'
        if not equal and not _LIMITING & said.words and _limits_subject(said, source, amount):
            return f'the source says this of what is "{_limit(source.tokens, amount)}" an amount'
    return ""


def _conditions(tokens: _Tokens) -> Iterator[Condition]:
    """What stands after "if", "provided" and "as long as", up to the next comma."""
    for at in range(len(tokens)):
        phrase = _phrase(tokens, at)
        if not phrase or (at and tokens[at - 1].norm in _WHETHER):
            continue
        end = _break(tokens, at)
        around = (*tokens[_start(tokens, at) : at],)
        yield Condition(tokens[at].norm, at + phrase, end, around or _next(tokens, end))


def _phrase(tokens: _Tokens, at: int) -> int:
    """How many words long the conjunction at `at` is; 0 if there is none."""
    for phrase in _PHRASES:
        if tuple(token.norm for token in tokens[at : at + len(phrase)]) == phrase:
            return len(phrase)
    return 0


def _described(tokens: _Tokens) -> Iterator[Condition]:
    """ "Employees who joined before 2020 get": who of the subject is meant."""
    for at, token in enumerate(tokens):
        close = 0 < at - _start(tokens, at) <= _SUBJECT
        if token.norm not in _WHO or not close or tokens[at - 1].kind == "break":
            continue
        stop = _break(tokens, at)
        end = next((n for n in range(at + 2, stop) if tokens[n].norm in VERBS), stop)
        clause = (*tokens[_start(tokens, at) : at], *tokens[end:stop])
        yield Condition(token.norm, at + 1, end, clause)


def _start(tokens: _Tokens, at: int) -> int:
    """Where the clause begins that stands before `at`."""
    ends = (n for n in range(at, 0, -1) if tokens[n - 1].kind == "break" or _joins(tokens[n - 1]))
    return next(ends, 0)


def _joins(token: Token) -> bool:
    return token.norm in SUBORDINATORS or token.norm in ("and", "but")


def _break(tokens: _Tokens, at: int) -> int:
    return next((n for n in range(at, len(tokens)) if tokens[n].kind == "break"), len(tokens))


def _next(tokens: _Tokens, at: int) -> _Tokens:
    """The clause after the break at `at`."""
    return tokens[at + 1 : _break(tokens, at + 1)]


def _is_order(tokens: _Tokens, clause: _Tokens) -> bool:
    """Whether the clause has no subject: "restart the laptop"."""
    first = next((token for token in clause if token.norm != "please"), None)
    if first is None or first.norm in _NO_VERBS or is_name(first):
        return False
    return not is_thing(tokens, tokens.index(first))


def _has_amount(said: Facts, source: Facts, found: Condition) -> bool:
    """Whether the sentence has an amount or date of the condition."""
    inside = range(found.first, found.end)
    amounts = [amount for amount in source.quantities if amount.first in inside]
    days = [date for date in source.dates if date.first in inside]
    kept = any(one.equals(other) for one in amounts for other in said.quantities)
    return kept or bool(days and said.dates)


def _limit(tokens: _Tokens, amount: Quantity) -> str:
    """The word that makes the amount a limit which does not belong to it, or ""."""
    before = [t.norm for t in tokens[max(0, amount.first - _BEFORE) : amount.first]]
    denied = {"no", "not"} & {t.norm for t in tokens[max(0, amount.first - 4) : amount.first]}
    # "Over four years" says how long it takes.
    strict = _STRICT - {"over"} if amount.dimension in _DURATIONS else _STRICT
    return "" if denied else next((word for word in before if word in strict), "")


def _limits_subject(said: Facts, source: Facts, amount: Quantity) -> bool:
    """Whether the amount stands in the subject of a clause that the sentence repeats."""
    first = _start(source.tokens, amount.first)
    end = _break(source.tokens, amount.first)
    verb = next((n for n in range(first, end) if source.tokens[n].norm in VERBS), -1)
    if verb < amount.last or not begins(source.tokens, first):
        return False
    return Vocabulary.of(said.concepts).share(content(source.tokens[first:end])) > _HELD
