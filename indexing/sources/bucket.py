"""The objects of a bucket, in any store that fsspec speaks to."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from fsspec.core import url_to_fs

from indexing.access import Access
from indexing.document import Skipped
from indexing.files import File, read_file, refusal, with_known
from indexing.parsing.parser import Limits, Parser
from indexing.sources.base import Item, Source, SourceError, Unchanged, Versions

# The scheme of an address and the package that speaks it. A list of what is allowed, because
# fsspec would also open this machine's files, or one address inside another.
PACKAGES = {
    "s3": "s3fs",
    "s3a": "s3fs",
    "gs": "gcsfs",
    "gcs": "gcsfs",
    "az": "adlfs",
    "abfs": "adlfs",
    "abfss": "adlfs",
}

Info = Mapping[str, Any]


class BucketSource(Source):
    """The files below `url`, such as `s3://bucket/handbook`; keys are the bucket's own.

    `options` go to the file system (`key`, `secret`, `endpoint_url`, `token`, ...). Raises
    ValueError for a `url` that names no bucket.
    """

    kind = "bucket"

    def __init__(
        self,
        name: str,
        url: str,
        *,
        options: Mapping[str, Any] | None = None,
        url_prefix: str = "",
        access: Access | None = None,
    ) -> None:
        self.name = name
        self.url = _checked(url)
        self._options = dict(options or {})
        # Stores of one's own may hold buckets of the same name.
        endpoint = self._options.get("endpoint_url", "")
        endpoint = endpoint or self._options.get("client_kwargs", {}).get("endpoint_url", "")
        self.location = f"{self.url} at {endpoint}" if endpoint else self.url
        self.access = access or Access()
        self.settings = self._url_prefix = url_prefix.rstrip("/")
        self._limits = Limits()

    def items(self, known: Versions) -> Iterator[Item]:
        """Every object, in the order of its key; hidden ones are not looked at.

        An object whose version the index knows is not downloaded.
        """
        files, found = self._listed()
        with Parser(self._limits) as parser:
            for path, info in found:
                item = self._item(files, path, info, known, parser)
                if item is not None:
                    yield from with_known(item, known)

    def _listed(self) -> tuple[Any, list[tuple[str, Info]]]:
        try:
            files, root = url_to_fs(self.url, **self._options)
        except ImportError:
            package = PACKAGES[self.url.partition(":")[0]]
            raise SourceError(
                f"Reading {self.url} needs the package {package}: pip install {package}."
            ) from None
        except Exception as error:  # Each store has exceptions of its own.
            raise self._failed(error) from error
        try:
            # File systems are kept between runs and remember what they listed.
            files.invalidate_cache()
            listed: dict[str, Info] = files.find(root, detail=True)
            if not listed and not files.exists(_bucket(root)):
                raise FileNotFoundError(f"there is no bucket {_bucket(root)}")
        except Exception as error:
            raise self._failed(error) from error
        return files, [each for each in sorted(listed.items()) if _is_shown(root, *each)]

    def _failed(self, error: Exception) -> SourceError:
        lines = str(error).strip().splitlines() or [type(error).__name__]
        return SourceError(f"The bucket {self.url} cannot be listed: {lines[0].rstrip('.')}.")

    def _item(
        self, files: Any, path: str, info: Info, known: Versions, parser: Parser
    ) -> Item | None:
        key = path.partition("/")[2]
        reason = refusal(key)
        if not reason and (info.get("size") or 0) > self._limits.file:
            reason = f"is larger than {self._limits.file // 1_000_000} MB"
        if reason:
            return Skipped(key, reason)
        version = _version(info)
        if version and known.get(key) == version:
            return Unchanged(key)
        try:
            data = files.cat_file(path)
        except FileNotFoundError:
            return None  # Deleted since it was listed.
        except Exception as error:
            # One object must not hold up the others, nor vanish because of a bad moment.
            return Unchanged(key) if key in known else Skipped(key, f"cannot be read: {error}")
        if not version:
            version = hashlib.sha256(data).hexdigest()
            if known.get(key) == version:
                return Unchanged(key)
        url = f"{self._url_prefix}/{quote(key)}" if self._url_prefix else ""
        file = File(key, data, version, updated=_modified(info)[:10], url=url)
        return read_file(self.name, file, self.access, parser)


def _checked(url: str) -> str:
    scheme, there, rest = url.partition("://")
    if not there or scheme not in PACKAGES or "::" in url or not rest.strip("/"):
        raise ValueError(
            f"the url {url!r} names no bucket: write it as s3://BUCKET/FOLDER, gs://… or az://…"
        )
    return url.rstrip("/")


def _bucket(root: str) -> str:
    return root.partition("/")[0]


def _is_shown(root: str, path: str, info: Info) -> bool:
    if path.endswith("/") or info.get("type", "file") != "file":
        return False  # Consoles make empty objects to show folders.
    below = path.removeprefix(root)
    return not re.search(r"(?:^|/)\.", below)


def _version(info: Info) -> str:
    """What changes with the object, as far as the listing tells; each store has its names."""
    for name in ("ETag", "etag", "md5Hash"):
        if info.get(name):
            return "etag " + str(info[name]).strip('"')
    modified = _modified(info)
    return f"{info.get('size')} {modified}" if modified else ""


def _modified(info: Info) -> str:
    for name in ("LastModified", "last_modified", "updated", "mtime"):
        value = info.get(name)
        if value:
            return value.isoformat() if isinstance(value, datetime) else str(value)
    return ""
