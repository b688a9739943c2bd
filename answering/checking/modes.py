"""Whether something must, should or may be done: no two of them say the same."""

from collections.abc import Iterator, Sequence
from typing import Literal

from answering.checking.facts import Facts
from answering.checking.lists import words
from answering.checking.polarity import denials
from answering.checking.tokens import Token
from answering.checking.wording import content

Mode = Literal["must", "should", "may", "must not", "should not", "need not"]

_MUST = frozenset(words("must shall"))
_NEED = frozenset(words("have has had need needs required obliged mandatory compulsory obligatory"))
_SHOULD = frozenset(words("should ought recommended advised encouraged"))
_MAY = frozenset(words("may can could might allowed permitted able free"))
_WITH_TO = (_NEED | _SHOULD | _MAY) - frozenset(words("should may can could might"))
"""They are modes only before "to": "has to wear", but not "has a badge"."""

_FAR = 5
"""Tokens after a mode among which its verb stands."""


def modes(tokens: Sequence[Token]) -> Iterator[tuple[Mode, Token]]:
    """(mode, verb) as they stand; a lead's mode ("You must:") has the first verb of its list."""
    for at, token in enumerate(tokens):
        following = [t for t in tokens[at + 1 : at + 1 + _FAR] if t.kind != "break"]
        ahead = [t.norm for t in following]
        if token.norm in _WITH_TO and ahead[:1] != ["to"]:
            continue
        mode = _mode(token.norm, denials(_clause_before(tokens, at)), "not" in ahead[:1])
        verb = next((token for token in following if content([token])), None)
        if mode and verb:
            yield mode, verb


def _mode(word: str, denied_before: int, denied_after: bool) -> Mode | None:
    denied = (denied_before + denied_after) % 2 == 1
    if word in _MUST:
        return "must not" if denied else "must"
    if word in _NEED:
        return "need not" if denied else "must"
    if word in _SHOULD:
        return "should not" if denied else "should"
    if word in _MAY:
        return "must not" if denied else "may"
    return None


def _clause_before(tokens: Sequence[Token], at: int) -> list[str]:
    first = next((n for n in range(at, 0, -1) if tokens[n - 1].kind == "break"), 0)
    return [token.norm for token in tokens[first:at]]


def changed_mode(said: Facts, source: Facts) -> str:
    """ "X stands where the source has Y" for a verb whose mode is another in the source, or "".

    A denial put in or taken out is left to `polarity`, which knows opposites.
    """
    theirs = list(modes(source.tokens))
    for mode, verb in modes(said.tokens):
        others = [other for other, its in theirs if _same_verb(verb, its)]
        if others and mode not in others and all(_denies(o) == _denies(mode) for o in others):
            return f"{mode} stands where the source has {others[0]}"
    return ""


def _same_verb(one: Token, two: Token) -> bool:
    """In whatever form: "show" and "shown" have different stems."""
    short, long = sorted((one.norm, two.norm), key=len)
    return content([one]) == content([two]) or (len(short) > 3 and long.startswith(short))


def _denies(mode: Mode) -> bool:
    return mode.endswith("not")
