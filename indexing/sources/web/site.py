"""Which pages of the web a source is about."""

from dataclasses import dataclass
from fnmatch import fnmatchcase
from urllib.parse import urlsplit

from indexing.sources.web.robots import origin


@dataclass(frozen=True)
class Scope:
    """Which addresses belong to a source: those of `site` below `path`."""

    site: str
    path: str

    @classmethod
    def around(cls, url: str) -> "Scope":
        """The folder that `url` is, or is in."""
        path = urlsplit(url).path
        folder, _, last = path.rpartition("/")
        return cls(origin(url), (folder if "." in last else path).rstrip("/"))

    def holds(self, url: str) -> bool:
        """Whether `url` is part of it."""
        path = urlsplit(url).path
        return origin(url) == self.site and f"{path}/".startswith(f"{self.path}/")


@dataclass(frozen=True)
class Site:
    """`include` and `exclude` are shell patterns over addresses, or over their paths."""

    url: str
    sitemap: str
    """Empty where links are to be followed."""
    scope: Scope
    include: tuple[str, ...]
    exclude: tuple[str, ...]
    max_pages: int
    delay: float
    """Seconds from page to page."""

    def includes(self, url: str) -> bool:
        """Whether the page at `url` is to be indexed."""
        return not self.excludes(url) and (not self.include or _fits(url, self.include))

    def excludes(self, url: str) -> bool:
        """Whether `url` is not even to be asked for."""
        return _fits(url, self.exclude)


def _fits(url: str, patterns: tuple[str, ...]) -> bool:
    path = url.removeprefix(origin(url))
    return any(fnmatchcase(url, each) or fnmatchcase(path, each) for each in patterns)
