"""The tables of the index. SQLAlchemy Core, so that SQLite and Postgres hold the same."""

import logging

from sqlalchemy import (
    Boolean,
    Column,
    Engine,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    inspect,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite

from indexing.database import open_database

log = logging.getLogger(__name__)

VERSION = "4"
"""Of these tables, and of how it is found out who may read a page: what is published by a reading
that let more people in must not stay until the next reindex. The index can always be made again,
so a change empties it."""

metadata = MetaData()

sources = Table(
    "sources",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String, nullable=False, unique=True),
    Column("kind", String, nullable=False),
    Column("location", String, nullable=False),
    # Of the last run: when its settings differ now, everything is read again.
    Column("settings", String, nullable=False, default=""),
    Column("indexed_at", Float),
    Column("failed_at", Float),
    Column("failure", String, nullable=False, default=""),
    # The number of the generation that is live; 0 before the first.
    Column("generation", Integer, nullable=False, default=0),
    # After a rollback the schedule rests until somebody reindexes on purpose.
    Column("paused", Boolean, nullable=False, default=False),
    Column("cancelled", Boolean, nullable=False, default=False),
    # Of the last run, so that it holds when its section is renamed or deleted.
    Column("local_only", Boolean, nullable=False, default=False),
    UniqueConstraint("kind", "location"),
)


def _document_columns() -> list[Column[object]]:
    """What makes a document, live, staged or past."""
    return [
        Column("source_id", ForeignKey("sources.id", ondelete="CASCADE"), nullable=False),
        Column("key", String, nullable=False),
        Column("title", String, nullable=False),
        Column("url", String, nullable=False),
        Column("readers", String, nullable=False),
        Column("declared", Boolean, nullable=False, default=False),
        Column("updated", String, nullable=False),
        Column("version", String, nullable=False, default=""),
        Column("text", Text, nullable=False),
        Column("content_hash", String, nullable=False),
    ]


DOCUMENT = tuple(column.name for column in _document_columns())

documents = Table(
    "documents",
    metadata,
    Column("id", Integer, primary_key=True),
    *_document_columns(),
    # The source's generation that brought this text.
    Column("born", Integer, nullable=False, default=0),
    UniqueConstraint("source_id", "key"),
    Index("documents_key", "key"),
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
    Column("page", Integer, nullable=False, default=0),
    Column("text", Text, nullable=False),
    Column("readers", String, nullable=False),
    Column("vector_hash", String, nullable=False, index=True),
    sqlite_autoincrement=True,
)

# What changed under followers: passages that went or changed their readers.
touched = Table(
    "touched",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("generation", Integer, nullable=False, index=True),
    Column("passage_id", Integer, nullable=False),
)

vectors = Table(
    "vectors",
    metadata,
    Column("hash", String, primary_key=True),
    Column("embedder", String, primary_key=True),
    Column("vector", LargeBinary, nullable=False),
)

# Made by a run that has not ended: taken over in one transaction, or found by the next run.
staged_documents = Table(
    "staged_documents",
    metadata,
    Column("id", Integer, primary_key=True),
    *_document_columns(),
    Column("settings", String, nullable=False),
    UniqueConstraint("source_id", "key"),
)

staged_passages = Table(
    "staged_passages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column(
        "document_id",
        ForeignKey("staged_documents.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("heading", String, nullable=False),
    Column("page", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("vector_hash", String, nullable=False, index=True),
)

skips = Table(
    "skips",
    metadata,
    Column("source_id", ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True),
    Column("key", String, primary_key=True),
    Column("reason", String, nullable=False),
    Column("version", String, nullable=False),
)

generations = Table(
    "generations",
    metadata,
    Column("source_id", ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("made_at", Float, nullable=False),
    Column("kind", String, nullable=False),
    Column("documents", Integer, nullable=False),
    Column("added", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("removed", Integer, nullable=False),
)

# Documents of earlier generations: in place from `born` until `died`, which is not included.
past_documents = Table(
    "past_documents",
    metadata,
    Column("id", Integer, primary_key=True),
    *_document_columns(),
    Column("born", Integer, nullable=False),
    Column("died", Integer, nullable=False),
    Index("past_documents_died", "source_id", "died"),
)

past_vectors = Table(
    "past_vectors",
    metadata,
    Column("id", Integer, primary_key=True),
    Column(
        "document_id",
        ForeignKey("past_documents.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("vector_hash", String, nullable=False, index=True),
)

meta = Table(
    "meta",
    metadata,
    Column("key", String, primary_key=True),
    Column("value", String, nullable=False),
)


def open_engine(url: str) -> Engine:
    """The index's database at `url`; an index of an older version is emptied."""
    engine = open_database(url, MetaData())
    if inspect(engine).has_table(meta.name):
        with engine.connect() as connection:
            version = connection.scalar(select(meta.c.value).where(meta.c.key == "schema"))
        if version == VERSION:
            return engine
        log.warning("The index was made by another version of Footnote; reindex to fill it again.")
        metadata.drop_all(engine)
    metadata.create_all(engine)
    with engine.begin() as connection:
        write = postgresql.insert if engine.dialect.name == "postgresql" else sqlite.insert
        row = write(meta).values(key="schema", value=VERSION)
        # Two processes may open a new index at the same moment.
        connection.execute(row.on_conflict_do_nothing())
    return engine
