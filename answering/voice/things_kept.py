"""Who and what a plain sentence is about: a tone puts nothing else in their place.

"Dogs are allowed in the garden" is not said by "Dogs are allowed in the office", nor "the employer
pays the driver" by "the driver pays the employer": every number and name is kept, and it is wrong.
"""

from collections.abc import Callable, Collection, Iterator

from answering.checking.facts import Facts
from answering.checking.grammar import is_plural, is_thing
from answering.checking.lists import words
from answering.checking.measures import UNITS
from answering.checking.roles import Role, roles
from answering.checking.synonyms import WEAK
from answering.checking.tokens import Token
from answering.checking.wording import Vocabulary, content

_OTHERWISE = {
    "wrong": "incorrect",
    "needed": "required",
    "stay": "remain",
    "enough": "sufficient",
}
"""Words for others that the checker does not take for the same."""
_COMPARING = frozenset(words("up most least more less over under"))
"""They belong to an amount, and limits are compared by themselves."""
_TO = [["to", word] for word in words("the a an your our their")]
_HAVING = frozenset(words("get gets receive receives has have"))


def things_kept(plain: Facts, styled: Facts) -> Iterator[str]:
    """Things put in the place of others, and verbs whose two sides have changed places."""
    new = _things(styled, lambda token: not _is_said(token, plain))
    lost = _things(plain, lambda token: token.stem not in styled.stems)
    if not (new and lost):
        new, lost = (_recipients(styled, plain), _recipients(plain, styled))
    if new and lost:
        yield f"has {new[0].text} in the place of {lost[-1].text}"
    if _turned(roles(plain), roles(styled)):
        yield "says it the other way round"


def _things(found: Facts, differs: Callable[[Token], bool]) -> list[Token]:
    """The words that surely name or describe somebody or something, and that are not shared."""
    return [
        token
        for at, token in enumerate(found.tokens)
        if _carries(token) and differs(token) and (is_thing(found.tokens, at) or _is_had(found, at))
    ]


def _is_said(token: Token, plain: Facts) -> bool:
    have = Vocabulary.of(plain.concepts)
    return have.share(content([token])) > 0 or _OTHERWISE.get(token.norm) in plain.words


def _is_had(found: Facts, at: int) -> bool:
    return at > 0 and found.tokens[at - 1].norm in _HAVING and is_plural(found.tokens[at].norm)


def _recipients(found: Facts, other: Facts) -> list[Token]:
    """What follows "to", or "to your", and the other text does not have."""
    norms = [token.norm for token in found.tokens]
    return [
        token
        for at, token in enumerate(found.tokens)
        if _carries(token)
        and not _is_said(token, other)
        and ("to" in norms[max(at - 1, 0) : at] or norms[max(at - 2, 0) : at] in _TO)
    ]


def _carries(token: Token) -> bool:
    """Whether the word says what the sentence is about; contractions and units do not."""
    if token.kind != "word" or "'" in token.norm or token.norm in UNITS:
        return False
    return token.norm not in _COMPARING and bool(set(content([token])) - WEAK)


def _turned(plain: Collection[Role], styled: Collection[Role]) -> bool:
    return any(
        mine.verb == other.verb
        and _is_clear(mine)
        and _is_clear(other)
        and bool(mine.agent & other.patient)
        and bool(other.agent & mine.patient)
        and not mine.agent & other.agent
        for mine in styled
        for other in plain
    )


def _is_clear(role: Role) -> bool:
    """Whether the verb surely is one: "purchase order" has two words for one thing."""
    return role.verb not in role.agent | role.patient and not role.agent & role.patient
