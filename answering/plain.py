"""Inline Markdown -> the text a person reads, with the way back to the raw characters.

Quotes must stand word for word in the file, so every plain character remembers where it
came from: `Plain.raw_slice` of a sentence is a substring of the Markdown as written.
"""

import re
from dataclasses import dataclass

_LINK = re.compile(
    r"(?P<open>!?\[)(?P<text>[^\[\]]*)(?P<close>\]\((?:[^()\s]|\([^()]*\))*(?:\s[^()]*)?\))"
)
_REFERENCE = re.compile(r"(?P<open>!?\[)(?P<text>[^\[\]]+)(?P<close>\]\[[^\[\]]*\])")
_WIKI = re.compile(r"(?P<open>\[\[(?:[^\[\]|\n]*\|)?)(?P<text>[^\[\]|\n]+)(?P<close>\]\])")
_MARKED = re.compile(
    r"(?<![\w=])(?P<open>==)(?=[^\s=])(?P<text>[^=\n]+?)(?<=\S)(?P<close>==)(?![\w=])"
)
_FOOTNOTE = re.compile(r"(?P<open>)(?P<text>)(?P<close>\[\^[^\]]+\]|!\[\[[^\[\]]*\]\])")
"""The mark of one, or a picture of a wiki."""
_AUTOLINK = re.compile(r"(?P<open><)(?P<text>(?:https?://|mailto:)[^<>\s]+)(?P<close>>)")
_NOTE = re.compile(
    r"<sup\b[^<>]*>\s*(?:<a\b[^<>]*>[^<>]*</a>|\[[^\[\]]*\]\([^()]*\)|[*†‡§]+)\s*</sup>",
    re.IGNORECASE,
)
"""The mark of a note."""
_POWER = re.compile(r"(?<=\d)<sup\b[^<>]*>\s*[+−-]?\d+\s*</sup>", re.IGNORECASE)
"""Without its tags 10<sup>6</sup> would be 106."""
_TAG = re.compile(r"<!--.*?-->|</?[A-Za-z][^<>]*>", re.DOTALL)
CODE = re.compile(
    r"(?<![\\`])(?P<open>`+)(?!`)(?P<text>.+?)(?<!`)(?P<close>(?P=open))(?!`)", re.DOTALL
)
"""A code span."""
_STRONG = re.compile(r"(?P<open>\*{1,3}|~~)(?=\S)(?P<text>[^*~]+?)(?<=\S)(?P<close>(?P=open))")
_UNDERSCORE = re.compile(
    r"(?<!\w)(?P<open>_{1,3})(?=\S)(?P<text>[^_]+?)(?<=\S)(?P<close>(?P=open))(?!\w)"
)
STRUCK = re.compile(
    r"(?<![\\~])~~(?=[^\s~])(?:(?!\n[ \t]*\n).)*?(?<=[^\s~])~~(?!~)"
    r"|<(?P<tag>s|del|strike)\b[^<>]*>.*?</(?P=tag)\s*>",
    re.DOTALL | re.IGNORECASE,
)
"""What is struck through, and said no longer."""
_INLINE = (
    _LINK, _REFERENCE, _FOOTNOTE, _WIKI, _AUTOLINK, CODE, _STRONG, _UNDERSCORE, _MARKED,
)  # fmt: skip
_STRAY = re.compile(r"\*{2,3}|~~|\\(?=[!-/:-@\[-`{-~])")


@dataclass(frozen=True)
class Plain:
    """`text` is what is read; `origin[i]` is the raw index of its i-th character."""

    text: str
    raw: str
    origin: tuple[int, ...]

    def raw_slice(self, start: int, end: int) -> str:
        """The raw characters behind `text[start:end]`, without surrounding white space."""
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        return self.raw[self.origin[start] : self.origin[end - 1] + 1] if start < end else ""


def plain(raw: str, *block_marks: re.Pattern[str]) -> Plain:
    """Remove inline markup from `raw`, what is struck through, and what `block_marks` match; white
    space and code stay."""
    dropped = bytearray(len(raw))
    # What looks like markup inside code is code: no pattern gets to see it.
    seen = CODE.sub(lambda match: match["open"] + "x" * len(match["text"]) + match["close"], raw)
    for pattern in _INLINE:
        for match in pattern.finditer(seen):
            for part in ("open", "close"):
                start, end = match.span(part)
                dropped[start:end] = b"\1" * (end - start)
    unraised = _POWER.sub(lambda match: "x" * len(match.group()), seen)
    inline = ((STRUCK, seen), (_NOTE, seen), (_TAG, unraised), (_STRAY, seen))
    for pattern, text in (*inline, *((mark, raw) for mark in block_marks)):
        for match in pattern.finditer(text):
            if not _AUTOLINK.fullmatch(match.group()):
                dropped[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    origin = tuple(index for index in range(len(raw)) if not dropped[index])
    return Plain("".join(raw[index] for index in origin), raw, origin)
