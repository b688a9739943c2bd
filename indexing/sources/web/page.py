"""What a web server says of a page, and a page of itself: type, version, date, links."""

import codecs
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from mimetypes import MimeTypes
from pathlib import PurePosixPath
from urllib.parse import quote, unquote, urljoin, urlsplit

from lxml import etree
from lxml import html as lxml_html

from indexing.parsing.formats import PLAIN, SUFFIXES
from indexing.sources.web.fetching import Answer, unusable
from indexing.sources.web.robots import origin

_TYPES = {
    "application/epub+zip": ".epub",
    "application/json": ".json",
    "application/msword": ".doc",
    "application/pdf": ".pdf",
    "application/rtf": ".rtf",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.ms-powerpoint": ".ppt",
    "application/vnd.oasis.opendocument.presentation": ".odp",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/xhtml+xml": ".html",
    "application/xml": ".xml",
    "text/csv": ".csv",
    "text/html": ".html",
    "text/markdown": ".md",
    "text/plain": ".txt",
    "text/rtf": ".rtf",
    "text/xml": ".xml",
}
_UNTOLD = ("", "application/octet-stream", "binary/octet-stream")
_TEXT = PLAIN | {".csv", ".html"}
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,40})", re.IGNORECASE)
_KNOWN = MimeTypes()  # Without the files of this machine, so that all machines agree.
_FRESH = 60.0
"""Seconds: a page changed this shortly ago says so at every request."""
_LINKED = 5_000_000
"""Bytes of a page in which links are looked for."""


@dataclass(frozen=True)
class Page:
    """What is to become a document; `suffix` is its file type, `updated` an ISO date or empty."""

    key: str
    suffix: str
    body: bytes
    version: str
    updated: str


@dataclass(frozen=True)
class Links:
    """Where a page leads, and the address it calls its own, if it does."""

    urls: tuple[str, ...] = ()
    canonical: str = ""


def clean(url: str) -> str:
    """`url` in the one form that keys have: no fragment, small host, ASCII only."""
    parts = urlsplit(url)
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]")
    return origin(url) + path + (f"?{query}" if query else "")


def is_page(url: str) -> bool:
    """Whether there may be text at `url`, judged by its name; pictures and archives have none."""
    path = urlsplit(url).path
    kind, packed = _KNOWN.guess_type(path)
    if kind is None and packed is None:
        return True
    readable = PurePosixPath(path).suffix.lower() in SUFFIXES
    return readable and not (kind or "").startswith("image/")


def suffix_of(answer: Answer) -> str:
    """The file type of what was answered; "" for one that is not read."""
    named = PurePosixPath(unquote(urlsplit(answer.url).path)).suffix.lower()
    kind = _content_type(answer.headers).get_content_type()
    if "content-type" not in answer.headers or kind in _UNTOLD:
        return named if named in SUFFIXES else ""
    if kind == "text/plain" and named in PLAIN:
        return named
    return _TYPES.get(kind, "")


def version_of(answer: Answer) -> str:
    """What changes with the page; `conditions` makes a request of it."""
    if answer.headers.get("etag"):
        return "etag " + answer.headers["etag"]
    if _modified(answer.headers):
        return "modified " + answer.headers["last-modified"]
    return "sha256 " + hashlib.sha256(answer.body).hexdigest()


def conditions(version: str) -> dict[str, str]:
    """The headers that ask for a page only if it no longer has `version`."""
    kind, _, value = version.partition(" ")
    header = {"etag": "If-None-Match", "modified": "If-Modified-Since"}.get(kind)
    return {header: value} if header and value else {}


def updated_of(answer: Answer) -> str:
    """The ISO date of the last change, or empty."""
    modified = _modified(answer.headers)
    return modified.date().isoformat() if modified else ""


def in_utf8(answer: Answer, suffix: str) -> bytes:
    """The body, in UTF-8 where it is text and the server or the page names its encoding."""
    body = answer.body
    if suffix not in _TEXT or (b"\0" not in body and _is_utf8(body)):
        return body
    declared = _META.search(body[:4096]) if suffix == ".html" else None
    name = _content_type(answer.headers).get_content_charset("")
    name = name or (declared.group(1).decode().lower() if declared else "")
    try:
        codec = codecs.lookup(name).name
        # Browsers take the one for the other, and so do those who write pages.
        codec = "cp1252" if codec in ("iso8859-1", "ascii") else codec
        return body.decode(codec, errors="replace").encode()
    except (LookupError, ValueError):
        return body  # The parser guesses.


def links_of(url: str, body: bytes) -> Links:
    """The links in the HTML `body`, in UTF-8, of the page at `url`."""
    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True)
    try:
        root = lxml_html.document_fromstring(body[:_LINKED], parser=parser)
    except (etree.LxmlError, ValueError):
        return Links()
    base = _joined(url, next((str(each) for each in root.xpath("//base/@href")), "")) or url
    found = [_joined(base, str(href)) for href in root.xpath("//a/@href | //area/@href")]
    canonical = [
        _joined(base, str(href))
        for href in root.xpath("//link[translate(@rel, 'CANOIL', 'canoil')='canonical']/@href")
    ]
    return Links(tuple(dict.fromkeys(link for link in found if link)), (canonical or [""])[0])


def _joined(base: str, href: str) -> str:
    try:
        url = urljoin(base, href.strip())
    except ValueError:
        return ""
    return "" if unusable(url) else clean(url)


def _content_type(headers: Mapping[str, str]) -> Message:
    message = Message()
    message["Content-Type"] = headers.get("content-type", "").replace("\n", " ")
    return message


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def _modified(headers: Mapping[str, str]) -> datetime | None:
    modified, now = _moment(headers, "last-modified"), _moment(headers, "date")
    if modified and now and abs((now - modified).total_seconds()) < _FRESH:
        return None
    return modified


def _moment(headers: Mapping[str, str], name: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(headers.get(name, ""))
    except ValueError:
        return None
    return moment if moment.tzinfo else None
