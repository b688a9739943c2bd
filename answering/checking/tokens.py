"""Text -> tokens with the kinds that facts are made of."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from answering.checking.hosts import HOST, is_host
from indexing.terms import stem, terms

Kind = Literal["address", "iso", "slashed", "time", "number", "word", "sign", "break"]

_SPELLING = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "−": "-", "‐": "-", "‑": "-", "\xad": None}
)
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\U000e0000-\U000e007f]")

_CONTRACTIONS = (
    (re.compile(r"\bcan(?:no|')t\b", re.I), "can not"),
    (re.compile(r"\bwon't\b", re.I), "will not"),
    (re.compile(r"\bshan't\b", re.I), "shall not"),
    (re.compile(r"n't\b", re.I), " not"),
    (re.compile(r"\bn/a\b", re.I), "none"),
    (re.compile("[✗✘✖❌🚫]\ufe0f?"), " not "),
    (
        re.compile(r"\b(?:no[ -]?one|nobody|none) (?:but|except(?: for)?|other than)\b", re.I),
        "only",
    ),
    (re.compile(r"\be-?mails?\b", re.I), "mail"),
    (re.compile(r"\bper cent\b", re.I), "percent"),
    (re.compile(r"\buntil otherwise\b", re.I), "unless otherwise"),
    (re.compile(r"\b((?:[A-Z]\.){2,})(?=\W|$)"), lambda match: match.group(1).replace(".", "")),
)

_NEITHER = re.compile(r"\bneither\b([^.;!?\n]*?)(,?\s+nor\b[^.;!?\n]*)", re.I)
_NOR = re.compile(r",?\s+nor\b", re.I)

_KINDS = r"""
    (?P<address>(?:[a-z][a-z0-9+]*://|www\.|(?:javascript|data|mailto|vbscript):)[^\s<>()\[\]"]+
        |[\w.+-]+@[\w-]+(?:\.[\w-]+)+)
    |(?P<iso>\d{4}-\d{2}-\d{2}(?!\d))
    |(?P<slashed>\d{1,2}/\d{1,2}/\d{2,4}(?!\d)|\d{1,2}\.\d{1,2}\.\d{4}(?!\d))
    |(?P<version>(?!\d{1,3}(?:[.,]\d{3})+(?![\d]))\d+(?:\.\d+){2,}|\b0\d{2,}(?![.,:/-]?\d))
    |(?P<time>\d{1,2}:\d{2}(?!\d)(?:\s?[ap]\.?m\b\.?)?|\d{1,2}\s?[ap]\.?m\b\.?|\d{1,2}\ o'clock)
    |(?P<number>(?:(?<![\w)])-)?\d{1,3}(?:[,.'\u202f\xa0]\d{3})+(?:[.,]\d+)?(?!\d)|(?:(?<![\w)])-)?\d+(?:[.,]\d+)*)
    |(?P<word>[぀-ヿ㐀-鿿가-힯]|[^\W\d_](?:(?![぀-ヿ㐀-鿿가-힯])[^\W_]|'(?=\w))*)
    |(?P<handle>(?<![\w&])[#@][^\W\d_][\w-]*)
    |(?P<sign>[€$£¥%+°])
    |(?P<break>\n|[.!?](?=\s|$|["')])|[。，、；：！？]|[,;:()"|]|\ -+\ |[–—])
"""
_PLAIN = re.compile(_KINDS, re.VERBOSE | re.IGNORECASE)
_TOKEN = re.compile(
    _KINDS.replace("|(?P<iso>", f"|(?P<host>{HOST})|(?P<iso>"), re.VERBOSE | re.IGNORECASE
)

_GROUPS = {"version": "word", "handle": "word", "host": "address"}
"""A version ("1.2.3"), a code ("0042") and a channel ("#office") are names as they stand."""


@dataclass(frozen=True, slots=True)
class Token:
    """`text` as written; `norm` is what is compared: lower case, words without "'s"."""

    kind: Kind
    text: str
    norm: str
    start: int
    end: int
    initial: bool = False
    """Whether a capital letter may be due to the place: the start of a sentence or line."""

    @property
    def stem(self) -> str:
        """The Snowball stem of a word, the token itself otherwise."""
        return stem(self.norm) if self.kind == "word" else self.norm


def visible(text: str) -> str:
    """`text` without characters that nobody sees."""
    return _INVISIBLE.sub("", text)


def _not_or(match: re.Match[str]) -> str:
    """ "Neither A nor B" as "not A & B": one denial, and a sign that stands for no word."""
    return f"not{match[1]}{_NOR.sub(' &', match[2])}"


def readable(text: str) -> str:
    """`text` without invisible characters, one spelling for quotes, dashes, contractions."""
    text = visible(text).translate(_SPELLING)
    for pattern, written in _CONTRACTIONS:
        text = pattern.sub(written, text)
    return _NEITHER.sub(_not_or, text)


@lru_cache(maxsize=4096)
def tokens(text: str, begins: bool = True) -> tuple[Token, ...]:
    """The tokens of `readable(text)`, in order; other characters are left out.

    `begins` is whether the text is the start of a sentence.
    """
    found: list[Token] = []
    initial = begins
    for match in _matches(readable(text)):
        kind: Kind = _GROUPS.get(str(match.lastgroup), match.lastgroup)  # type: ignore[assignment]
        written = match.group()
        norm = written.lower()
        if kind == "word":
            norm = norm.removesuffix("'s").strip("'")
        found.append(Token(kind, written, norm, match.start(), match.end(), initial))
        initial = (kind == "break" and written not in (",", "(", ")")) or (
            initial and kind in ("break", "sign")
        )
    return tuple(found)


def _matches(text: str) -> Iterator[re.Match[str]]:
    at = 0
    while match := _TOKEN.search(text, at):
        if match.lastgroup == "host" and not is_host(match.group()):
            match = _PLAIN.match(text, match.start()) or match
        yield match
        at = match.end()


@lru_cache(maxsize=8192)
def is_function_word(word: str) -> bool:
    """Whether `word` says nothing by itself ("the", "of")."""
    return not terms(word)
