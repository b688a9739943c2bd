"""One document of a source, as LlamaIndex's `Document`, and its front matter."""

import datetime
import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any

import yaml
from llama_index.core.schema import Document

from indexing.readers import PUBLIC, Readers, ReadersError, parse_readers

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
_FIRST_HEADING = re.compile(r"^#[ \t]+(.+?)[ \t]*#*$", re.MULTILINE)


@dataclass(frozen=True)
class Skipped:
    """Something a source holds that was not indexed, and why.

    With a `version` the reason is remembered, and the next run need not try again.
    """

    source: str
    reason: str
    version: str = ""


def make_document(
    source: str,
    key: str,
    text: str,
    *,
    title: str,
    url: str = "",
    readers: Readers = PUBLIC,
    updated: str = "",
    version: str = "",
    declared: bool = False,
) -> Document:
    """A document of `source` whose place in it is `key` (a relative path, a passage id).

    `updated` is an ISO date or empty; `version` changes whenever the document does;
    `declared` says that it names its readers itself, whatever the configuration says.
    """
    return Document(
        id_=f"{source}/{key}",
        text=text,
        metadata={
            "source": source,
            "key": key,
            "title": title,
            "url": url,
            "readers": sorted(readers),
            "updated": updated,
            "version": version,
            "declared": declared,
        },
    )


def markdown_document(
    source: str,
    key: str,
    raw: str,
    *,
    readers: Readers,
    url: str = "",
    updated: str = "",
    version: str = "",
) -> Document:
    """A Markdown file with its front matter understood: title, url, readers, updated.

    The text is the file without the front matter; what that does not say is as given here.
    Raises ReadersError.
    """
    fields, text = split_front_matter(raw)
    heading = _FIRST_HEADING.search(text)
    stem = key.rpartition("/")[2].rpartition(".")[0] or key
    title = fields.get("title") or (heading.group(1) if heading else stem)
    date = fields.get("updated") or updated
    if isinstance(date, datetime.date):
        date = date.isoformat()
    return make_document(
        source,
        key,
        text,
        title=" ".join(str(title).replace("**", "").replace("`", "").split()),
        url=str(fields.get("url") or url),
        readers=parse_readers(fields["readers"]) if "readers" in fields else readers,
        updated=str(date),
        version=version,
        declared="readers" in fields,
    )


def split_front_matter(raw: str) -> tuple[dict[str, Any], str]:
    """The front matter's fields and the text after it.

    Broken YAML that mentions readers raises ReadersError: a typing slip must not publish
    what was meant for few.
    """
    match = _FRONT_MATTER.match(raw)
    if not match:
        return {}, raw
    try:
        fields = yaml.safe_load(match.group(1))
    except yaml.YAMLError:
        if re.search(r"^\s*readers\b", match.group(1), re.MULTILINE):
            raise ReadersError("names readers, but its front matter is not valid YAML") from None
        return {}, raw[match.end() :]
    return (fields, raw[match.end() :]) if isinstance(fields, dict) else ({}, raw)


def content_hash(document: Document) -> str:
    """What makes passages change: text and title."""
    parts = [str(document.metadata["title"]), document.text]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
