"""The pages of a web site, from its sitemap or by following its links."""

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from indexing.access import Access
from indexing.document import Skipped, make_document, markdown_document
from indexing.parsing.formats import PLAIN
from indexing.parsing.parsed import ParseError
from indexing.parsing.parser import Parser
from indexing.readers import ReadersError
from indexing.sources.base import Item, Source, SourceError, Versions
from indexing.sources.web.fetching import Fetcher, unusable
from indexing.sources.web.page import Page, clean
from indexing.sources.web.robots import origin
from indexing.sources.web.site import Scope, Site
from indexing.sources.web.visit import Visit


class WebSource(Source):
    """The pages below `url`; keys are the addresses where redirects end.

    They are listed by `sitemap` (or by `url`, if that ends in .xml), else found by links.
    `include` and `exclude` are shell patterns over addresses or their paths: what is not
    included is only followed, what is excluded is not asked for. `delay` is in seconds from
    page to page. Addresses of private networks need `allow_private`. Raises SourceError for
    a `url` that is none.
    """

    kind = "web"

    def __init__(
        self,
        name: str,
        url: str,
        *,
        sitemap: str = "",
        include: Sequence[str] = (),
        exclude: Sequence[str] = (),
        max_pages: int = 2000,
        allow_private: bool = False,
        delay: float = 0.0,
        access: Access | None = None,
    ) -> None:
        self.name = name
        self.url = self.location = _checked(url)
        listed = urlsplit(self.url).path.endswith((".xml", ".xml.gz"))
        self.access = access or Access()
        self._allow_private = allow_private
        self._site = Site(
            self.url,
            _checked(sitemap) if sitemap else self.url if listed else "",
            Scope(origin(self.url), "") if listed else Scope.around(self.url),
            tuple(include),
            tuple(exclude),
            max_pages,
            delay,
        )

    def items(self, known: Versions) -> Iterator[Item]:
        """Every page, in the order it is found.

        A page that cannot be read for the moment stays as it is known; one that answers 404
        or 410, or is not listed or linked any more, is gone.
        """
        with Fetcher(allow_private=self._allow_private) as fetcher, Parser() as parser:
            visit = Visit(self._site, known, fetcher, lambda page: self._document(page, parser))
            yield from visit.items()

    def _document(self, page: Page, parser: Parser) -> Item:
        readers = self.access.readers_of(page.key)
        try:
            parsed = parser.parse(page.suffix, page.body)
            if page.suffix in PLAIN:
                return markdown_document(
                    self.name,
                    page.key,
                    parsed.text,
                    readers=readers,
                    url=page.key,
                    updated=page.updated,
                    version=page.version,
                )
            return make_document(
                self.name,
                page.key,
                parsed.text,
                title=parsed.title or _named(page.key),
                url=page.key,
                readers=readers,
                updated=page.updated,
                version=page.version,
            )
        except (ParseError, ReadersError) as error:
            return Skipped(page.key, str(error), page.version)


def _checked(url: str) -> str:
    reason = unusable(url.strip())
    if reason:
        shown = url.rpartition("@")[2]
        raise SourceError(f"The url {shown!r} {reason}: write it as https://HOST/PATH.")
    return clean(url.strip())


def _named(url: str) -> str:
    parts = urlsplit(url)
    return PurePosixPath(unquote(parts.path)).stem or parts.netloc
