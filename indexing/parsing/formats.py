"""Which reader a file gets: by its name, corrected by its first bytes."""

import io
import zipfile
from collections.abc import Callable

import olefile

from indexing.parsing.containers import opened_ole
from indexing.parsing.parsed import Parsed, ParseError

VERSION = "6"
"""Part of what makes a parsed file outdated: change it when parsing changes."""

PLAIN = frozenset(
    [
        ".adoc",
        ".asciidoc",
        ".log",
        ".markdown",
        ".md",
        ".mdx",
        ".org",
        ".tex",
        ".text",
        ".textile",
        ".txt",
        ".yaml",
        ".yml",
    ]
)
"""Read as they stand: no parser, so no child process."""

_PICTURES = frozenset([".bmp", ".gif", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"])
_OFFICE = frozenset(
    [
        ".csv",
        ".doc",
        ".docx",
        ".epub",
        ".msg",
        ".ods",
        ".odt",
        ".ppt",
        ".pptx",
        ".rst",
        ".tsv",
        ".xlsx",
    ]
)
_MAGIC = {
    b"%PDF": ".pdf",
    b"{\\rtf": ".rtf",
    b"\x89PNG": ".png",
    b"\xff\xd8\xff": ".jpg",
    b"GIF8": ".gif",
    b"BM": ".bmp",
    b"II*\0": ".tif",
    b"MM\0*": ".tif",
}
_ZIPPED = {"word/": ".docx", "ppt/": ".pptx", "xl/": ".xlsx"}
_OPEN = {
    "application/epub+zip": ".epub",
    "application/vnd.oasis.opendocument.presentation": ".odp",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/vnd.oasis.opendocument.text": ".odt",
}
_STREAMS = {
    "WordDocument": ".doc",
    "PowerPoint Document": ".ppt",
    "Workbook": ".xls",
    "Book": ".xls",
    "__properties_version1.0": ".msg",
}
_BINARY = frozenset(
    [
        ".doc",
        ".docx",
        ".epub",
        ".msg",
        ".odp",
        ".ods",
        ".odt",
        ".pdf",
        ".ppt",
        ".pptx",
        ".rtf",
        ".xls",
        ".xlsx",
    ]
)

SUFFIXES = (
    PLAIN
    | _PICTURES
    | _OFFICE
    | _BINARY
    | frozenset([".eml", ".htm", ".html", ".json", ".mbox", ".xhtml", ".xml"])
)
"""Every file type that is read."""


def parse(suffix: str, data: bytes) -> Parsed:
    """The text of a file; ParseError when it has none to offer."""
    suffix = actual_suffix(suffix, data)
    parsed = _reader(suffix)(data)
    if not parsed.text.replace("\f", "").strip():
        raise ParseError(
            "is a picture without readable text" if suffix in _PICTURES else "holds no text"
        )
    return parsed


def actual_suffix(suffix: str, data: bytes) -> str:
    """What a file is, whatever it is called. Text is believed: its formats have no marks."""
    if suffix not in _BINARY | _PICTURES:
        return suffix
    for magic, actual in _MAGIC.items():
        if data.startswith(magic):
            return actual
    if data.startswith(b"PK"):
        return _zipped(data) or suffix
    if data.startswith(olefile.MAGIC):
        with opened_ole(data) as ole:
            return next((known for name, known in _STREAMS.items() if ole.exists(name)), suffix)
    return suffix


def _zipped(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if "mimetype" in names:
                return _OPEN.get(archive.read("mimetype")[:100].decode("ascii", "replace"), "")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError):
        return ""
    return next((s for start, s in _ZIPPED.items() if any(n.startswith(start) for n in names)), "")


def _reader(suffix: str) -> Callable[[bytes], Parsed]:
    # Imported on demand: a reader loads libraries that the others have no use for.
    from indexing.parsing import data, fallback, html, image, mail, odf, office, pdf, text

    if suffix in PLAIN:
        return text.parse_text
    if suffix in _PICTURES:
        return image.parse_image
    if suffix in (".htm", ".html", ".xhtml"):
        return html.parse_html
    readers: dict[str, Callable[[bytes], Parsed]] = {
        ".eml": mail.parse_eml,
        ".json": data.parse_json,
        ".mbox": mail.parse_mbox,
        ".odp": odf.parse_odf,
        ".odt": odf.parse_odf,
        ".pdf": pdf.parse_pdf,
        ".rtf": lambda raw: _first(
            raw, lambda r: office.parse_office(r, ".rtf"), fallback.parse_rtf
        ),
        ".xls": lambda raw: _first(
            raw, lambda r: office.parse_office(r, ".xls"), fallback.parse_old_excel
        ),
        ".xml": data.parse_xml,
    }
    return readers.get(suffix) or (lambda raw: office.parse_office(raw, suffix))


def _first(raw: bytes, *readers: Callable[[bytes], Parsed]) -> Parsed:
    """What the first reader that finds text found; else what the first one said."""
    problems: list[ParseError] = []
    for reader in readers:
        try:
            parsed = reader(raw)
        except ParseError as error:
            problems.append(error)
            continue
        if parsed.text.strip():
            return parsed
    if problems:
        raise problems[0]
    return Parsed("")
