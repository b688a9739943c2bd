"""What holds only for some, or only under a condition, must not be said without it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from answering.checking.facts import Facts
from answering.checking.grammar import VERBS
from answering.checking.lists import words
from answering.checking.measures import CARDINALS, TIMES
from answering.checking.polarity import denials
from answering.checking.synonyms import WEAK
from answering.checking.tokens import Token
from answering.checking.wording import Vocabulary, content

_ONLY = frozenset(words("only solely exclusively"))
_BUT = frozenset(words("except unless without excluding"))
_ALIKE = frozenset(words("alone nobody none no need needs must require required requires until"))
"""Words with which a sentence can say the same as "only"."""

_NO_RESTRICTION = frozenset(words("the not if an with our your"))
"""Before "only" they say something else: "the only way", "not only", "if only"."""

_LONGEST = 4
"""Words that "only" restricts at most."""

_HELD = 0.5
"""Share of a clause's, or of a restriction's, words with which a sentence repeats it."""

_Tokens = Sequence[Token]


@dataclass(frozen=True)
class Restriction:
    """`limit` is what follows "only" or "except", `clause` what it limits, as concepts."""

    word: str
    limit: frozenset[str]
    clause: frozenset[str]


def restrictions(tokens: _Tokens) -> Iterator[Restriction]:
    """The restrictions of a text; those of amounts ("only five days") are left to `limits`."""
    for at, token in enumerate(tokens):
        if token.norm in _ONLY and not (at and tokens[at - 1].norm in _NO_RESTRICTION):
            limit = _restricted(tokens, at)
        elif token.norm in _BUT and (token.norm != "without" or _denied(tokens, at)):
            limit = _excepted(tokens, at)
        else:
            continue
        concepts = frozenset(content(limit)) - WEAK
        clause = frozenset(content(_clause(tokens, at, limit))) - concepts - WEAK
        if concepts and clause:
            yield Restriction(token.norm, concepts, clause)


def _denied(tokens: _Tokens, at: int) -> bool:
    """ "May not without" is a condition; "may without giving a reason" is none."""
    return denials([token.norm for token in tokens[_back(tokens, at) : at]]) > 0


def _is_edge(token: Token) -> bool:
    return token.kind == "break" or token.norm in ("but", "and")


def _restricted(tokens: _Tokens, at: int) -> _Tokens:
    """Up to the verb after "only", or the word before one that ends its clause."""
    if at + 1 == len(tokens) or tokens[at + 1].kind == "break":
        return tokens[max(0, at - 1) : at]
    after = tokens[at + 1]
    if after.kind in ("number", "sign") or after.norm in CARDINALS or after.norm in TIMES:
        return ()
    stop = min(at + 1 + _LONGEST, len(tokens))
    ends = (n for n in range(at + 1, stop) if tokens[n].norm in VERBS or _is_edge(tokens[n]))
    return tokens[at + 1 : next(ends, stop)]


def _excepted(tokens: _Tokens, at: int) -> _Tokens:
    ends = (n for n in range(at + 1, len(tokens)) if tokens[n].kind == "break")
    return tokens[at + 1 : next(ends, len(tokens))]


def _clause(tokens: _Tokens, at: int, limit: _Tokens) -> _Tokens:
    """What stands around the restriction; before its comma or after it where it is alone."""
    first = _back(tokens, at)
    if not content(tokens[first:at]):
        while first and _is_edge(tokens[first - 1]) and tokens[first - 1].text not in ".;\n":
            first -= 1
        first = _back(tokens, first)
    last = at + 1 + len(limit)
    end = next((n for n in range(last, len(tokens)) if _is_edge(tokens[n])), len(tokens))
    if not content(tokens[first:at]) and not content(tokens[last:end]):
        end = next((n for n in range(end + 1, len(tokens)) if _is_edge(tokens[n])), len(tokens))
    return (*tokens[first:at], *tokens[last:end])


def _back(tokens: _Tokens, at: int) -> int:
    return next((n for n in range(at, 0, -1) if _is_edge(tokens[n - 1])), 0)


def unrestricted(said: Facts, source: Facts) -> str:
    """What the sentence says of more than the source does, or of less; or ""."""
    mine, theirs = list(restrictions(said.tokens)), list(restrictions(source.tokens))
    have = Vocabulary.of(said.concepts)
    if not mine:
        for lost in theirs:
            whole = have.share(lost.clause) > _HELD
            if whole and have.share(lost.limit) < _HELD and "only" not in said.words:
                return f'the source says this with "{lost.word}"'
    alike = _ONLY | _BUT | _ALIKE | {"not", "never"}
    for added in mine:
        if added.word in _ONLY and not alike & source.words:
            return 'the source does not say "only"'
    return ""
