"""Question and passage -> the tokens that the span model reads.

`[CLS] question [SEP] title . text [SEP]`. The type of a token says on which side it stands, and
whether its word stands on the other side too: what a question shares with a passage is what a
small encoder finds hardest to see by itself.
"""

import re
from collections.abc import Set
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer

from indexing.stop_words import STOP_WORDS
from indexing.terms import stem

LENGTH = 208
"""Tokens that are read at most: a passage of usual length and its question."""

QUESTION, PASSAGE, SHARED = 0, 1, 2
"""A token's type is its side's, plus SHARED if its word's stem stands on the other side too."""
TYPES = 4

_QUESTION_LENGTH = 64
_TITLE_LENGTH = 24
_MARKS = 4
"""Tokens between the parts, and at both ends."""
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Encoding:
    """Ids and types of all tokens.

    The tokens of the text begin at `first`; `offsets` are their character ranges in the text.
    """

    ids: tuple[int, ...]
    types: tuple[int, ...]
    first: int
    offsets: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class _Part:
    ids: list[int]
    types: list[int]
    offsets: list[tuple[int, int]]


class SpanEncoder:
    """The tokenizer in the model's `folder`. Safe to share by threads."""

    def __init__(self, folder: Path, length: int = LENGTH) -> None:
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._length = length
        ids = self._tokenizer.get_vocab()
        self._cls, self._sep, self._dot = ids["[CLS]"], ids["[SEP]"], ids["."]

    def encode(self, question: str, title: str, text: str) -> Encoding:
        """What is too long is cut: question and title at fixed lengths, the text where it ends."""
        wanted, given = _stems(question), _stems(f"{title} {text}")
        asked = self._part(QUESTION, question, given, _QUESTION_LENGTH)
        named = self._part(PASSAGE, title, wanted, _TITLE_LENGTH)
        room = self._length - len(asked.ids) - len(named.ids) - _MARKS
        said = self._part(PASSAGE, text, wanted, room)
        before = [self._cls, *asked.ids, self._sep, *named.ids, self._dot]
        types = [QUESTION, *asked.types, QUESTION, *named.types, PASSAGE, *said.types, PASSAGE]
        return Encoding(
            ids=(*before, *said.ids, self._sep),
            types=tuple(types),
            first=len(before),
            offsets=tuple(said.offsets),
        )

    def _part(self, side: int, text: str, other: Set[str], room: int) -> _Part:
        encoded = self._tokenizer.encode(text, add_special_tokens=False)
        # A word may be several tokens, each of them inside its characters.
        shared = {
            at
            for word in _WORD.finditer(text)
            if stem(word.group()) in other
            for at in range(*word.span())
        }
        offsets = encoded.offsets[:room]
        types = [side + SHARED * (start in shared) for start, _ in offsets]
        return _Part(encoded.ids[:room], types, offsets)


def _stems(text: str) -> Set[str]:
    words = (word.group() for word in _WORD.finditer(text))
    return {stem(word) for word in words if word.lower() not in STOP_WORDS}
