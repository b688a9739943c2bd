"""Clean-up of generated Markdown: no needless escapes, emphasis or pictures.

What is indexed is quoted to people word for word, so it should read as the page did.
"""

import html
import re

_PICTURE = re.compile(r"\\?!\[([^\]\n]*)\]\((?!https?:)[^)\n]*\)")
_EMPHASIS = re.compile(r"(?<!\\)(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_ESCAPE = re.compile(r"\\([!\"$%&'()*+,./:;=?@^_{}~#>-])")
_ITALIC = re.compile(r"(?<![\w*\\])\*([^\s*](?:[^*\n]*[^\s*\\])?)\*(?![\w*])")
_START = re.compile(r"\s*(?:\\[#>+=-])?")
_FENCE = re.compile(r"^(```|~~~)")
_SPACE = re.compile(r"(?<=\S)[ \t\u00a0]{2,}(?=\S)")
_BLANK = re.compile(r"\n{3,}")


def tidy(text: str) -> str:
    """`text` without what a converter put in; fenced code stays as it is."""
    lines, fenced = [], False
    for line in text.split("\n"):
        if _FENCE.match(line):
            fenced = not fenced
        lines.append(line if fenced else _line(line))
    return _BLANK.sub("\n\n", "\n".join(lines)).strip("\n ")


def _line(line: str) -> str:
    line = html.unescape(line) if "&" in line else line
    line = _PICTURE.sub(r"\1", line)
    line = _ITALIC.sub(r"\1", _EMPHASIS.sub(r"\2", line))
    # At the start of a line an escape keeps text from becoming a list or a heading.
    start = _START.match(line)
    kept = start.group() if start else ""
    line = kept + _ESCAPE.sub(r"\1", line[len(kept) :])
    return _SPACE.sub(" ", line).rstrip(" \t")
