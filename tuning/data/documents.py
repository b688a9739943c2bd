"""A folder of text and Markdown -> rows to continue: a page, a heading, what stands before.

Only pages that everyone may read: what a model has learned, it tells everyone.
"""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from indexing.blocks import blocks
from indexing.document import markdown_document
from indexing.parsing.parsed import ParseError
from indexing.parsing.text import decode
from indexing.readers import PUBLIC, ReadersError
from tuning.data.pair import DataError
from tuning.data.row import Drop, Loaded, Row

SUFFIXES = frozenset({".md", ".markdown", ".mdx", ".txt", ".text"})

_WORDS = 150
"""Of one completion, at least, before the next begins."""


def load(folder: Path) -> Loaded:
    """The sections of every page in `folder`, in the order of their paths."""
    made = [each for path in paths(folder) for each in _page(path, folder)]
    return Loaded(
        tuple(each for each in made if isinstance(each, Row)),
        tuple(each for each in made if isinstance(each, Drop)),
    )


def paths(folder: Path) -> list[Path]:
    """The pages; hidden files and folders are not looked at."""
    found = (path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)
    return sorted(
        path
        for path in found
        if path.is_file() and not any(p.startswith(".") for p in path.relative_to(folder).parts)
    )


def _page(path: Path, folder: Path) -> Iterator[Row | Drop]:
    key = path.relative_to(folder).as_posix()
    try:
        text = decode(path.read_bytes())
        page = markdown_document(folder.name, key, text, readers=PUBLIC)
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror}.") from error
    except (ParseError, ReadersError) as error:
        yield Drop(key, "a page that cannot be read", str(error))
        return
    if frozenset(page.metadata["readers"]) != PUBLIC:
        yield Drop(key, "a page that not everyone may read")
        return
    title = str(page.metadata["title"])
    number = 0
    for headings, section in groupby(blocks(page.text, title), lambda block: block.headings):
        before = ""
        for text in _pieces([block.raw for block in section]):
            number += 1
            yield Row(
                {
                    "id": f"{key}#{number}",
                    "document": key,
                    "title": title,
                    "heading": " > ".join(headings),
                    "before": before,
                    "text": text,
                },
                f"{key}, section {number}",
            )
            before = text


def _pieces(texts: list[str]) -> Iterator[str]:
    """Neighbours joined until they are long enough; blocks are never cut."""
    pending: list[str] = []
    for text in texts:
        pending.append(text)
        if sum(len(each.split()) for each in pending) >= _WORDS:
            yield "\n\n".join(pending)
            pending = []
    if pending:
        yield "\n\n".join(pending)
