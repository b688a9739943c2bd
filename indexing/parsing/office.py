"""Office documents, books and PDF, by kreuzberg."""

import re

import kreuzberg

from indexing.parsing.containers import ENCRYPTED, refuse_bomb, refuse_encrypted
from indexing.parsing.drawings import drawing_text
from indexing.parsing.parsed import Parsed, ParseError
from indexing.parsing.tidy import tidy
from indexing.parsing.word import readable, show_entities

MIME = {
    ".csv": "text/csv",
    ".doc": "application/msword",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".epub": "application/epub+zip",
    ".msg": "application/vnd.ms-outlook",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".ppt": "application/vnd.ms-powerpoint",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".rst": "text/x-rst",
    ".rtf": "application/rtf",
    ".tsv": "text/tab-separated-values",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

_TIME_OF_DAY = re.compile(r"\b1899-12-3[01] (\d\d:\d\d)(?::00)?\b")
_MIDNIGHT = re.compile(r"\b(\d{4}-\d\d-\d\d) 00:00:00\b")
_STRUCK_LINE = re.compile(r"(?:\\?~){2}([^~\n\\]+?)\s*(?:\\?~){2}")


def parse_office(data: bytes, suffix: str) -> Parsed:
    """The Markdown of an office document; `suffix` is one of MIME."""
    if data.startswith(b"PK"):
        refuse_bomb(data)
    refuse_encrypted(data)
    whole = readable(data) if suffix == ".docx" else data
    result = extract(whole, MIME[suffix])
    text = show_entities(tidy(_as_shown(result.content)))
    drawn = drawing_text(data, suffix) if data.startswith(b"PK") else ""
    text = "\n\n".join(part for part in (text, drawn) if part)
    return Parsed(text, _title(result))


def _as_shown(content: str) -> str:
    """`content` with times of day and days as a sheet shows them, and what is struck in one line.

    A time is stored as a moment of the day zero, a day as its midnight.
    """
    content = _TIME_OF_DAY.sub(r"\1", content)
    return _STRUCK_LINE.sub(r"~~\1~~", _MIDNIGHT.sub(r"\1", content))


def extract(data: bytes, mime: str, paged: bool = False) -> kreuzberg.ExtractionResult:
    """kreuzberg's reading of `data`; ParseError tells why it has none."""
    config = kreuzberg.ExtractionConfig(
        output_format="markdown",
        use_cache=False,
        pages=kreuzberg.PageConfig(extract_pages=True) if paged else None,
    )
    try:
        return kreuzberg.extract_bytes_sync(data, mime, config=config)
    except kreuzberg.KreuzbergError as error:
        said = str(error)
        if "password" in said.lower():
            raise ParseError(ENCRYPTED) from error
        raise ParseError(f"is damaged: {_short(said)}") from error


def _title(result: kreuzberg.ExtractionResult) -> str:
    title = result.metadata.get("title") or ""
    return " ".join(str(title).split())


def _short(said: str) -> str:
    """The last clause of an error chain, without the names of the classes."""
    parts = [part.strip() for part in said.split(": ") if not part.strip().endswith("Error")]
    return ": ".join(dict.fromkeys(parts))[:160]
