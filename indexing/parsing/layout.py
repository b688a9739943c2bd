"""Headings and paragraphs of a PDF, which its pages have lost: kreuzberg gives those as bare lines.

Beside them it gives the whole document as Markdown, with headings told by their size, but without
pages, and with words run together where a line ends. So the lines are kept, and the Markdown only
tells which of them begin something. Both are compared by their letters and digits.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate

from indexing.sentences import in_sentences

_BLOCK = re.compile(r"\n{2,}")
_HEADING = re.compile(r"(#{1,6}) (?=\S)")
_KEY = 24
"""Letters and digits of what begins, or of what follows a heading: so it is known again."""
_LONGEST = 12
"""Words of a heading; what is longer is a paragraph in large letters."""
_LINES = 3
"""Of a heading."""
_ENDED = (".", "!", "?", ":", ";")
_SHORT = 0.75
"""Of the page's width: a line that ends before it is the last of its paragraph."""
_EDGE = 3
"""Lines at the top and at the bottom of a page among which running titles stand."""
_DIGITS = re.compile(r"\d+")


def laid_out(pages: Sequence[str], markdown: str) -> list[str]:
    """`pages` with `#` before headings and blank lines between paragraphs, as in `markdown`.

    What runs along the edges of the pages, such as their numbers, is left out.
    """
    lines = [page.split("\n") for page in _without_running(pages, _letters(markdown))]
    structure = _Structure(markdown, _letters("".join(map("".join, lines))))
    starts = accumulate((len(_letters("".join(page))) for page in lines), initial=0)
    made = [_page(page, at, structure) for page, at in zip(lines, starts, strict=False)]
    for number in range(len(made) - 1):
        made[number : number + 2] = _whole(*made[number : number + 2])
    return made


class _Structure:
    """What begins where. Places count the letters of all the pages."""

    def __init__(self, markdown: str, letters: str) -> None:
        blocks = [(block, own) for block in _BLOCK.split(markdown) if (own := _letters(block))]
        self._known = "".join(own for _, own in blocks)
        self._letters = letters
        self._levels: dict[str, int] = {}
        at = 0
        for block, own in blocks:
            level = _level(block)
            end = at + _KEY + (len(own) if level else 0)
            self._levels[self._known[at:end]] = level
            at += len(own)

    def level(self, at: int, size: int) -> int:
        """1 to 6 of the heading that these `size` letters are; 0 if they are none."""
        return self._levels.get(self._letters[at : at + size + _KEY], 0) if size else 0

    def begins(self, at: int) -> bool:
        """Whether a paragraph begins there."""
        return self._letters[at : at + _KEY] in self._levels

    def has(self, line: str) -> bool:
        """Whether the Markdown has this line anywhere."""
        return _letters(line) in self._known


def _whole(page: str, following: str) -> tuple[str, str]:
    """Both, the last sentence of `page` with its end, which stands on the page `following`."""
    last = page.rpartition("\n")[2]
    width = max(map(len, page.split("\n")))
    paragraph = _BLOCK.split(following)[0]
    if not last or last.endswith(_ENDED) or _HEADING.match(last) or _HEADING.match(paragraph):
        return page, following
    rest = "".join(in_sentences(paragraph)[:1])
    goes_on = _goes_on(rest) or len(last) >= _SHORT * width
    # A page of which nothing is left would look like a picture.
    if not goes_on or not rest.rstrip().endswith(_ENDED) or rest.strip() == following.strip():
        return page, following
    return f"{page}\n{rest.rstrip()}", following[len(rest) :].lstrip()


def _without_running(pages: Sequence[str], known: str) -> list[str]:
    """`pages` without lines that stand, but for numbers, at the same edge of half of them.

    What the Markdown has as well, of which the letters are `known`, is kept: a table's header may
    be repeated on every page.
    """
    edges = [_edges(page.split("\n")) for page in pages]
    found = Counter(key for edge in edges for key in set(edge.values()))
    kept = []
    for page, edge in zip(pages, edges, strict=True):
        lines = page.split("\n")
        running = {
            number
            for number, key in edge.items()
            if 1 < found[key] >= len(pages) / 2 and not _is_text(lines[number], known)
        }
        kept.append("\n".join(each for at, each in enumerate(lines) if at not in running))
    return kept


def _edges(lines: Sequence[str]) -> dict[int, str]:
    """The numbers of the lines at the top and the bottom, each with its edge and its words."""
    filled = [number for number, line in enumerate(lines) if line.strip()]
    top = {number: f"top {_DIGITS.sub('0', lines[number])}" for number in filled[:_EDGE]}
    rest = filled[_EDGE:][-_EDGE:]
    return top | {number: f"bottom {_DIGITS.sub('0', lines[number])}" for number in rest}


def _is_text(line: str, known: str) -> bool:
    """Whether the Markdown has `line`, which is more than a number."""
    letters = _letters(line)
    return bool(_DIGITS.sub("", letters)) and letters in known


def _level(block: str) -> int:
    """Of a heading 1 to 6; 0 if it is none, or does not look like one."""
    marked = _HEADING.match(block)
    if not marked or "\n" in block.strip():
        return 0
    text = block[marked.end() :].rstrip()
    is_title = not _goes_on(text) and not text.endswith((".", "!", "?"))
    return len(marked[1]) if is_title and len(text.split()) <= _LONGEST else 0


def _page(lines: Sequence[str], at: int, structure: _Structure) -> str:
    """The page of these lines, which begins at the letter `at`."""
    width = max(map(len, lines), default=0)
    made: list[str] = []
    number, before = 0, ""
    while number < len(lines):
        line = lines[number]
        count, level = _heading(lines[number : number + _LINES], at, structure)
        if level:
            made += ["", f"{'#' * level} {' '.join(lines[number : number + count])}", ""]
        elif _stands_apart(line, before, width) and not structure.has(line):
            made += ["", line, ""]
        elif structure.begins(at) and _may_begin(line, before, width):
            made += ["", line]
        else:
            made.append(line)
        before = "" if level else line or before
        at += len(_letters("".join(lines[number : number + count])))
        number += count
    return _BLOCK.sub("\n\n", "\n".join(made)).strip("\n")


def _heading(lines: Sequence[str], at: int, structure: _Structure) -> tuple[int, int]:
    """Of how many of `lines` the heading at `at` consists, and its level; (1, 0) of none."""
    size = 0
    for count, line in enumerate(lines, 1):
        size += len(_letters(line))
        if level := structure.level(at, size):
            return count, level
    return 1, 0


def _stands_apart(line: str, before: str, width: int) -> bool:
    """Whether `line` looks like a heading. kreuzberg leaves out those that stand on many pages."""
    begins = not before or before.endswith(_ENDED)
    return begins and 0 < len(line) < _SHORT * width and line[0].isupper() and line[-1].isalnum()


def _may_begin(line: str, before: str, width: int) -> bool:
    """Whether a paragraph may: the Markdown breaks some in the middle of a sentence."""
    return before.endswith(_ENDED) or (len(before) < _SHORT * width and not _goes_on(line))


def _goes_on(text: str) -> bool:
    """Whether `text` begins in small letters, or with nothing to read."""
    first = next(filter(str.isalnum, text), "")
    return not first or first.islower()


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
