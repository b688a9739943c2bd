"""Names: of people, places, organisations, products, documents; and codes such as "SEV1"."""

import re
from collections.abc import Container, Iterable, Sequence
from functools import lru_cache
from pathlib import Path

import llama_index.core

from answering.checking.tokens import Token, is_function_word

_LOWER_CASE = 16 | 32 | 64
"""Punkt's flags for a word seen in lower case at the beginning, inside, or somewhere."""
_CAPITAL_INSIDE = 4
"""Its flag for a word seen with a capital inside a sentence."""

_NATIONS = re.compile(r"(?:n|an|ian|ean|ese|ish|ic|i|s|es|er|ers|y)?$")
"""Endings that make Portugal of Portuguese: the same name as an adjective."""


@lru_cache(maxsize=2)
def _seen(flag: int) -> frozenset[str]:
    """English words that newspapers write in one way, from NLTK's Punkt (in llama-index)."""
    folder = Path(llama_index.core.__file__).parent / "_static/nltk_cache/tokenizers/punkt_tab"
    lines = (folder / "english/ortho_context.tab").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines)
    return frozenset(word for word, flags in pairs if int(flags) & flag)


def is_proper(word: str) -> bool:
    """Whether newspapers write the lower-case `word` with a capital inside a sentence."""
    return word in _seen(_CAPITAL_INSIDE)


def is_common(word: str) -> bool:
    """Whether the lower-case `word` is an ordinary English word, in singular or plural."""
    common, word = _seen(_LOWER_CASE), word.partition("'")[0]
    return (
        is_function_word(word)
        or word in common
        or (word.endswith("s") and word[:-1] in common)
        or (word.endswith(("ed", "ing")) and word.rstrip("ing").rstrip("ed") in common)
    )


def is_name(token: Token) -> bool:
    """Whether the token is written like a name: its capitals are not due to its place."""
    text = token.text
    if token.kind != "word" or text == "I":
        return False
    if text[0] in "#@" or any(letter.isupper() or letter.isdigit() for letter in text[1:]):
        return True
    return text[0].isupper() and not (token.initial and is_common(token.norm))


def names(tokens: Sequence[Token], taken: set[int]) -> list[tuple[int, int]]:
    """(first, last) token of every name; neighbouring capitals are one."""
    found: list[tuple[int, int]] = []
    for at, token in enumerate(tokens):
        if at in taken or not is_name(token):
            continue
        if found and found[-1][1] == at - 1:
            found[-1] = (found[-1][0], at)
        else:
            found.append((at, at))
    return found


def is_known(token: Token, words: Container[str], stems: Container[str], initials: str) -> bool:
    """Whether the source has the name, as a word, an abbreviation or an adjective of it.

    `initials` are the first letters of the source's words, in order.
    """
    if token.norm in words or token.stem in stems or token.norm + "s" in words:
        return True
    if token.norm.removesuffix("s") in words:
        return True
    letters = token.norm.removesuffix("s")
    return token.text[:2].isupper() and len(letters) > 1 and letters in initials


def is_relative(name: str, words: Iterable[str]) -> bool:
    """Whether one of `words` is the same place as an adjective ("Portuguese")."""
    return any(_same_root(name, word) for word in words if word[:4] == name[:4] and word != name)


def is_related(one: str, two: str) -> bool:
    """Whether two names are one: an abbreviation and its words, a place and its adjective."""
    for short, long in ((one, two.split()), (two, one.split())):
        if len(short) > 1 and short.removesuffix("s") == "".join(word[0] for word in long):
            return True
    return is_relative(one, [two])


def _same_root(one: str, two: str) -> bool:
    shared = next(
        (n for n, (a, b) in enumerate(zip(one, two, strict=False)) if a != b),
        min(len(one), len(two)),
    )
    endings = (one[shared:], two[shared:])
    return shared >= 4 and all(len(e) <= 4 and _NATIONS.fullmatch(e) for e in endings)
