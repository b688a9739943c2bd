"""Plain text and Markdown, in whatever encoding."""

import codecs
import re

from charset_normalizer import from_bytes

from indexing.parsing.parsed import Parsed, ParseError

_MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_TAKEN_FOR_WESTERN = frozenset({"cp1250", "cp1254", "cp1257", "cp1258", "iso8859_2", "mac_latin2"})
_CLOSE = 0.02
_SAMPLE = 200_000
"""Bytes that an encoding is guessed from; guessing reads them many times over."""
_BEFORE = 1_000
"""Bytes before the first that is not ASCII, which tells nothing, in that sample."""
_FOREIGN = re.compile(rb"[\x80-\xff]")
_REPLACEMENT = "\ufffd"
_RIGHT = 10
"""Characters beyond ASCII for each wrong byte, by which a text is UTF-8 all the same."""


def parse_text(data: bytes) -> Parsed:
    """The text as it stands, with Unix line ends."""
    return Parsed(decode(data))


def decode(data: bytes) -> str:
    """The text of `data`: UTF-8, or what its byte order mark or its letters tell."""
    try:
        if not data.startswith(_MARKS) and b"\0" not in data:
            return _lines(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        pass
    for encoding in ("utf-32", "utf-16"):
        if data.startswith(_MARKS):
            try:
                return _lines(data.decode(encoding))
            except UnicodeDecodeError:
                continue
    if (damaged := _damaged(data)) is not None:
        return _lines(damaged)
    begin = max(0, first.start() - _BEFORE) if (first := _FOREIGN.search(data)) else 0
    text = data.decode(_guessed(data[begin : begin + _SAMPLE]), errors="replace")
    if "\0" in text:
        raise ParseError("is binary, not text")
    return _lines(text)


def _damaged(data: bytes) -> str | None:
    """UTF-8 with a few wrong bytes, or cut inside a character; None if it is something else."""
    text = data.decode("utf-8", errors="replace")
    wrong = text.count(_REPLACEMENT)
    right = sum(character > "\x7f" for character in text) - wrong
    return text if "\0" not in text and right > _RIGHT * wrong else None


def _guessed(data: bytes) -> str:
    """The name of the encoding that makes most sense of `data`."""
    matches = from_bytes(data)
    best = matches.best()
    if best is None:
        raise ParseError("is binary, not text")
    # Short texts fit Windows' Central European page as well as the far commoner Western one.
    western = next((match for match in matches if match.encoding == "cp1252"), None)
    if best.encoding in _TAKEN_FOR_WESTERN and western and western.chaos <= best.chaos + _CLOSE:
        return "cp1252"
    return str(best.encoding)


def _lines(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
