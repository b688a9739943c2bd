"""JSON and XML: what they say, without their punctuation."""

import html
import json
from collections.abc import Iterator
from typing import Any

from lxml import etree

from indexing.parsing.parsed import Parsed, ParseError
from indexing.parsing.table import cell, table
from indexing.parsing.text import decode, parse_text

_DEEPEST = 60


def parse_json(data: bytes) -> Parsed:
    """Nested lists of names and values; a list of alike records becomes a table."""
    try:
        value = json.loads(decode(data))
    except RecursionError as error:
        raise ParseError("is nested too deeply") from error
    except ValueError:
        # Half a file still says something.
        return parse_text(data)
    if isinstance(value, list) and (records := _records(value)):
        return Parsed(records)
    return Parsed("\n".join(_lines(value, 0)))


def _records(records: list[Any]) -> str:
    """The Markdown table of records that all have the same plain fields."""
    if not records or not all(isinstance(record, dict) for record in records):
        return ""
    names = list(records[0])
    flat = all(
        list(record) == names
        and not any(isinstance(value, dict | list) for value in record.values())
        for record in records
    )
    if not flat or not names:
        return ""
    return table([names, *([_plain(record[name]) for name in names] for record in records)])


def _lines(value: Any, depth: int) -> Iterator[str]:
    if depth > _DEEPEST:
        raise ParseError("is nested too deeply")
    indent = "  " * depth
    if isinstance(value, dict):
        for name, inner in value.items():
            if isinstance(inner, dict | list) and inner:
                yield f"{indent}- {name}:"
                yield from _lines(inner, depth + 1)
            else:
                yield f"{indent}- {name}: {_plain(inner)}"
    elif isinstance(value, list):
        for inner in value:
            if isinstance(inner, dict | list) and inner:
                yield from _lines(inner, depth)
            else:
                yield f"{indent}- {_plain(inner)}"
    else:
        yield f"{indent}{_plain(value)}"


def _plain(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return cell(text)


def parse_xml(data: bytes) -> Parsed:
    """A paragraph for each element that has text of its own. Entities are never fetched."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ParseError(f"is damaged: {error}") from error
    if root is None:
        raise ParseError("is damaged: it holds no XML")
    text = "\n\n".join(dict.fromkeys(_paragraphs(root)))
    if not text:
        raise ParseError("holds no text, only markup")
    return Parsed(text)


def _paragraphs(root: etree._Element) -> Iterator[str]:
    """Elements with text between their parts are paragraphs whole; others are entered."""
    pending = [root]
    while pending:
        element = pending.pop()
        if not isinstance(element.tag, str):
            continue
        mixed = (element.text or "").strip() or any((part.tail or "").strip() for part in element)
        if mixed:
            text = " ".join(html.unescape("".join(_text(element))).split())
            if text:
                yield text
        else:
            pending.extend(reversed(element))


def _text(element: etree._Element) -> Iterator[str]:
    for part in element.iter():
        if isinstance(part.tag, str):
            yield f"{part.text or ''} " if len(part) == 0 and part.tail is None else part.text or ""
        elif part.tag is etree.Entity:
            yield str(part.text or "")
        if part is not element:
            yield part.tail or ""
