"""The rows of a query, read from any database that SQLAlchemy speaks to."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from indexing.access import Access, Rule
from indexing.document import Skipped, make_document
from indexing.parsing.parser import Limits
from indexing.readers import ReadersError
from indexing.sources.base import Item, Source, SourceError, Unchanged, Versions
from indexing.sources.sql.values import Row, day_of, declared_readers, rendered, version_of

_QUOTED = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"|`[^`]*`|--[^\n]*|/\*.*?\*/", re.DOTALL)
_WRITES = re.compile(r"\b(?:insert|update|delete|merge|into|truncate|drop|call)\b", re.IGNORECASE)
_SECRETS = ("password", "passwd", "sslpassword", "token")
_AT_ONCE = 500


class SqlSource(Source):
    """One document a row of `query`, found again by the value of its column `key`.

    `text` names the column with the text; with "" or "*" it is all columns that have no
    other use, as lines `column: value`. `title`, `updated`, `link` and `readers_column`
    name columns too, or are empty. A row whose readers are NULL or empty leaves them to `access`.
    Raises ValueError for a `url` that is none.
    """

    kind = "sql"

    def __init__(
        self,
        name: str,
        url: str,
        query: str,
        *,
        key: str = "id",
        title: str = "title",
        text: str = "text",
        updated: str = "",
        link: str = "",
        url_prefix: str = "",
        readers_column: str = "",
        access: Access | None = None,
    ) -> None:
        self.name = name
        self._url = _parsed(url)
        self._query = query.strip().rstrip(";").rstrip()
        self.location = f"{_without_secrets(self._url)} {' '.join(self._query.split())}"
        self.access = _for_both_names(name, access or Access())
        self._key, self._title, self._text = key, title, "" if text == "*" else text
        self._updated, self._link, self._readers = updated, link, readers_column
        self._url_prefix = url_prefix.rstrip("/")
        used = [self._key, self._title, self._text, updated, link, readers_column]
        self.settings = json.dumps([*used, self._url_prefix])
        self._limits = Limits()

    def items(self, known: Versions) -> Iterator[Item]:
        """Every row, in the query's order. Nothing is ever written: the connection forbids it."""
        self._refuse_writes()
        engine = self._engine()
        try:
            with engine.connect() as connection:
                # Always rolled back: the context ends without a commit.
                yield from self._rows(_read_only(connection), known)
        except (SQLAlchemyError, OSError, ValueError) as error:
            raise SourceError(
                f"The query of {self.name} failed at {_without_secrets(self._url)}: "
                f"{self._told(error)}."
            ) from None
        finally:
            engine.dispose()

    def _rows(self, connection: Connection, known: Versions) -> Iterator[Item]:
        # As written: no `:name` and no `%` in it means a parameter.
        options = {"no_parameters": True, "yield_per": _AT_ONCE}
        with connection.exec_driver_sql(self._query, execution_options=options) as result:
            self._check_columns(list(result.keys()))
            seen: set[str] = set()
            for number, row in enumerate(result.mappings(), 1):
                key = rendered(row[self._key])
                if not key:
                    yield Skipped(f"row {number}", f"has no {self._key}")
                elif key in seen:
                    yield Skipped(f"row {number}", f"repeats the {self._key} {key!r}")
                else:
                    seen.add(key)
                    yield self._item(key, {str(name): row[name] for name in row}, known)

    def _item(self, row_key: str, row: Row, known: Versions) -> Item:
        key = f"{self.name}/{row_key}"
        version = version_of(row)
        if known.get(key) == version:
            return Unchanged(key)
        text = self._text_of(row)
        if not text.strip():
            return Skipped(key, "is empty", version)
        if why := self._limits.too_long(text):
            return Skipped(key, why, version)
        try:
            declared = declared_readers(row[self._readers]) if self._readers else None
        except ReadersError as error:
            return Skipped(key, str(error), version)
        title = rendered(row[self._title]) if self._title else ""
        return make_document(
            self.name,
            key,
            text,
            title=" ".join(title.split()) or row_key,
            url=self._url_of(row_key, row),
            readers=self.access.readers_of(key) if declared is None else declared,
            updated=day_of(row[self._updated]) if self._updated else "",
            version=version,
            declared=declared is not None,
        )

    def _text_of(self, row: Row) -> str:
        if self._text:
            return rendered(row[self._text])
        used = {self._key, self._title, self._updated, self._link, self._readers}
        shown = {name: rendered(value) for name, value in row.items() if name not in used}
        return "\n".join(f"{name}: {value}" for name, value in shown.items() if value)

    def _url_of(self, key: str, row: Row) -> str:
        link = rendered(row[self._link]) if self._link else ""
        if link and (not self._url_prefix or "://" in link):
            return link
        return f"{self._url_prefix}/{quote((link or key).lstrip('/'))}" if self._url_prefix else ""

    def _check_columns(self, columns: list[str]) -> None:
        named = {
            "key": self._key,
            "title": self._title,
            "text": self._text,
            "updated": self._updated,
            "link": self._link,
            "readers_column": self._readers,
        }
        for setting, column in named.items():
            if column and column not in columns:
                raise SourceError(
                    f"The query of {self.name} gives no column {column!r}: "
                    f"set {setting} to one of {', '.join(columns)}."
                )

    def _refuse_writes(self) -> None:
        bare = _QUOTED.sub(" ", self._query)
        single = re.match(r"\s*(?:select|with|values|table)\b", bare, re.IGNORECASE)
        # SQLite and Postgres refuse to write by themselves; of the others only this is sure.
        trusted = self._url.get_backend_name() in ("sqlite", "postgresql")
        if not single or ";" in bare or (not trusted and _WRITES.search(bare)):
            raise SourceError(
                f"The query of {self.name} is not a single SELECT: a source only reads."
            )

    def _engine(self) -> Engine:
        url, extra = self._url, {}
        if url.drivername == "postgresql":
            url = url.set(drivername="postgresql+psycopg")
        if url.get_backend_name() == "sqlite":
            url = _sqlite_read_only(url)
        elif url.drivername == "postgresql+psycopg":
            extra = {"connect_timeout": 15}
        try:
            engine = create_engine(url, poolclass=NullPool, connect_args=extra)
        except (ImportError, NoSuchModuleError) as error:
            raise SourceError(
                f"The database of {self.name} needs a driver for {url.drivername}: "
                f"install it ({self._told(error)})."
            ) from None
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _query_only)
        return engine

    def _told(self, error: Exception) -> str:
        """One line of the database's own words, without what nobody may see."""
        cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
        lines = str(cause).strip().splitlines() or [type(cause).__name__]
        told = lines[0].strip().rstrip(".")
        for secret in _secrets(self._url):
            told = told.replace(secret, "***").replace(quote(secret, safe=""), "***")
        return told


def _for_both_names(name: str, access: Access) -> Access:
    """Rules may name a row by its key's value, or with the source's name before it."""
    rules = [
        Rule(pattern, rule.readers)
        for rule in access.rules
        for pattern in (rule.pattern, f"{name}/{rule.pattern}")
    ]
    return replace(access, rules=rules)


def _parsed(url: str) -> URL:
    try:
        return make_url(url)
    except (ArgumentError, ValueError):
        raise ValueError(
            "the url is no database address: "
            "write it as postgresql://user:password@host/database or sqlite:////path/to/file"
        ) from None


def _secrets(url: URL) -> list[str]:
    given = [url.query[name] for name in _SECRETS if name in url.query]
    found = [value for each in given for value in ([each] if isinstance(each, str) else each)]
    return [secret for secret in (str(url.password or ""), *found) if secret]


def _without_secrets(url: URL) -> str:
    # URL.set(password=None) would leave the password as it is.
    query = {name: value for name, value in url.query.items() if name not in _SECRETS}
    bare = URL.create(url.drivername, url.username, None, url.host, url.port, url.database, query)
    return bare.render_as_string(hide_password=False)


def _sqlite_read_only(url: URL) -> URL:
    given = url.database or ""
    path = Path(given.removeprefix("file:"))
    if not path.is_file():
        raise SourceError(f"The database {path} does not exist: a source does not make one.")
    read_only = {"mode": "ro", "uri": "true"}
    return url.set(database=f"file:{quote(str(path))}").update_query_dict(read_only)


def _query_only(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA query_only=ON")
    connection.execute("PRAGMA busy_timeout=30000")


def _read_only(connection: Connection) -> Connection:
    # A cursor on the server, so that a million rows never sit here.
    streaming = connection.execution_options(stream_results=True)
    if connection.dialect.name == "postgresql":
        return streaming.execution_options(postgresql_readonly=True)
    return streaming
