"""The index: tables that are the truth, and the search indexes that follow them.

A LlamaIndex vector store, so its retrievers, pipelines and query engines work on it.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from llama_index.core.schema import BaseNode, TextNode
from llama_index.core.vector_stores.types import (
    BasePydanticVectorStore,
    FilterOperator,
    VectorStoreQuery,
    VectorStoreQueryResult,
)
from pydantic import PrivateAttr
from sqlalchemy import Connection, Engine, Row, Select, func, select, tuple_

from indexing import writes
from indexing.embedder import Embedder, Vectors
from indexing.follower import Follower, generation
from indexing.readers import PUBLIC, Readers
from indexing.schema import (
    documents,
    open_engine,
    passages,
    past_documents,
    sources,
    staged_documents,
)

_CHUNK = 5000


@dataclass(frozen=True)
class Hit:
    """A passage and its score: a cosine or a BM25 score."""

    passage_id: int
    score: float


@dataclass(frozen=True)
class SourceStats:
    """What one source holds; `indexed_at` in seconds since 1970, None before the first run."""

    name: str
    kind: str
    location: str
    documents: int
    passages: int
    indexed_at: float | None


@dataclass(frozen=True)
class IndexStats:
    """What the index holds as a whole."""

    documents: int
    passages: int
    generation: int
    sources: tuple[SourceStats, ...]
    embedder: str


@dataclass(frozen=True)
class DocumentInfo:
    """A document as people name it."""

    label: str
    title: str
    url: str


@dataclass(frozen=True, order=True)
class Owner:
    """A document's source and its key there."""

    source: str
    key: str
    source_id: int

    @property
    def label(self) -> str:
        """What names this document and no other."""
        return f"{self.source}:{self.key}"


@dataclass(frozen=True)
class Place:
    """Where a passage stands, and its text."""

    document_id: int
    source: str
    key: str
    title: str
    url: str
    updated: str
    text: str


class PassageStore(BasePydanticVectorStore):
    """Passages of all sources at `url` (SQLite or Postgres). Safe to share by threads."""

    stores_text: bool = True
    is_embedding_query: bool = True
    _engine: Engine = PrivateAttr()
    _configured: Embedder = PrivateAttr()
    _follower: Follower = PrivateAttr()

    def __init__(self, url: str, embedder: Embedder) -> None:
        super().__init__(stores_text=True)
        self._engine = open_engine(url)
        self._configured = embedder
        self._follower = Follower(self._engine, embedder)

    @property
    def client(self) -> Engine:
        """The SQLAlchemy engine."""
        return self._engine

    @property
    def configured(self) -> Embedder:
        """The embedder that the next reindex uses."""
        return self._configured

    @property
    def embedder(self) -> Embedder:
        """What made the live vectors, and makes those of questions."""
        return self._follower.embedder

    def search_dense(self, vector: Vectors, readers: Readers, top: int) -> list[Hit]:
        """The `top` passages nearest to `vector` among those that `readers` may read."""
        return [Hit(*found) for found in self._follower.dense(vector, readers, top)]

    def search_keywords(self, text: str, readers: Readers, top: int) -> list[Hit]:
        """The `top` passages by BM25 among those that `readers` may read."""
        return [Hit(*found) for found in self._follower.keywords(text, readers, top)]

    def unknown(self, words: Iterable[str], readers: Readers) -> list[str]:
        """Those of these `terms` that stand in no passage `readers` may read, misspelt or not."""
        return self._follower.unknown(words, readers)

    def together(self, some: Iterable[str], others: Iterable[str], readers: Readers) -> bool:
        """Whether a passage `readers` may read has one of these `terms` and one of the others."""
        return self._follower.together(some, others, readers)

    def corrected(self, text: str, readers: Readers) -> str:
        """`text` with misspelt words replaced by those of what `readers` may read."""
        return self._follower.corrected(text, readers)

    def places(self, ids: Iterable[int]) -> dict[int, Place]:
        """Passage id -> its place, of those that are still there."""
        columns = (
            passages.c.id,
            passages.c.document_id,
            sources.c.name,
            documents.c.key,
            documents.c.title,
            documents.c.url,
            documents.c.updated,
            passages.c.text,
        )
        statement = select(*columns).select_from(passages).join(documents).join(sources)
        with self._engine.connect() as connection:
            rows = connection.execute(statement.where(passages.c.id.in_(list(ids)))).all()
        return {row[0]: Place(*row[1:]) for row in rows}

    def passages(self, ids: Sequence[int], readers: Readers) -> list[TextNode]:
        """These passages, read anew and checked anew; missing and forbidden ones are left out."""
        with self._engine.connect() as connection:
            rows = connection.execute(_nodes().where(passages.c.id.in_(list(ids)))).all()
            doubles = _doubles(connection, [row.key for row in rows])
        by_id = {
            row.id: _node(row, doubles)
            for row in rows
            if not readers.isdisjoint(json.loads(row.readers))
        }
        return [by_id[i] for i in ids if i in by_id]

    def query(self, query: VectorStoreQuery, **_kwargs: Any) -> VectorStoreQueryResult:
        """LlamaIndex's dense search. Readers come from the filter `readers`, else everyone."""
        if query.query_embedding is None:
            raise ValueError("PassageStore.query needs a query_embedding.")
        readers = _filtered_readers(query)
        vector = np.asarray(query.query_embedding, dtype=np.float32)
        hits = self.search_dense(vector, readers, query.similarity_top_k)
        scores = {str(hit.passage_id): hit.score for hit in hits}
        nodes = self.passages([hit.passage_id for hit in hits], readers)
        return VectorStoreQueryResult(
            nodes=nodes,
            similarities=[scores[node.node_id] for node in nodes],
            ids=[node.node_id for node in nodes],
        )

    def add(self, nodes: Sequence[BaseNode], **_kwargs: Any) -> list[str]:
        """Add LlamaIndex nodes with their embeddings, under the source that they name."""
        with self._engine.begin() as connection:
            return writes.add_nodes(connection, nodes, self._configured.name)

    def delete(self, ref_doc_id: str, **_kwargs: Any) -> None:
        """Remove a document (`SOURCE/KEY`) with its passages."""
        name, _, key = ref_doc_id.partition("/")
        owner = select(sources.c.id).where(sources.c.name == name).scalar_subquery()
        with self._engine.begin() as connection:
            found = connection.scalars(
                select(documents.c.id).where(documents.c.source_id == owner, documents.c.key == key)
            )
            raised = writes.raise_generation(connection)
            writes.remove_documents(connection, list(found), raised)

    def show(self, label: str) -> str | None:
        """The text of a document as it was indexed; None if there is none.

        `label` is its key, `SOURCE:KEY` or `SOURCE/KEY`.
        """
        statement = select(documents.c.text).join(sources).order_by(sources.c.id)
        with self._engine.connect() as connection:
            text = connection.scalar(statement.where(documents.c.key == label))
            if text is None:
                named = tuple_(sources.c.name, documents.c.key).in_(_named(label))
                text = connection.scalar(statement.where(named))
        return text

    def owners(self, label: str) -> list[Owner]:
        """Where the documents, live, past or staged, are that `label` names, as for `show`."""
        found: set[Owner] = set()
        with self._engine.connect() as connection:
            for table in (documents, past_documents, staged_documents):
                statement = select(table.c.source_id, table.c.key, sources.c.name).join(sources)
                named = tuple_(sources.c.name, table.c.key).in_(_named(label))
                rows = connection.execute(statement.where((table.c.key == label) | named))
                found |= {Owner(row.name, row.key, row.source_id) for row in rows}
        return sorted(found)

    def documents(self, readers: Readers) -> list[DocumentInfo]:
        """The documents that `readers` may read, by label."""
        statement = select(
            documents.c.key,
            documents.c.title,
            documents.c.url,
            documents.c.readers,
            sources.c.name.label("source"),
        ).join(sources)
        with self._engine.connect() as connection:
            rows = connection.execute(statement.order_by(documents.c.key)).all()
        counts = Counter(row.key for row in rows)
        doubles = {key for key, count in counts.items() if count > 1}
        return [
            DocumentInfo(_label(row, doubles), row.title, row.url)
            for row in rows
            if not readers.isdisjoint(json.loads(row.readers))
        ]

    def generation(self) -> int:
        """How many changes have been committed; it moves with every reindex that changed much."""
        with self._engine.connect() as connection:
            return generation(connection)

    def stats(self) -> IndexStats:
        """What is indexed, per source."""
        with self._engine.connect() as connection:
            counts = count_per_source(connection)
            per_source = tuple(
                SourceStats(r.name, r.kind, r.location, *counts.get(r.id, (0, 0)), r.indexed_at)
                for r in connection.execute(select(sources).order_by(sources.c.id))
            )
            return IndexStats(
                documents=sum(source.documents for source in per_source),
                passages=sum(source.passages for source in per_source),
                generation=generation(connection),
                sources=per_source,
                embedder=self._configured.name,
            )

    def is_empty(self) -> bool:
        """Whether nothing is indexed at all; cheaper than `stats`."""
        with self._engine.connect() as connection:
            return connection.scalar(select(passages.c.id).limit(1)) is None


def count_per_source(connection: Connection) -> dict[int, tuple[int, int]]:
    """source id -> documents and passages."""
    statement = (
        select(
            documents.c.source_id,
            func.count(documents.c.id.distinct()).label("documents"),
            func.count(passages.c.id).label("passages"),
        )
        .select_from(documents.outerjoin(passages))
        .group_by(documents.c.source_id)
    )
    rows = connection.execute(statement)
    return {row.source_id: (row.documents, row.passages) for row in rows}


def _nodes() -> Select[Any]:
    return (
        select(
            passages.c.id,
            passages.c.text,
            passages.c.heading,
            passages.c.page,
            passages.c.readers,
            passages.c.document_id,
            documents.c.key,
            documents.c.title,
            documents.c.url,
            documents.c.updated,
            sources.c.name.label("source"),
        )
        .select_from(passages)
        .join(documents)
        .join(sources)
    )


def _node(row: Row[Any], doubles: set[str]) -> TextNode:
    return TextNode(
        id_=str(row.id),
        text=row.text,
        metadata={
            "title": row.title,
            "heading": row.heading,
            "page": row.page,
            "source": row.source,
            "key": row.key,
            "source_label": _label(row, doubles),
            "url": row.url,
            "readers": json.loads(row.readers),
            "updated": row.updated,
            "document_id": row.document_id,
        },
    )


def _doubles(connection: Connection, keys: Iterable[str]) -> set[str]:
    """Those of `keys` that more than one source holds."""
    statement = select(documents.c.key).group_by(documents.c.key).having(func.count() > 1)
    wanted = sorted(set(keys))
    return {
        found
        for start in range(0, len(wanted), _CHUNK)
        for found in connection.scalars(
            statement.where(documents.c.key.in_(wanted[start : start + _CHUNK]))
        )
    }


def _named(label: str) -> list[tuple[str, str]]:
    """The pairs (source, key) that `label` may stand for."""
    return [(label[:at], label[at + 1 :]) for at, sign in enumerate(label) if sign in ":/"]


def _label(row: Any, doubles: set[str]) -> str:
    return f"{row.source}:{row.key}" if row.key in doubles else str(row.key)


def _filtered_readers(query: VectorStoreQuery) -> Readers:
    for condition in query.filters.filters if query.filters else []:
        if getattr(condition, "key", None) != "readers":
            raise ValueError(f"PassageStore filters by readers only, not by {condition!r}.")
        value = getattr(condition, "value", None)
        if getattr(condition, "operator", None) == FilterOperator.EQ:
            return frozenset({str(value)})
        return frozenset(map(str, value if isinstance(value, list) else [value]))
    return PUBLIC
