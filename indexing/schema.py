"""The tables of the index. SQLAlchemy Core, so that SQLite and Postgres hold the same."""

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
)

from indexing.database import open_database

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
    """The index's database at `url`."""
    return open_database(url, metadata)
