"""Who does it to whom: "managers approve employees' leave" is not the other way round."""

from collections.abc import Sequence
from dataclasses import dataclass

from answering.checking.facts import Facts
from answering.checking.grammar import BE, PREPOSITIONS, VERBS, begins
from answering.checking.tokens import Token
from answering.checking.wording import content

_BEFORE_VERB = frozenset(["not", "also", "always", "never", "only", "been", "be"])
_LONGEST = 4


@dataclass(frozen=True)
class Role:
    """One reading of a clause: who acts, what is done, and to whom."""

    agent: frozenset[str]
    verb: str
    patient: frozenset[str]


def roles(found: Facts) -> list[Role]:
    """The readings of the clauses of a text: any word after the first may be its verb.

    A passive with "by" is read as the active sentence that it stands for.
    """
    made = []
    for at in range(len(found.tokens)):
        if begins(found.tokens, at):
            made += _readings(_clause(found.tokens, at))
    return made


def swapped(said: Facts, source: Facts) -> str:
    """What is wrong where a verb's agent and patient have changed places, else ""."""
    theirs = roles(source)
    for mine in roles(said):
        for other in theirs:
            if mine.verb == other.verb and _crossed(mine, other):
                kept = any(_same(mine, role) for role in theirs)
                if not kept:
                    return "the source says this the other way round"
    return ""


def _same(one: Role, two: Role) -> bool:
    same_verb = one.verb == two.verb
    return same_verb and bool(one.agent & two.agent) and bool(one.patient & two.patient)


def _crossed(one: Role, two: Role) -> bool:
    return (
        bool(one.agent & two.patient)
        and bool(two.agent & one.patient)
        and not one.agent & (two.agent | one.patient)
        and not two.agent & two.patient
    )


def _clause(tokens: Sequence[Token], at: int) -> Sequence[Token]:
    end = next((n for n in range(at, len(tokens)) if tokens[n].kind == "break"), len(tokens))
    return tokens[at:end]


def _readings(clause: Sequence[Token]) -> list[Role]:
    made = []
    for at, token in enumerate(clause[: _LONGEST + 4]):
        if token.kind != "word" or token.norm in PREPOSITIONS:
            break  # what follows belongs to a noun, or nothing does
        before = [t for t in clause[:at] if t.norm not in VERBS | _BEFORE_VERB]
        verb = content([token])
        if not verb or not 0 < len(before) <= _LONGEST:
            continue
        subject, rest = frozenset(content(before)), clause[at + 1 :]
        helpers = {t.norm for t in clause[:at]} & BE
        by = next((n for n, t in enumerate(rest) if t.norm == "by"), None)
        if helpers and by is not None:
            made.append(Role(frozenset(content(rest[by + 1 :])), verb[0], subject))
        elif not helpers:
            made.append(Role(subject, verb[0], frozenset(content(rest))))
    return made
