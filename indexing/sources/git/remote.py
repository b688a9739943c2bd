"""The address of a git repository: what may be one, and what of it is secret."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from indexing.sources.base import SourceError

SCHEMES = ("https", "http", "ssh", "git", "file")
_SCP = re.compile(r"(?:[^/:@]+@)?(?P<host>[^/:@]+):(?P<path>.+)")
_PAGES = {"github.com": "blob", "gitlab.com": "-/blob"}


@dataclass(frozen=True)
class Remote:
    """A repository elsewhere: `url` for git, `shown` for people and for keeping."""

    url: str = field(repr=False)
    shown: str

    name = "source"
    """What commands call it. The address itself, with its password, is not for `ps` to show."""

    @classmethod
    def parse(cls, url: str) -> "Remote":
        """The remote at `url`. Raises SourceError when git must not be given that."""
        url = url.strip()
        scheme, there, _ = url.partition("://")
        known = scheme.lower() in SCHEMES if there else bool(url) and "::" not in url
        if not known or url.startswith("-") or any(ord(letter) < 32 for letter in url):
            raise SourceError(
                f"The url {_without_secrets(url)!r} is no repository that is read: write "
                "https://HOST/PATH, ssh://git@HOST/PATH, git@HOST:PATH or the path of a folder."
            )
        if not there and not _SCP.fullmatch(url):
            url = str(Path(url).expanduser().resolve())
        return cls(url, _without_secrets(url))

    def pages(self, branch: str) -> str:
        """Where people read the files of `branch`, if the host is one that is known."""
        scp = None if "://" in self.shown else _SCP.fullmatch(self.shown)
        if scp:
            host, path = scp["host"], scp["path"]
        else:
            parts = urlsplit(self.shown)
            host, path = parts.hostname or "", parts.path
        blob = _PAGES.get(host.lower())
        path = path.strip("/").removesuffix(".git")
        return f"https://{host.lower()}/{path}/{blob}/{quote(branch or 'HEAD')}" if blob else ""

    def cleaned(self, text: str) -> str:
        """`text` without the secrets of the address."""
        text = text.replace(self.url, self.shown)
        for secret in _secrets(self.url):
            for form in (secret, unquote(secret)):
                text = text.replace(form, "***")
        return text


def _secrets(url: str) -> list[str]:
    """What is left of the @ in an address; over http even a name alone may be a token."""
    scheme, there, rest = url.partition("://")
    user, at, _ = rest.partition("/")[0].rpartition("@")
    if not there or not at:
        return []
    name, _, password = user.partition(":")
    secrets = [password, name] if scheme.lower() in ("http", "https") else [password]
    # A name of few letters is no secret, and occurs in words.
    return [secret for secret in secrets if len(secret) > 4 or (secret == password and secret)]


def _without_secrets(url: str) -> str:
    if "://" not in url:
        return url
    try:
        parts = urlsplit(url)
    except ValueError:
        return url.partition("://")[0] + "://..."
    user, _, host = parts.netloc.rpartition("@")
    name = user.partition(":")[0]
    if name and parts.scheme not in ("http", "https"):
        host = f"{name}@{host}"
    return urlunsplit((parts.scheme, host, parts.path.rstrip("/"), "", ""))
