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
_FIELDS = frozenset({"title", "url", "readers", "updated"})
_NAMES_READERS = re.compile(r"""(?:^|[{,])\s*["']?readers\b""", re.MULTILINE | re.IGNORECASE)
_SURROGATE = re.compile("[\ud800-\udfff]")
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
    No text holds what a database refuses: see `clean`.
    """
    return Document(
        id_=f"{source}/{key}",
        text=clean(text),
        metadata={
            "source": source,
            "key": key,
            "title": clean(title),
            "url": clean(url),
            "readers": sorted(readers),
            "updated": clean(updated),
            "version": version,
            "declared": declared,
        },
    )


def clean(text: str) -> str:
    """`text` without NUL characters, and U+FFFD for each lone surrogate: it is valid UTF-8."""
    if _SURROGATE.search(text):
        # Through UTF-16, in which the two halves of a pair are one character again.
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text.replace("\0", "")


def printable(name: str) -> str:
    """`name` for people; what of a file name is not UTF-8 is shown as `\\udcfc`."""
    return name.encode(errors="backslashreplace").decode()


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
    named = fields.get("readers")
    date = fields.get("updated") or updated
    if isinstance(date, datetime.date):
        date = date.isoformat()
    return make_document(
        source,
        key,
        text,
        title=" ".join(str(title).replace("**", "").replace("`", "").split()),
        url=str(fields.get("url") or url),
        readers=readers if named is None else parse_readers(named),
        updated=str(date),
        version=version,
        declared=named is not None,
    )


def split_front_matter(raw: str) -> tuple[dict[str, Any], str]:
    """The front matter's fields and the text after it.

    The fields that Footnote knows stand under small letters, and only if they have a value.
    Broken YAML that mentions readers raises ReadersError: a typing slip must not publish
    what was meant for few.
    """
    match = _FRONT_MATTER.match(raw)
    if not match:
        return {}, raw
    try:
        fields = yaml.safe_load(match.group(1))
    # Not only YAMLError: for 30 February PyYAML passes on what datetime raises.
    except Exception:
        if _NAMES_READERS.search(match.group(1)):
            raise ReadersError("names readers, but its front matter is not valid YAML") from None
        return {}, raw[match.end() :]
    return (_known(fields), raw[match.end() :]) if isinstance(fields, dict) else ({}, raw)


def _known(fields: dict[Any, Any]) -> dict[str, Any]:
    """Those of `fields` that Footnote knows; ReadersError where readers are named twice."""
    found: dict[str, Any] = {}
    for key, value in fields.items():
        name = str(key).lower()
        if name not in _FIELDS or value is None:
            continue
        if name == "readers" and name in found:
            raise ReadersError("names its readers twice; leave one `readers:` in its front matter")
        found[name] = value
    return found


def content_hash(document: Document) -> str:
    """What makes passages change: text and title."""
    parts = [str(document.metadata["title"]), document.text]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
