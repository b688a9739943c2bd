"""robots.txt: what a site wants crawlers to leave alone."""

import time
from urllib.parse import urlsplit

from protego import Protego

from indexing.sources.web.fetching import AGENT, Fetcher, FetchError

_LONGEST = 10.0
"""Seconds between pages at most; some sites ask for hours."""
_SIZE = 500_000
"""Bytes that are looked at, as RFC 9309 has it."""


class Robots:
    """The rules of each site that was asked for, and the pace that it wishes."""

    def __init__(self, fetcher: Fetcher, delay: float = 0.0) -> None:
        self._fetcher = fetcher
        self._delay = delay
        self._rules: dict[str, Protego] = {}
        self._last: dict[str, float] = {}

    def allow(self, url: str) -> bool:
        """Whether `url` may be read. Raises FetchError when a site does not tell its rules."""
        return bool(self._of(url).can_fetch(url, AGENT))

    def wait(self, url: str) -> None:
        """Pause until the site of `url` may be asked again."""
        wished = min(float(self._of(url).crawl_delay(AGENT) or 0.0), _LONGEST)
        site = origin(url)
        due = self._last.get(site, 0.0) + max(wished, self._delay)
        time.sleep(max(0.0, due - time.monotonic()))
        self._last[site] = time.monotonic()

    def _of(self, url: str) -> Protego:
        site = origin(url)
        if site not in self._rules:
            self._rules[site] = Protego.parse(self._text(f"{site}/robots.txt"))
        return self._rules[site]

    def _text(self, url: str) -> str:
        answer = self._fetcher.get(url, lambda _: "")
        if answer.status == 429 or answer.status >= 500:
            # A site in trouble is not to be crawled as if it had no rules.
            raise FetchError(url, f"answers {answer.status}")
        found = answer.status == 200
        return answer.body[:_SIZE].decode(errors="replace") if found else ""


def origin(url: str) -> str:
    """Scheme, host and port of `url`; the port only where it is not the usual one."""
    parts = urlsplit(url)
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    host = (parts.hostname or "").lower()
    host = f"[{host}]" if ":" in host else host
    port = "" if parts.port in (None, usual) else f":{parts.port}"
    return f"{parts.scheme}://{host}{port}"
