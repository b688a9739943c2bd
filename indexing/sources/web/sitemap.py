"""Sitemaps: the addresses of a site's pages, as the site lists them."""

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from lxml import etree

_SIZE = 50_000_000
"""Bytes, unpacked: the limit of the sitemap protocol."""
_FILES = 1000
_GZIP = b"\x1f\x8b"


class SitemapError(Exception):
    """A sitemap cannot be read; one sentence."""


@dataclass(frozen=True)
class Entry:
    """A page; `updated` is an ISO date or empty."""

    url: str
    updated: str


def sitemap_entries(url: str, fetch: Callable[[str], bytes]) -> Iterator[Entry]:
    """The pages that the sitemap at `url` lists, and those that it names list, each once.

    `fetch` gives the body of an address. Raises SitemapError.
    """
    waiting, asked, seen = [url], {url}, set[str]()
    while waiting:
        place = waiting.pop(0)
        root = _root(place, fetch(place))
        if etree.QName(root).localname == "sitemapindex":
            for entry in _entries(root, "sitemap"):
                if entry.url not in asked:
                    asked.add(entry.url)
                    waiting.append(entry.url)
            if len(asked) > _FILES:
                raise SitemapError(f"The sitemap {url} names more than {_FILES} others.")
        for entry in _entries(root, "url"):
            if entry.url not in seen:
                seen.add(entry.url)
                yield entry


def day(text: str) -> str:
    """The date in a W3C date and time, in ISO format; "" when there is none."""
    try:
        return date.fromisoformat(text.strip()[:10]).isoformat()
    except ValueError:
        return ""


def _root(url: str, body: bytes) -> etree._Element:
    if body.startswith(_GZIP):
        body = _unpacked(url, body)
    # Entities could name this machine's files, or unfold into gigabytes.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SitemapError(f"The sitemap {url} is not XML: {error}.") from error
    if etree.QName(root).localname not in ("urlset", "sitemapindex"):
        raise SitemapError(f"The file {url} is XML, but not a sitemap.")
    return root


def _unpacked(url: str, body: bytes) -> bytes:
    unpacker = zlib.decompressobj(wbits=31)
    try:
        unpacked = unpacker.decompress(body, _SIZE)
    except zlib.error as error:
        raise SitemapError(f"The sitemap {url} is a damaged gzip file: {error}.") from error
    if unpacker.unconsumed_tail:
        raise SitemapError(f"The sitemap {url} is larger than {_SIZE // 1_000_000} MB unpacked.")
    if not unpacker.eof:
        raise SitemapError(f"The sitemap {url} is a gzip file that was cut off.")
    return unpacked


def _entries(root: etree._Element, name: str) -> Iterator[Entry]:
    for element in root.iterchildren("{*}" + name):
        url = (element.findtext("{*}loc") or "").strip()
        if url:
            yield Entry(url, day(element.findtext("{*}lastmod") or ""))
