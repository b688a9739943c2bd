"""The tables of the index. SQLAlchemy Core, so that SQLite and Postgres hold the same."""

from typing import Any

from sqlalchemy import (
    Column,
    Engine,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    create_engine,
    event,
)

metadata = MetaData()

sources = Table(
    "sources",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String, nullable=False, unique=True),
    Column("kind", String, nullable=False),
    Column("location", String, nullable=False),
    Column("indexed_at", Float),
    UniqueConstraint("kind", "location"),
)

documents = Table(
    "documents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source_id", ForeignKey("sources.id", ondelete="CASCADE"), nullable=False),
    Column("key", String, nullable=False, index=True),
    Column("title", String, nullable=False),
    Column("url", String, nullable=False),
    Column("readers", String, nullable=False),
    Column("updated", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("content_hash", String, nullable=False),
    UniqueConstraint("source_id", "key"),
    sqlite_autoincrement=True,
)

# Ids only ever grow: FAISS and the keyword index know a passage by this number, and a
# number used twice would cite the wrong page.
passages = Table(
    "passages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column(
        "document_id", ForeignKey("documents.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("heading", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("readers", String, nullable=False),
    Column("vector_hash", String, nullable=False, index=True),
    sqlite_autoincrement=True,
)

vectors = Table(
    "vectors",
    metadata,
    Column("hash", String, primary_key=True),
    Column("embedder", String, primary_key=True),
    Column("vector", LargeBinary, nullable=False),
)

meta = Table(
    "meta",
    metadata,
    Column("key", String, primary_key=True),
    Column("value", String, nullable=False),
)


def open_engine(url: str) -> Engine:
    """An engine for `url` with the tables in place."""
    if url.startswith("postgresql://"):
        url = url.replace("postgresql://", "postgresql+psycopg://", 1)
    engine = create_engine(url, pool_pre_ping=not url.startswith("sqlite"))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
    metadata.create_all(engine)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # WAL: readers go on while a reindex writes. Waiting beats "database is locked".
    for pragma in (
        "journal_mode=WAL",
        "busy_timeout=30000",
        "foreign_keys=ON",
        "synchronous=NORMAL",
    ):
        connection.execute(f"PRAGMA {pragma}")
