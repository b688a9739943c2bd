"""A sentence that nearly repeats another, but of somebody or something else.

"Contractors get 27 days" beside "Employees get 27 days": the fact is right and the subject is not.
Only persons and things count; a verb may well be another ("lasts" for "takes").
"""

from collections.abc import Sequence

from answering.checking.alignment import Alignment, Item
from answering.checking.facts import Facts
from answering.checking.grammar import DETERMINERS, PREPOSITIONS, is_plural, is_thing, subjects
from answering.checking.lists import words
from answering.checking.measures import UNITS
from answering.checking.synonyms import WEAK, concept
from answering.checking.tokens import Token, is_function_word
from answering.checking.wording import Vocabulary, content
from indexing.terms import terms

_PRONOUNS = {
    "we": ("company", "team", "employee"),
    "us": ("company", "team", "employee"),
    "you": ("employee",),
    "they": ("employee", "company", "team"),
}
"""Whom a pronoun may mean without a word about it."""

_JOINTS = frozenset(["and", "or", ","])
_CLAUSES = frozenset(["and", "but", "while", "wherea"])

_OPENING = (PREPOSITIONS - {"of"}) | frozenset(
    words("to and or but so which who whose that where if when unless because although while")
)
"""Words with which a phrase or clause begins that a sentence adds."""

_GENERAL = frozenset(
    concept(part)
    for word in words(
        """
    company employee total question case moment time rule basis addition general practice default
    """
    )
    for part in terms(word)
)
"""Of these alone nothing is added: "at the company", "in general"."""

_COMPARING = frozenset(
    words("more most less least fewer few many much further longer shorter later earlier up down")
)
"""They belong to an amount, which `limits` compares, and units are compared with it."""


def replaced(
    said: Facts, source: Facts, laid: Alignment, have: Vocabulary, place: Vocabulary
) -> tuple[str, int]:
    """(what stands in place of what the source has, or ""; how many words are not its own).

    `have` are the words of the source, with what introduces it. A word of its title or heading
    (`place`) may name what the sentence calls otherwise, but not one of two that the title names.
    """
    foreign = 0
    for mine, theirs in laid.hunks:
        if theirs and not mine and _spliced(said, source, theirs):
            return f"the source says {_written(source, theirs[-1])} of somebody else", foreign
        new = [token for token in _things(said, mine) if not _known(token, have)]
        foreign += len(new)
        if not new or _joins(mine):
            if new and not theirs and not _within(new, place):
                return f"{new[0].text} is not in the source", foreign
            continue
        old = _left(said, source, theirs) or _receivers(said, source, mine, theirs)
        named = _within(new, place) and not _within(old, place)
        if old and not named:
            return f"{new[0].text} stands where the source has {old[0].text}", foreign
        if not old and _another_than(theirs, source, new, place):
            return f"the source does not say this of {new[0].text}", foreign
    return "", foreign


def added(said: Facts, laid: Alignment, have: Vocabulary, place: Vocabulary) -> str:
    """What the sentence says more than the source, in a phrase or clause put in, or "".

    A single word may be put in, and so may whatever `place` names.
    """
    for mine, theirs in laid.hunks:
        tokens = [said.tokens[item.first] for item in mine if item.mark != ","]
        if not tokens or tokens[0].norm not in _OPENING or any(i.mark != "," for i in theirs):
            continue
        for token in _words(said, mine):
            adverb = token.norm.endswith("ly") or bool(_GENERAL & set(content([token])))
            if not (adverb or _known(token, have) or _known(token, place)):
                return f"{token.text} is not in the source"
    return ""


def other_subject(said: Facts, source: Facts, known: Vocabulary) -> str:
    """Whom the sentence is about in place of the source's subjects, or beside them; or "".

    For sentences in other words than the source; `known` are its words and its place's.
    """
    have = Vocabulary.of(said.concepts)
    old = [token for subject in subjects(source.tokens) for token in subject if _carries(token)]
    lost = bool(old) and not any(_known(token, have) for token in old)
    for subject in subjects(said.tokens):
        new = [token for token in subject if _carries(token) and not _known(token, known)]
        if new and (lost or any(token.norm in _JOINTS for token in subject)):
            return f"the source does not say this of {new[0].text}"
    return ""


def _things(found: Facts, hunk: Sequence[Item]) -> list[Token]:
    """The words of a hunk that surely name or describe somebody or something."""
    return [
        found.tokens[item.first]
        for item in hunk
        if item.fact is None
        and _carries(found.tokens[item.first])
        and is_thing(found.tokens, item.first)
    ]


def _carries(token: Token) -> bool:
    compares = token.norm in _COMPARING or token.norm in UNITS
    return token.kind == "word" and not compares and bool(set(content([token])) - WEAK)


def _known(token: Token, have: Vocabulary) -> bool:
    return have.share(content([token])) > 0


def _within(tokens: Sequence[Token], have: Vocabulary) -> bool:
    return all(_known(token, have) for token in tokens)


def _joins(hunk: Sequence[Item]) -> bool:
    """Whether a hunk adds somebody to those of the source: "and interns"."""
    return bool(_JOINTS & {hunk[0].mark, hunk[-1].mark})


def _spliced(said: Facts, source: Facts, theirs: Sequence[Item]) -> bool:
    """Whether what was left out has the subject of what follows it.

    "Managers approve travel" where the source says "managers approve leave and directors approve
    travel": a verb of the sentence stands there a second time, after somebody else.
    """
    if theirs[0].first == 0 or theirs[-1].last >= len(source.tokens) - 2:
        return False
    joints = [at for at, item in enumerate(theirs) if item.mark in _CLAUSES]
    if not joints:
        return False
    have = Vocabulary.of(said.concepts)
    again = any(_known(token, have) for token in _words(source, theirs))
    others = [t for t in _words(source, theirs[joints[-1] :]) if not _known(t, have)]
    return again and bool(others) and is_plural(others[0].norm)


def _words(found: Facts, hunk: Sequence[Item]) -> list[Token]:
    tokens = (found.tokens[item.first] for item in hunk if item.fact is None)
    return [token for token in tokens if _carries(token)]


def _written(found: Facts, item: Item) -> str:
    return found.tokens[item.first].text


def _left(said: Facts, source: Facts, theirs: Sequence[Item]) -> list[Token]:
    """The persons and things of the source that the sentence no longer has."""
    have = Vocabulary.of(said.concepts)
    return [token for token in _things(source, theirs) if not _known(token, have)]


def _receivers(
    said: Facts, source: Facts, mine: Sequence[Item], theirs: Sequence[Item]
) -> list[Token]:
    """Who the source says it goes to: "to" has a noun after it where the sentence has one."""
    if not theirs or not _after_to(said, mine) or not _after_to(source, theirs):
        return []
    if said.tokens[mine[0].first].norm not in DETERMINERS:
        return []
    have = Vocabulary.of(said.concepts)
    return [token for token in _words(source, theirs) if not _known(token, have)]


def _after_to(found: Facts, hunk: Sequence[Item]) -> bool:
    first = hunk[0].first
    return first > 0 and found.tokens[first - 1].norm == "to"


def _another_than(
    theirs: Sequence[Item], source: Facts, new: Sequence[Token], place: Vocabulary
) -> bool:
    """Whether the source has a pronoun there that does not mean the new words."""
    if len(theirs) != 1 or _within(new, place):
        return False
    pronoun = source.tokens[theirs[0].first].norm
    if pronoun not in _PRONOUNS or not is_function_word(pronoun):
        return False
    meant = {concept(part) for word in _PRONOUNS[pronoun] for part in terms(word)}
    return not meant & set(content(new))
