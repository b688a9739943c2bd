"""OpenDocument text and slides: headings, lists and tables as Markdown."""

import io
import zipfile
from collections.abc import Iterator

from lxml import etree

from indexing.parsing.containers import refuse_bomb, refuse_encrypted
from indexing.parsing.parsed import Parsed, ParseError
from indexing.parsing.table import cell, table

_NS = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_TEXT, _TABLE, _DRAW, _OFFICE = (_NS % name for name in ("text", "table", "drawing", "office"))
_SPACES = {f"{_TEXT}tab": " ", f"{_TEXT}line-break": "\n", f"{_TEXT}s": " "}
_LEFT_OUT = frozenset(
    {f"{_OFFICE}annotation", f"{_TEXT}tracked-changes", f"{_OFFICE}forms", f"{_TEXT}note-citation"}
)
_MOST_REPEATS = 50
"""A sheet's empty rest is written as one cell repeated a million times."""


def parse_odf(data: bytes) -> Parsed:
    """The body of the document; slides end in form feeds."""
    body = _body(data)
    slides = list(body.iter(f"{_DRAW}page"))
    if slides:
        return Parsed("\f".join("\n\n".join(_blocks(slide, 0)) for slide in slides))
    return Parsed("\n\n".join(_blocks(body, 0)))


def _body(data: bytes) -> etree._Element:
    refuse_bomb(data)
    refuse_encrypted(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        try:
            content = archive.read("content.xml")
        except KeyError as error:
            raise ParseError("is damaged: it has no content") from error
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=True)
    root = etree.fromstring(content, parser)
    body = None if root is None else root.find(f"{_OFFICE}body")
    if body is None:
        raise ParseError("is damaged: it has no content")
    return body


def _blocks(element: etree._Element, depth: int) -> Iterator[str]:
    for part in element:
        if part.tag in _LEFT_OUT:
            continue
        if part.tag == f"{_TEXT}h":
            level = int(part.get(f"{_TEXT}outline-level") or 1)
            if text := _flat(part):
                yield f"{'#' * min(level, 6)} {text}"
        elif part.tag == f"{_TEXT}p":
            if text := _inline(part).strip():
                yield text
            # Text boxes are anchored in paragraphs.
            for box in part.iter(f"{_DRAW}text-box"):
                yield from _blocks(box, depth)
        elif part.tag == f"{_TEXT}list":
            if lines := list(_items(part, 0)):
                yield "\n".join(lines)
        elif part.tag == f"{_TABLE}table":
            if table := _table(part):
                yield table
        elif isinstance(part.tag, str):
            yield from _blocks(part, depth)


def _items(element: etree._Element, depth: int) -> Iterator[str]:
    for item in element:
        for part in item:
            if part.tag == f"{_TEXT}list":
                yield from _items(part, depth + 1)
            elif text := _flat(part):
                yield f"{'  ' * depth}- {text}"


def _table(element: etree._Element) -> str:
    rows = []
    for row in element.iter(f"{_TABLE}table-row"):
        cells: list[str] = []
        for each in row.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            text = cell(" ".join(_blocks(each, 0)))
            repeats = int(each.get(f"{_TABLE}number-columns-repeated") or 1)
            cells += [text] * min(repeats, _MOST_REPEATS)
        rows.append(cells)
    return table(rows)


def _flat(element: etree._Element) -> str:
    return " ".join(_inline(element).split())


def _inline(element: etree._Element) -> str:
    """The text of a paragraph without what is only anchored in it."""
    parts = [element.text or ""]
    for part in element:
        if part.tag in _SPACES:
            parts.append(_SPACES[part.tag])
        elif part.tag not in _LEFT_OUT and part.tag != f"{_DRAW}frame":
            parts.append(_inline(part))
        parts.append(part.tail or "")
    return "".join(parts)
