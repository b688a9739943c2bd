"""What parsing a file gives."""

from dataclasses import dataclass


class ParseError(Exception):
    """The file has no text to offer; one clause for people, such as `is encrypted`."""


class PassingError(ParseError):
    """The file could not be read this time; another time it may be."""


@dataclass(frozen=True)
class Parsed:
    """Markdown, the pages of a PDF ended by form feeds, and the title the file gives itself."""

    text: str
    title: str = ""
