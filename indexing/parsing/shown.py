"""A web page with what only its markup says in words: what is hidden, struck through, a power.

Boxes, captions and buttons become text as well, which trafilatura takes for what is around it.
"""

import re

from lxml import html
from lxml.html import HtmlElement

_MARKED = re.compile(r"\bhidden\b|line-through|<(?:sup|aside|figure|button)\b", re.IGNORECASE)
"""Where nothing of this stands, the page is left as it was."""
_HIDDEN = "//*[@hidden][not(@hidden='until-found')]"
_PANEL = "tabpanel"
"""A page shows one of several at a time, and all of them are to be read."""
_STRUCK = "//*[contains(translate(@style, 'LINETHROUG', 'linethroug'), 'line-through')]"
_BLOCKS = ("p", "li", "td", "th", "div", "ul", "ol", "table", "tr", "h1", "h2", "h3", "h4", "dd")
_BOXES = "//figure | //aside[ancestor::main or ancestor::article]"
"""Such as the callouts of Notion; an aside elsewhere is about other pages."""
_NOTE = re.compile(r"\b(?:foot|end)?note|\breference|\bcite", re.IGNORECASE)
_POWER = re.compile(r"[+−-]?\d{1,3}")
_RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")


def shown(raw: str) -> str:
    """The HTML of the page as people see it."""
    if not _MARKED.search(raw):
        return raw
    parser = html.HTMLParser(encoding="utf-8")
    page = html.document_fromstring(raw.encode("utf-8", "replace"), parser=parser)
    for each in page.xpath(_HIDDEN):
        _unhide_or_drop(each)
    for each in page.xpath(_STRUCK):
        _strike(each)
    for each in page.xpath("//sup"):
        _raise(each)
    for each in page.xpath(_BOXES):
        _make(each, "div")
        for inner in each.xpath(".//div | .//figcaption"):
            _make(inner, "div" if any(True for _ in inner.iterchildren(*_BLOCKS)) else "p")
    for each in page.xpath("//p//button | //li//button | //td//button"):
        each.drop_tag()
    return str(html.tostring(page, encoding="unicode"))


def _unhide_or_drop(element: HtmlElement) -> None:
    if element.get("role") == _PANEL:
        del element.attrib["hidden"]
    elif element.getparent() is not None:
        element.drop_tree()


def _strike(element: HtmlElement) -> None:
    """Put what the element, or each innermost block in it, says between <s> and </s>."""
    blocks = [each for each in element.iter(*_BLOCKS) if each is not element]
    if blocks:
        for each in blocks:
            if next((inner for inner in each.iter(*_BLOCKS) if inner is not each), None) is None:
                _strike(each)
        return
    struck = html.Element("s")
    struck.text, element.text = element.text, None
    struck.extend(list(element))
    element.append(struck)


def _raise(element: HtmlElement) -> None:
    """A mark of a note goes; "10<sup>6</sup>" is no 106."""
    text = str(element.text_content()).strip()
    if element.find(".//a") is not None or _NOTE.search(element.get("class") or ""):
        element.drop_tree()
    elif _POWER.fullmatch(text) and not len(element):
        element.text = text.translate(_RAISED)
        element.drop_tag()


def _make(element: HtmlElement, tag: str) -> None:
    """Let it be a plain `tag`: names of classes are taken for signs of what it holds."""
    element.attrib.clear()
    element.tag = tag
