"""PDF: text by kreuzberg, page by page; a page that is only a picture is read by OCR."""

import tempfile
from collections.abc import Iterator

import kreuzberg

from indexing.parsing.image import read_picture
from indexing.parsing.office import extract
from indexing.parsing.parsed import Parsed
from indexing.parsing.tidy import tidy

MIME = "application/pdf"
_DPI = 150
_MOST_PICTURES = 40
"""Pages of a scan that are read: at a second or more each, the rest would cost minutes."""


def parse_pdf(data: bytes) -> Parsed:
    """The pages, ended by form feeds."""
    result = extract(data, MIME, paged=True)
    pages = [tidy(page["content"]) for page in result.pages or []] or [tidy(result.content)]
    blank = [number for number, text in enumerate(pages) if not text.strip()]
    for number, text in _seen(data, blank[:_MOST_PICTURES]):
        pages[number] = text
    title = " ".join(str(result.metadata.get("title") or "").split())
    text = "\f".join(pages)
    return Parsed(text if text.strip() else tidy(result.content), title)


def _seen(data: bytes, numbers: list[int]) -> Iterator[tuple[int, str]]:
    """What can be read in the pictures of these pages."""
    if not numbers:
        return
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        for number in numbers:
            yield number, read_picture(kreuzberg.render_pdf_page(file.name, number, dpi=_DPI))
