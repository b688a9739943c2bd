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

_UNSEEN = r"\u200b-\u200f\u2060\ufeff"
"""Characters of no width, which come along when text is copied."""
_ABOVE = rf"\A(?>[\s{_UNSEEN}]+|<!--.*?-->)*+"
"""White space and comments; each is taken whole, or a page of comments would take hours."""
_FRONT_MATTER = re.compile(
    _ABOVE + r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
_OPENED = re.compile(_ABOVE + r"(?:---[^\n]*|(?:--|[—\u2013]+|\+\+\+)[^\S\n]*)\n")
"""A first line of `---`, or of what an editor or a slip makes of it."""
_FIRST_BLOCK = re.compile(r"(.*?)(?:^#{1,6}[ \t]|^[ \t]*$|\Z)", re.DOTALL | re.MULTILINE)
"""What stands above a heading or blank line."""
_FIRST_LINES = 40
"""In which unclosed front matter is looked for: further down stands ordinary text."""
_FIELDS = frozenset({"title", "url", "readers", "updated"})
_INDENT = rf"(?:[^\S\n]|[{_UNSEEN}-])*"
_NAMES_READERS = re.compile(
    rf"""(?:^{_INDENT}|[{{,]\s*)["']?readers\b""", re.MULTILINE | re.IGNORECASE
)
_SETS_READERS = re.compile(
    rf"""{_INDENT}["']?readers["']?[\s{_UNSEEN}]*[:=\uff1a]""", re.IGNORECASE
)
_NO_LETTER = re.compile(r"\W+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_FIRST_HEADING = re.compile(r"^#[ \t]+(.+?)[ \t]*#*$", re.MULTILINE)


@dataclass(frozen=True)
class Skipped:
    """Something a source holds that was not indexed, and why.

    With a `version` the reason is remembered, and the next run need not try again. `passing`
    says that another run may be able to read it, so that what was indexed of it should stay.
    """

    source: str
    reason: str
    version: str = ""
    passing: bool = False


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


class _Loader(yaml.SafeLoader):
    """Of readers that are named twice PyYAML would take the last; here that is ReadersError."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        names = [_named(key.value) for key, _ in node.value]
        if names.count("readers") > 1:
            raise ReadersError("names its readers twice; leave one `readers:` in its front matter")
        return super().construct_mapping(node, deep)


def split_front_matter(raw: str) -> tuple[dict[str, Any], str]:
    """The front matter's fields and the text after it.

    White space and HTML comments may stand above it. The fields that Footnote knows stand
    under small letters, and only if they have a value. Front matter that mentions readers and
    cannot be read, or names none, raises ReadersError: a typing slip must not publish what was
    meant for few.
    """
    match = _FRONT_MATTER.match(raw)
    fields = _loaded(match.group(1)) if match else None
    if match and isinstance(fields, dict):
        return _known(fields), raw[match.end() :]
    if _may_name_readers(raw):
        raise ReadersError(
            "names readers, but its front matter cannot be read: "
            "write `readers: [LABEL]` between two lines of `---`"
        )
    return {}, raw


def _may_name_readers(raw: str) -> bool:
    """Whether `raw`, which has no front matter that can be read, begins as if it named readers."""
    opened = _OPENED.match(raw)
    if opened is None:
        return False
    below = raw[opened.end() :]
    block = _FIRST_BLOCK.match(below)
    if block and _NAMES_READERS.search(block.group(1)):
        return True
    # Below a blank line or a comment may stand text, which may speak of readers.
    lines = below.split("\n", _FIRST_LINES)[:_FIRST_LINES]
    return any(_SETS_READERS.match(line) for line in lines)


def _loaded(front_matter: str) -> Any:
    """What the YAML says; nothing where it is broken and names no readers."""
    try:
        return _Loader(front_matter).get_single_data()
    except ReadersError:
        raise
    # Not only YAMLError: for 30 February PyYAML passes on what datetime raises.
    except Exception:
        if _NAMES_READERS.search(front_matter):
            raise ReadersError("names readers, but its front matter is not valid YAML") from None
        return {}


def _known(fields: dict[Any, Any]) -> dict[str, Any]:
    """Those of `fields` that Footnote knows and that have a value."""
    named = {_named(key): value for key, value in fields.items() if value is not None}
    if "readers" not in named and "readers" in map(_named, fields):
        raise ReadersError("names no readers; write `readers: [LABEL]`, or no `readers` at all")
    return {name: value for name, value in named.items() if name in _FIELDS}


def _named(key: Any) -> str:
    """The name of a field, however it is spelled and whatever unseen characters are around it."""
    return _NO_LETTER.sub("", str(key)).lower()


def content_hash(document: Document) -> str:
    """What makes passages change: text and title."""
    parts = [str(document.metadata["title"]), document.text]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
