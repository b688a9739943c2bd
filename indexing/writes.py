"""The statements that change the live index; each runs inside its caller's transaction."""

import json
from collections.abc import Sequence

import numpy as np
from llama_index.core.schema import BaseNode, Document, MetadataMode
from sqlalchemy import Connection, delete, insert, literal, select, update

from indexing.meta import REMEMBERED
from indexing.schema import documents, meta, passages, sources, touched, vectors
from indexing.vector_cache import vector_hash

_CHUNK = 500


def raise_generation(connection: Connection) -> int:
    """The number of a new state of the whole index, which followers will look for."""
    value = connection.scalar(select(meta.c.value).where(meta.c.key == "generation"))
    number = int(value or 0) + 1
    if value is None:
        connection.execute(insert(meta).values(key="generation", value=str(number)))
    else:
        statement = update(meta).where(meta.c.key == "generation")
        connection.execute(statement.values(value=str(number)))
        old = touched.c.generation < number - REMEMBERED
        connection.execute(delete(touched).where(old))
    return number


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


def touch(connection: Connection, document_ids: Sequence[int], generation: int) -> None:
    """Tell followers that the passages of these documents went or changed."""
    for start in range(0, len(document_ids), _CHUNK):
        chosen = select(passages.c.id, literal(generation)).where(
            passages.c.document_id.in_(document_ids[start : start + _CHUNK])
        )
        connection.execute(insert(touched).from_select(["passage_id", "generation"], chosen))


def remove_documents(connection: Connection, ids: Sequence[int], generation: int) -> None:
    """Remove documents with their passages."""
    touch(connection, ids, generation)
    for start in range(0, len(ids), _CHUNK):
        connection.execute(delete(documents).where(documents.c.id.in_(ids[start : start + _CHUNK])))


def set_fields(
    connection: Connection, document_id: int, document: Document, generation: int
) -> None:
    """Take over what may change of a document while its passages stay."""
    fields = document.metadata
    readers = json.dumps(fields["readers"])
    touch(connection, [document_id], generation)
    connection.execute(
        update(documents)
        .where(documents.c.id == document_id)
        .values(
            url=fields["url"],
            updated=fields["updated"],
            readers=readers,
            declared=fields["declared"],
        )
    )
    connection.execute(
        update(passages).where(passages.c.document_id == document_id).values(readers=readers)
    )


def set_version(connection: Connection, document_id: int, version: str) -> None:
    """Note that the same text now stands under another version."""
    statement = update(documents).where(documents.c.id == document_id)
    connection.execute(statement.values(version=version))


def add_nodes(connection: Connection, nodes: Sequence[BaseNode], embedder: str) -> list[str]:
    """Write LlamaIndex nodes that carry their embeddings; returns the passage ids."""
    generation = raise_generation(connection)
    by_document: dict[tuple[str, str], list[BaseNode]] = {}
    for node in nodes:
        name = str(node.metadata.get("source", "llamaindex"))
        key = str(node.metadata.get("key") or node.ref_doc_id or node.node_id)
        by_document.setdefault((name, key), []).append(node)
    ids: list[str] = []
    for (name, key), members in by_document.items():
        owner = source_id(connection, name, "llamaindex", name)
        old = select(documents.c.id).where(documents.c.source_id == owner, documents.c.key == key)
        remove_documents(connection, list(connection.scalars(old)), generation)
        written = _insert_document(connection, owner, key, members)
        ids += [_insert_node(connection, written, node, embedder) for node in members]
    return ids


def _insert_document(
    connection: Connection, owner: int, key: str, members: Sequence[BaseNode]
) -> int:
    first = members[0].metadata
    statement = insert(documents).values(
        source_id=owner,
        key=key,
        title=first.get("title", key),
        url=first.get("url", ""),
        readers=json.dumps(first.get("readers", ["everyone"])),
        updated=first.get("updated", ""),
        text="\n\n".join(node.get_content() for node in members),
        content_hash="",
    )
    return int(connection.execute(statement.returning(documents.c.id)).scalar_one())


def _insert_node(connection: Connection, document_id: int, node: BaseNode, embedder: str) -> str:
    digest = vector_hash(node.get_content(MetadataMode.EMBED))
    vector = np.asarray(node.get_embedding(), dtype=np.float32).tobytes()
    same = (vectors.c.hash == digest) & (vectors.c.embedder == embedder)
    connection.execute(delete(vectors).where(same))
    connection.execute(insert(vectors).values(hash=digest, embedder=embedder, vector=vector))
    statement = insert(passages).values(
        document_id=document_id,
        heading=str(node.metadata.get("heading", "")),
        page=int(node.metadata.get("page", 0)),
        text=node.get_content(),
        readers=json.dumps(node.metadata.get("readers", ["everyone"])),
        vector_hash=digest,
    )
    return str(connection.execute(statement.returning(passages.c.id)).scalar_one())
