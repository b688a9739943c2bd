"""PDF: text by kreuzberg, page by page; a page that is only a picture is read by OCR."""

import io
import re
import tempfile
from collections.abc import Iterator

import kreuzberg
import pypdf
import pypdf.errors

from indexing.parsing.image import read_picture
from indexing.parsing.layout import laid_out
from indexing.parsing.office import extract
from indexing.parsing.parsed import Parsed
from indexing.parsing.tidy import tidy

MIME = "application/pdf"
_DPI = 150
_MOST_PICTURES = 40
"""Pages of a scan that are read: at a second or more each, the rest would cost minutes."""

_WRITTEN_BY = re.compile(
    r"Microsoft (?:Office )?(?:Word|PowerPoint|Excel|Publisher) - ", re.IGNORECASE
)
_MADE_UP = re.compile(
    r"untitled|unbenannt|.*\.(?:docx?|dvi|html?|indd|key|md|numbers|od[gpst]|pages|pdf|ppsx?|pptx?"
    r"|qxd|rtf|tex|txt|xlsx?)",
    re.IGNORECASE,
)
"""No title: browsers and word processors write the name of the file that was printed."""


def parse_pdf(data: bytes) -> Parsed:
    """The pages, ended by form feeds."""
    result = extract(data, MIME, paged=True)
    given = [tidy(page["content"].replace("\r\n", "\n")) for page in result.pages or []]
    pages = laid_out(given, result.content) or [tidy(result.content)]
    blank = [number for number, text in enumerate(pages) if not text.strip()]
    for number, text in _seen(data, blank[:_MOST_PICTURES]):
        pages[number] = text
    title = _title(" ".join(str(result.metadata.get("title") or "").split()))
    if filled := _form(data):
        pages[-1] = f"{pages[-1]}\n\n{filled}"
    text = "\f".join(pages)
    return Parsed(text if text.strip() else tidy(result.content), title)


def _title(given: str) -> str:
    """`given` without what the program that wrote the file made up; "" if that is all."""
    title = _WRITTEN_BY.sub("", given)
    return "" if _MADE_UP.fullmatch(title) else title


def _seen(data: bytes, numbers: list[int]) -> Iterator[tuple[int, str]]:
    """What can be read in the pictures of these pages."""
    if not numbers:
        return
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        for number in numbers:
            yield number, read_picture(kreuzberg.render_pdf_page(file.name, number, dpi=_DPI))


def _form(data: bytes) -> str:
    """What has been filled into a form: it stands beside the text of the pages."""
    if b"/AcroForm" not in data:
        return ""
    try:
        fields = pypdf.PdfReader(io.BytesIO(data)).get_fields() or {}
    except (pypdf.errors.PyPdfError, ValueError, KeyError, TypeError, RecursionError):
        return ""
    values = {name: " ".join(str(field.value or "").split()) for name, field in fields.items()}
    return "\n".join(
        f"- {name}: {value}" for name, value in values.items() if value and value[0] != "/"
    )
