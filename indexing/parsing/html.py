"""HTML: the main text where a page has one, else all that it shows."""

import re

import kreuzberg
import trafilatura
from lxml import html as lxml_html

from indexing.parsing.parsed import Parsed
from indexing.parsing.text import decode
from indexing.parsing.tidy import tidy

_UNSEEN = re.compile(
    r"<!--.*?-->|<(script|style|noscript|template|svg|head)\b.*?(?:</\1\s*>|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_LINK = re.compile(r"\[[^\]\n]*\]\([^)\n]*\)|^[ \t]*[|:-]+[ \t]*$", re.MULTILINE)
_WORD = re.compile(r"\w+")
_MAIN = 0.6
"""Main text is taken for the page if it has this share of the words outside of links."""


def parse_html(data: bytes) -> Parsed:
    """Markdown without navigation, scripts and styles."""
    raw = decode(data)
    title = _title(raw)
    whole = _whole(raw)
    main = trafilatura.extract(
        raw,
        output_format="markdown",
        include_formatting=True,
        include_links=False,
        include_images=False,
        include_tables=True,
        favor_recall=True,
        deduplicate=False,
    )
    outside = len(_WORD.findall(_LINK.sub(" ", whole)))
    enough = main and len(_WORD.findall(main)) >= _MAIN * outside
    return Parsed(tidy(main) if main and enough else whole, title)


def _whole(raw: str) -> str:
    body = _UNSEEN.sub(" ", raw)
    if not body.strip():
        return ""
    config = kreuzberg.ExtractionConfig(output_format="markdown", use_cache=False)
    content = kreuzberg.extract_bytes_sync(body.encode(), "text/html", config=config).content
    return tidy(content)


def _title(raw: str) -> str:
    found = re.search(r"<title[^>]*>(.*?)</title", raw, re.DOTALL | re.IGNORECASE)
    if not found or not found.group(1).strip():
        return ""
    return " ".join(str(lxml_html.fromstring(f"<p>{found.group(1)}</p>").text_content()).split())
