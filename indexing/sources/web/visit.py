"""A walk through a web site: which pages to ask for, and what their answers mean."""

from collections import deque
from collections.abc import Callable, Iterator

from indexing.document import Skipped
from indexing.sources.base import Item, SourceError, Unchanged, Versions
from indexing.sources.web import page as web_page
from indexing.sources.web.fetching import Answer, Fetcher, FetchError, RefusedError, unusable
from indexing.sources.web.page import Page
from indexing.sources.web.robots import Robots, origin
from indexing.sources.web.site import Scope, Site
from indexing.sources.web.sitemap import Entry, SitemapError, sitemap_entries

_GONE = (404, 410)
_TRANSIENT = (408, 425, 429)
_FOUND_PER_PAGE = 50
"""How many more addresses than pages are kept in mind: calendars link without end."""


class Visit:
    """One walk through `site`; `read` makes the documents."""

    def __init__(
        self, site: Site, known: Versions, fetcher: Fetcher, read: Callable[[Page], Item]
    ) -> None:
        self._site = site
        self._known = known
        self._fetcher = fetcher
        self._read = read
        self._robots = Robots(fetcher, site.delay)
        self._scope = site.scope
        self._waiting: deque[Entry] = deque()
        self._found: set[str] = set()
        self._left_out: set[str] = set()
        """Pages of the site that are not indexed for `include` or `exclude`."""
        self._done: set[str] = set()
        self._asked = 0
        self._full = False
        self._missed = False
        """Whether there may be pages that were not found because another failed."""

    def items(self) -> Iterator[Item]:
        """As `Source.items`."""
        if self._site.sitemap:
            self._list()
        else:
            yield from self._page(Entry(self._site.url, ""), self._started())
        while self._waiting:
            if self._asked >= self._site.max_pages:
                self._full = True
                break
            yield from self._visited(self._waiting.popleft())
        self._check_patterns()
        if self._missed:
            yield from self._not_found_again()
        if self._full:
            yield Skipped(
                f"{self._site.url} (more pages)",
                f"are left out: max_pages is {self._site.max_pages}",
            )

    def _list(self) -> None:
        site = self._site
        try:
            self._robots.allow(site.url)
            for entry in sitemap_entries(site.sitemap, self._sitemap):
                self._find(entry.url, entry.updated)
        except FetchError as error:
            raise _failed(site.url, error) from error
        except SitemapError as error:
            raise SourceError(str(error)) from error
        self._check_patterns()
        if not self._found:
            raise SourceError(
                f"The sitemap {site.sitemap} lists no page below {site.url}: "
                "set url to where its pages are."
            )

    def _check_patterns(self) -> None:
        """Raises SourceError where they leave no page: nobody means to index nothing."""
        pages = self._found | self._left_out | self._done
        if self._left_out and not any(self._site.includes(page) for page in pages):
            raise SourceError(
                f"include and exclude leave none of the {len(pages)} pages of {self._site.url}: "
                "write them for whole addresses or paths, such as /help/*, and [?] for a "
                "question mark, since ? is any character."
            )

    def _sitemap(self, url: str) -> bytes:
        answer = self._fetcher.get(url, lambda _: "")
        if answer.status != 200:
            raise FetchError(answer.url, f"answers {answer.status}")
        return answer.body

    def _started(self) -> Answer:
        url = self._site.url
        try:
            self._robots.wait(url)
            answer = self._fetcher.get(url, self._disallowed)
        except FetchError as error:
            raise _failed(url, error) from error
        if answer.status != 200:
            raise _failed(url, FetchError(answer.url, f"answers {answer.status}"))
        if not self._scope.holds(answer.url):
            # Such as from http to https, or from the site to its pages in some language.
            moved = Scope(origin(answer.url), self._scope.path)
            self._scope = moved if moved.holds(answer.url) else Scope.around(answer.url)
        self._asked += 1
        self._found |= {url, web_page.clean(answer.url)}
        return answer

    def _visited(self, entry: Entry) -> Iterator[Item]:
        url = entry.url
        reason = self._disallowed(url)
        if reason:
            self._done.add(url)
            yield Skipped(url, reason)
            return
        self._robots.wait(url)
        self._asked += 1
        # Where links are followed, the links are needed of unchanged pages too.
        ask = web_page.conditions(self._known.get(url, "")) if self._site.sitemap else {}
        try:
            answer = self._fetcher.get(url, self._refused, ask)
        except RefusedError as error:
            led = "" if error.url == url else f"redirects to {error.url}, which "
            self._done.add(url)
            yield Skipped(url, f"{led}{error}")
        except FetchError as error:
            yield from self._kept(url, error)
        else:
            yield from self._answered(entry, answer)

    def _answered(self, entry: Entry, answer: Answer) -> Iterator[Item]:
        key = web_page.clean(answer.url)
        if answer.status == 200:
            yield from self._page(entry, answer)
        elif answer.status == 304 and key in self._known:
            if key not in self._done:
                self._done.add(key)
                yield Unchanged(key)
        elif answer.status in _GONE:
            self._done |= {entry.url, key}
        elif answer.status in _TRANSIENT or answer.status >= 500:
            yield from self._kept(entry.url, FetchError(key, f"answers {answer.status}"))
        else:
            self._done.add(entry.url)
            yield Skipped(entry.url, f"answers {answer.status}")

    def _page(self, entry: Entry, answer: Answer) -> Iterator[Item]:
        final = web_page.clean(answer.url)
        suffix = web_page.suffix_of(answer)
        body = web_page.in_utf8(answer, suffix)
        links = web_page.links_of(final, body) if suffix == ".html" else web_page.Links()
        if not self._site.sitemap:
            for url in links.urls:
                self._find(url)
        key = links.canonical if self._scope.holds(links.canonical) else final
        if key in self._done:
            if key != final and final not in self._done:
                self._done.add(final)
                yield Skipped(final, f"calls itself a copy of {key}")
            return
        self._done.add(key)
        version = web_page.version_of(answer)
        if not self._site.includes(key):
            self._leave_out(key)
            return
        if not suffix:
            kind = answer.headers.get("content-type", "(none)").partition(";")[0]
            yield Skipped(key, f"unsupported content type {kind}")
        elif self._known.get(key) == version:
            yield Unchanged(key)
        else:
            updated = entry.updated or web_page.updated_of(answer)
            yield self._read(Page(key, suffix, body, version, updated))

    def _kept(self, url: str, error: FetchError) -> Iterator[Item]:
        """A page that failed now may answer tomorrow: what is known of it stays."""
        key = next((key for key in (url, web_page.clean(error.url)) if key in self._known), url)
        self._missed |= key not in self._known or not self._site.sitemap
        if key in self._done:
            return
        self._done.add(key)
        yield Unchanged(key) if key in self._known else Skipped(url, str(error))

    def _not_found_again(self) -> Iterator[Item]:
        """Pages may be missing only because one that links or leads to them failed: ask them."""
        for key in sorted(set(self._known) - self._done):
            if unusable(key) or not self._scope.holds(key) or self._site.excludes(key):
                continue
            if self._asked < 2 * self._site.max_pages:
                yield from self._visited(Entry(key, ""))
            elif key not in self._done:
                yield Unchanged(key)

    def _find(self, url: str, updated: str = "") -> None:
        if unusable(url):
            return
        url = web_page.clean(url)
        wanted = self._scope.holds(url) and web_page.is_page(url)
        if url in self._found or not wanted:
            return
        # Where links are followed, a page that is not included may lead to one that is.
        wanted = self._site.includes(url) if self._site.sitemap else not self._site.excludes(url)
        if not wanted:
            self._leave_out(url)
            return
        if len(self._found) >= _FOUND_PER_PAGE * self._site.max_pages:
            self._full = True
            return
        self._found.add(url)
        self._waiting.append(Entry(url, updated))

    def _leave_out(self, url: str) -> None:
        if len(self._left_out) < _FOUND_PER_PAGE * self._site.max_pages:
            self._left_out.add(url)

    def _disallowed(self, url: str) -> str:
        return "" if self._robots.allow(url) else "is not for robots, says its robots.txt"

    def _refused(self, url: str) -> str:
        if not self._scope.holds(url):
            return f"is outside of {self._scope.site}{self._scope.path}/"
        return self._disallowed(url)


def _failed(url: str, error: FetchError) -> SourceError:
    return SourceError(f"The site {url} cannot be read: {error.url} {error}.")
