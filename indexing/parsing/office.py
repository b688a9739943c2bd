"""Office documents, books and PDF, by kreuzberg."""

import kreuzberg

from indexing.parsing.containers import ENCRYPTED, refuse_bomb, refuse_encrypted
from indexing.parsing.drawings import drawing_text
from indexing.parsing.entities import hide_entities, show_entities
from indexing.parsing.parsed import Parsed, ParseError
from indexing.parsing.tidy import tidy

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


def parse_office(data: bytes, suffix: str) -> Parsed:
    """The Markdown of an office document; `suffix` is one of MIME."""
    if data.startswith(b"PK"):
        refuse_bomb(data)
    refuse_encrypted(data)
    whole = hide_entities(data) if suffix == ".docx" else data
    result = extract(whole, MIME[suffix])
    text = show_entities(tidy(result.content))
    drawn = drawing_text(data, suffix) if data.startswith(b"PK") else ""
    text = "\n\n".join(part for part in (text, drawn) if part)
    return Parsed(text, _title(result))


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
    return ": ".join(parts)[:160]
