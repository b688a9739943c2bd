"""A file of any source -> a document, or the reason why not."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from llama_index.core.schema import Document

from indexing.access import Access
from indexing.document import Skipped, make_document, markdown_document
from indexing.parsing.formats import PLAIN, SUFFIXES
from indexing.parsing.parsed import ParseError, PassingError
from indexing.parsing.parser import Parser
from indexing.readers import ReadersError
from indexing.sources.base import Item, Unchanged, Versions


@dataclass(frozen=True)
class File:
    """The bytes of a file and what its source knows of it; `key` is its path there."""

    key: str
    data: bytes
    version: str = ""
    updated: str = ""
    url: str = ""

    @property
    def suffix(self) -> str:
        """The file type, with its dot, in small letters."""
        return PurePosixPath(self.key).suffix.lower()


def refusal(key: str) -> str:
    """Why a file of this name is not read at all; "" when it is."""
    suffix = PurePosixPath(key).suffix.lower()
    return "" if suffix in SUFFIXES else f"unsupported file type {suffix or '(none)'}"


def read_file(source: str, file: File, access: Access, parser: Parser) -> Document | Skipped:
    """The document in `file`, as part of `source`.

    What could only not be read this time is skipped as `passing`, without a version.
    """
    reason = refusal(file.key)
    if reason:
        return Skipped(file.key, reason)
    readers = access.readers_of(file.key)
    try:
        parsed = parser.parse(file.suffix, file.data)
        if file.suffix in PLAIN:
            return markdown_document(
                source,
                file.key,
                parsed.text,
                readers=readers,
                url=file.url,
                updated=file.updated,
                version=file.version,
            )
        return make_document(
            source,
            file.key,
            parsed.text,
            title=parsed.title or PurePosixPath(file.key).stem,
            url=file.url,
            readers=readers,
            updated=file.updated,
            version=file.version,
        )
    except PassingError as error:
        return Skipped(file.key, str(error), passing=True)
    except (ParseError, ReadersError) as error:
        return Skipped(file.key, str(error), file.version)


def with_known(item: Item, known: Versions) -> Iterator[Item]:
    """`item`; before it, that what is known of it stays, where it only cannot be read now."""
    if isinstance(item, Skipped) and item.passing and item.source in known:
        yield Unchanged(item.source)
    yield item
