"""The text in drawings, charts and diagrams of Office files, which stand beside the text."""

import io
import re
import zipfile

from lxml import etree

_PARTS = {
    ".docx": re.compile(r"word/(?:diagrams/data|charts/chart)\d*\.xml"),
    ".pptx": re.compile(r"ppt/(?:diagrams/data|charts/chart)\d*\.xml"),
    ".xlsx": re.compile(r"xl/(?:drawings/drawing|diagrams/data|charts/chart)\d*\.xml"),
}
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_LARGEST_PART = 20_000_000


def drawing_text(data: bytes, suffix: str) -> str:
    """One paragraph for each paragraph of the drawings, in the order of the parts."""
    pattern = _PARTS.get(suffix)
    if pattern is None:
        return ""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    found: list[str] = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in sorted(archive.infolist(), key=lambda entry: entry.filename):
            if not pattern.fullmatch(entry.filename) or entry.file_size > _LARGEST_PART:
                continue
            root = etree.fromstring(archive.read(entry), parser)
            if root is None:
                continue
            for paragraph in root.iter(f"{_DRAWING}p"):
                runs = (run.text or "" for run in paragraph.iter(f"{_DRAWING}t"))
                found.append(" ".join("".join(runs).split()))
    return "\n\n".join(text for text in dict.fromkeys(found) if text)
