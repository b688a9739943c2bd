"""HTML: the main text where a page has one, else all that it shows."""

import re

import kreuzberg
import trafilatura
from lxml import html as lxml_html

from indexing.parsing.parsed import Parsed
from indexing.parsing.shown import shown
from indexing.parsing.text import decode
from indexing.parsing.tidy import tidy

_UNSEEN = re.compile(
    r"<!--.*?-->"
    r"|<(script|style)\b.*?(?:</\1\s*>|\Z)"
    r"|<(noscript|template|svg|head|nav)\b(?:[^>]*>)(?:(?!<body\b).)*?</\2\s*>",
    re.DOTALL | re.IGNORECASE,
)
_FRONT = re.compile(r"\A---\n(?:(?!---|## )[^\n]*\n)*(?:## [\w:-]+:[^\n]*\n|---\n)")
"""What the converter makes of a page's metadata."""
_LINK = re.compile(r"\[[^\]\n]*\]\([^)\n]*\)|^[ \t]*[|:-]+[ \t]*$", re.MULTILINE)
_WORD = re.compile(r"\w+")
_MAIN = 0.7
"""Main text is taken for the page if it has this share of the words outside of links."""
_SHORT = 200
"""Words; a page of fewer has nothing around its text, or so little that it does no harm."""


def parse_html(data: bytes) -> Parsed:
    """Markdown without navigation, scripts and styles."""
    raw = shown(decode(data))
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
    if outside < _SHORT or not main or len(_WORD.findall(main)) < _MAIN * outside:
        return Parsed(whole, title)
    return Parsed(tidy(_headed(main, whole)), title)


def _headed(main: str, whole: str) -> str:
    """`main` with the page's first heading, which trafilatura takes for the title."""
    first = next((line for line in whole.splitlines() if line.startswith("# ")), "")
    return main if not first or first[2:].strip() in main else f"{first}\n\n{main}"


def _whole(raw: str) -> str:
    body = _UNSEEN.sub(" ", raw)
    if not body.strip():
        return ""
    config = kreuzberg.ExtractionConfig(output_format="markdown", use_cache=False)
    content = kreuzberg.extract_bytes_sync(body.encode(), "text/html", config=config).content
    return tidy(_FRONT.sub("", content))


def _title(raw: str) -> str:
    found = re.search(r"<title[^>]*>(.*?)</title", raw, re.DOTALL | re.IGNORECASE)
    if not found or not found.group(1).strip():
        return ""
    return " ".join(str(lxml_html.fromstring(f"<p>{found.group(1)}</p>").text_content()).split())
