"""The statements that change the index; each runs inside its caller's transaction."""

import hashlib
import json
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from llama_index.core.schema import BaseNode, Document, MetadataMode
from sqlalchemy import Connection, Engine, delete, insert, select, update

from indexing.embedder import Vectors
from indexing.schema import documents, meta, passages, sources, vectors

_CHUNK = 500


@dataclass(frozen=True)
class Piece:
    """A passage about to be written; `vector_hash` names its vector."""

    heading: str
    text: str
    vector_hash: str


def raise_generation(connection: Connection) -> None:
    """Tell every follower, in any process, that something changed."""
    value = connection.scalar(select(meta.c.value).where(meta.c.key == "generation"))
    if value is None:
        connection.execute(insert(meta).values(key="generation", value="1"))
    else:
        statement = update(meta).where(meta.c.key == "generation")
        connection.execute(statement.values(value=str(int(value) + 1)))


def source_id(connection: Connection, name: str, kind: str, location: str) -> int:
    """The id of the source at `location`; a new one gets `name`, made unique with a number."""
    found = connection.scalar(
        select(sources.c.id).where(sources.c.kind == kind, sources.c.location == location)
    )
    if found is not None:
        return int(found)
    taken = set(connection.scalars(select(sources.c.name)))
    unique, number = name, 2
    while unique in taken:
        unique, number = f"{name}-{number}", number + 1
    statement = insert(sources).values(name=unique, kind=kind, location=location)
    return int(connection.execute(statement.returning(sources.c.id)).scalar_one())


def put_document(
    connection: Connection, source: int, document: Document, digest: str, pieces: Iterable[Piece]
) -> None:
    """Write a document with its passages in place of what stood under its key."""
    fields = document.metadata
    key = str(fields["key"])
    connection.execute(
        delete(documents).where(documents.c.source_id == source, documents.c.key == key)
    )
    readers = json.dumps(fields["readers"])
    written = connection.scalar(
        insert(documents)
        .values(
            source_id=source,
            key=key,
            title=fields["title"],
            url=fields["url"],
            readers=readers,
            updated=fields["updated"],
            text=document.text,
            content_hash=digest,
        )
        .returning(documents.c.id)
    )
    rows = [
        {
            "document_id": written,
            "heading": piece.heading,
            "text": piece.text,
            "readers": readers,
            "vector_hash": piece.vector_hash,
        }
        for piece in pieces
    ]
    if rows:
        connection.execute(insert(passages), rows)


def set_fields(connection: Connection, document_id: int, document: Document) -> None:
    """Take over address, date and readers of a document whose passages stay."""
    readers = json.dumps(document.metadata["readers"])
    connection.execute(
        update(documents)
        .where(documents.c.id == document_id)
        .values(url=document.metadata["url"], updated=document.metadata["updated"], readers=readers)
    )
    connection.execute(
        update(passages).where(passages.c.document_id == document_id).values(readers=readers)
    )


def remove_documents(connection: Connection, ids: Sequence[int]) -> None:
    """Remove documents with their passages."""
    for start in range(0, len(ids), _CHUNK):
        connection.execute(delete(documents).where(documents.c.id.in_(ids[start : start + _CHUNK])))


def stamp(connection: Connection, source: int) -> None:
    """Note that `source` is now up to date."""
    connection.execute(update(sources).where(sources.c.id == source).values(indexed_at=time.time()))


def remove_orphan_vectors(connection: Connection) -> None:
    """Forget vectors that no passage uses: erased text leaves nothing behind."""
    connection.execute(delete(vectors).where(vectors.c.hash.not_in(select(passages.c.vector_hash))))


def known_vectors(engine: Engine, hashes: Sequence[str], embedder: str) -> set[str]:
    """Those of `hashes` that `embedder` has embedded before."""
    known: set[str] = set()
    with engine.connect() as connection:
        for start in range(0, len(hashes), _CHUNK):
            statement = select(vectors.c.hash).where(
                vectors.c.embedder == embedder,
                vectors.c.hash.in_(hashes[start : start + _CHUNK]),
            )
            known.update(connection.scalars(statement))
    return known


def put_vectors(engine: Engine, made: Mapping[str, Vectors], embedder: str) -> None:
    """Keep vectors under their hashes, replacing what stood there; commits by itself.

    A vector is a pure function of its hash, so a run that dies later leaves only work saved.
    """
    rows = [
        {"hash": key, "embedder": embedder, "vector": np.asarray(vector, np.float32).tobytes()}
        for key, vector in made.items()
    ]
    with engine.begin() as connection:
        connection.execute(
            delete(vectors).where(vectors.c.embedder == embedder, vectors.c.hash.in_(list(made)))
        )
        if rows:
            connection.execute(insert(vectors), rows)


def add_nodes(connection: Connection, nodes: Sequence[BaseNode], embedder: str) -> list[str]:
    """Write LlamaIndex nodes that carry their embeddings; returns the passage ids."""
    ids: list[str] = []
    by_document: dict[tuple[str, str], list[BaseNode]] = {}
    for node in nodes:
        name = str(node.metadata.get("source", "llamaindex"))
        key = str(node.metadata.get("key") or node.ref_doc_id or node.node_id)
        by_document.setdefault((name, key), []).append(node)
    for (name, key), members in by_document.items():
        owner = source_id(connection, name, "llamaindex", name)
        first = members[0].metadata
        text = "\n\n".join(node.get_content() for node in members)
        document = Document(
            text=text,
            metadata={
                "key": key,
                "title": first.get("title", key),
                "url": first.get("url", ""),
                "readers": first.get("readers", ["everyone"]),
                "updated": first.get("updated", ""),
            },
        )
        pieces = []
        for node in members:
            digest = hashlib.sha256(node.get_content(MetadataMode.EMBED).encode()).hexdigest()
            vector = np.asarray(node.get_embedding(), dtype=np.float32)
            connection.execute(
                delete(vectors).where(vectors.c.hash == digest, vectors.c.embedder == embedder)
            )
            connection.execute(
                insert(vectors).values(hash=digest, embedder=embedder, vector=vector.tobytes())
            )
            pieces.append(Piece(str(node.metadata.get("heading", "")), node.get_content(), digest))
        put_document(connection, owner, document, "", pieces)
        owned = select(documents.c.id).where(documents.c.source_id == owner, documents.c.key == key)
        ids += map(
            str,
            connection.scalars(
                select(passages.c.id)
                .where(passages.c.document_id.in_(owned))
                .order_by(passages.c.id)
            ),
        )
    raise_generation(connection)
    return ids
