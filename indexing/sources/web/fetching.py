"""HTTP as a crawler may use it: public addresses only, within limits, no proxies."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import TracebackType
from urllib.parse import urljoin, urlsplit

import urllib3
from urllib3.exceptions import NameResolutionError, NewConnectionError

from indexing.sources.web.public_connection import POOLS, PrivateAddressError

AGENT = "Footnote"
"""What robots.txt files call this crawler."""

_REDIRECTS = (301, 302, 303, 307, 308)
_BUSY = (429, 503)
_CHUNK = 65_536

Check = Callable[[str], str]
"""Why an address must not be asked for; "" when it may."""


class FetchError(Exception):
    """No answer from `url`, where redirects have led; the message is a reason without it."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(reason)
        self.url = url


class RefusedError(FetchError):
    """The page is not for this crawler, and will not be the next time."""


@dataclass(frozen=True)
class Answer:
    """`url` is where redirects ended; the names of `headers` are in small letters."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class FetchLimits:
    """What a single page may cost."""

    size: int = 50_000_000
    """Bytes of a body, unpacked."""
    redirects: int = 5
    connect: float = 15.0
    """Seconds."""
    read: float = 30.0
    """Seconds without a byte."""
    total: float = 180.0
    """Seconds for a body."""
    patience: float = 30.0
    """Seconds that a server may ask to wait for, once."""


class Fetcher:
    """Gets pages. A context manager: its end closes the connections.

    With `allow_private` it also connects to addresses of the own network.
    """

    def __init__(self, *, allow_private: bool = False, limits: FetchLimits | None = None) -> None:
        self._limits = limits or FetchLimits()
        # A manager of one's own reads no proxies from the environment.
        self._pools = urllib3.PoolManager(num_pools=8, retries=False)
        if not allow_private:
            self._pools.pool_classes_by_scheme = POOLS

    def __enter__(self) -> "Fetcher":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._pools.clear()

    def get(self, url: str, check: Check, headers: Mapping[str, str] | None = None) -> Answer:
        """What `url` answers, whatever the status, after following redirects.

        Every address on the way is asked about with `check`. Raises FetchError.
        """
        for _ in range(self._limits.redirects + 1):
            reason = unusable(url) or check(url)
            if reason:
                raise RefusedError(url, reason)
            answer = self._patiently(url, headers or {})
            target = answer.headers.get("location")
            if answer.status not in _REDIRECTS or not target:
                return answer
            url = urljoin(url, target).partition("#")[0]
            headers = {}  # They are conditions on the first address.
        raise RefusedError(url, f"redirects more than {self._limits.redirects} times")

    def _patiently(self, url: str, headers: Mapping[str, str]) -> Answer:
        answer = self._once(url, headers)
        asked = answer.headers.get("retry-after", "")
        if answer.status not in _BUSY or not asked.isdecimal():
            return answer
        if int(asked) > self._limits.patience:
            return answer
        time.sleep(int(asked))
        return self._once(url, headers)

    def _once(self, url: str, headers: Mapping[str, str]) -> Answer:
        limits = self._limits
        sent = {"User-Agent": AGENT, "Accept-Encoding": "gzip, deflate", **headers}
        try:
            response = self._pools.request(
                "GET",
                url,
                headers=sent,
                redirect=False,
                retries=False,
                preload_content=False,
                timeout=urllib3.Timeout(connect=limits.connect, read=limits.read),
            )
            try:
                found = {name.lower(): value for name, value in response.headers.items()}
                body = b"" if response.status in _REDIRECTS else self._body(url, response)
                return Answer(url, response.status, found, body)
            finally:
                # What was read to its end is already back in the pool.
                response.close()
        except PrivateAddressError as error:
            raise RefusedError(url, str(error)) from None
        except (urllib3.exceptions.HTTPError, OSError, UnicodeError) as error:
            raise FetchError(url, _told(error)) from error

    def _body(self, url: str, response: urllib3.BaseHTTPResponse) -> bytes:
        body, deadline = bytearray(), time.monotonic() + self._limits.total
        # Not stream: it waits for whole chunks, as long as single bytes keep coming.
        while chunk := response.read1(_CHUNK, decode_content=True):
            body += chunk
            if len(body) > self._limits.size:
                raise RefusedError(url, f"is larger than {self._limits.size // 1_000_000} MB")
            if time.monotonic() > deadline:
                raise FetchError(url, f"takes longer than {self._limits.total:.0f} seconds")
        return bytes(body)


def unusable(url: str) -> str:
    """Why `url` is no address of a page; "" when it is."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "is not a valid address"
    if parts.scheme not in ("http", "https") or not host:
        return "is not an http or https address"
    if "@" in parts.netloc:
        return "is an address with a password in it"
    return ""


def _told(error: Exception) -> str:
    if isinstance(error, NameResolutionError):
        return "has a host name that is not found"
    if isinstance(error, NewConnectionError):
        return "cannot be connected to"
    if isinstance(error, urllib3.exceptions.TimeoutError):
        return "does not answer in time"
    if isinstance(error, urllib3.exceptions.ProtocolError):
        return "breaks the connection off"
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return f"cannot be read: {lines[0][:200].rstrip('.')}"
