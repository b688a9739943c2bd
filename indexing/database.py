"""Opening a database: SQLite files that several processes share, or Postgres."""

from typing import Any

from sqlalchemy import Engine, MetaData, create_engine, event


def open_database(url: str, metadata: MetaData) -> Engine:
    """An engine for `url` (`sqlite:///…` or `postgresql://…`) with the tables in place."""
    if url.startswith("postgresql://"):
        url = url.replace("postgresql://", "postgresql+psycopg://", 1)
    # Errors that show their parameters would put what people wrote into the log.
    engine = create_engine(url, pool_pre_ping=not url.startswith("sqlite"), hide_parameters=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
    metadata.create_all(engine)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # WAL: readers go on while another process writes. Waiting beats "database is locked".
    for pragma in (
        "journal_mode=WAL",
        "busy_timeout=30000",
        "foreign_keys=ON",
        "synchronous=NORMAL",
    ):
        connection.execute(f"PRAGMA {pragma}")
