"""The statements that change the live index; each runs inside its caller's transaction."""

import json
from collections.abc import Sequence

import numpy as np
from llama_index.core.schema import BaseNode, Document, MetadataMode
from sqlalchemy import Connection, Integer, String, cast, delete, insert, literal, select, update
from sqlalchemy.dialects import postgresql, sqlite

from indexing.meta import REMEMBERED, get_meta, set_meta
from indexing.schema import (
    documents,
    meta,
    passages,
    sources,
    staged_documents,
    touched,
    vectors,
)
from indexing.vector_cache import vector_hash

_CHUNK = 500


def raise_generation(connection: Connection) -> int:
    """The number of a new state of the whole index, which followers will look for."""
    write = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    # One statement: two processes that read first would end at the same number.
    raised = cast(cast(meta.c.value, Integer) + 1, String)
    statement = (
        write(meta)
        .values(key="generation", value="1")
        .on_conflict_do_update(index_elements=[meta.c.key], set_={"value": raised})
    )
    number = int(connection.execute(statement.returning(meta.c.value)).scalar_one())
    connection.execute(delete(touched).where(touched.c.generation < number - REMEMBERED))
    return number


def source_id(
    connection: Connection, name: str, kind: str, location: str, configured: bool = False
) -> int:
    """The id of the source at `location`; a new one gets `name`, made unique with a number.

    `configured`: `name` is a section of footnote.toml, where no two are the same, so it counts
    too. The source at `location` takes it over, and one that had it gets a number. Where
    nothing is at `location` and the section was read elsewhere before, it has moved: its source
    is taken to the new place, to be read as a whole. A name from the command line is no such
    promise: two folders may be called alike.
    """
    same_place = (sources.c.kind == kind) & (sources.c.location == location)
    found = connection.scalar(select(sources.c.id).where(same_place))
    if configured:
        found = _of_section(connection, found, name, kind, location)
    if found is not None:
        return int(found)
    unique = _unique(connection, name)
    statement = insert(sources).values(name=unique, kind=kind, location=location)
    return int(connection.execute(statement.returning(sources.c.id)).scalar_one())


def _of_section(
    connection: Connection, found: int | None, name: str, kind: str, location: str
) -> int | None:
    """The source of the section `name`, which is `found` where one is at its place; None
    where it has none yet."""
    namesake = connection.execute(select(sources).where(sources.c.name == name)).first()
    former = get_meta(connection, f"section {name}")
    set_meta(connection, f"section {name}", f"{kind} {location}")
    if namesake is not None and namesake.id != found:
        if found is None and former == f"{namesake.kind} {namesake.location}":
            _move(connection, namesake.id, kind, location)
            return int(namesake.id)
        _rename(connection, namesake.id, _unique(connection, name))
    if found is not None:
        _rename(connection, found, name)
    return found


def _unique(connection: Connection, name: str) -> str:
    """`name`, or with the first number that no source has yet."""
    taken = set(connection.scalars(select(sources.c.name)))
    unique, number = name, 2
    while unique in taken:
        unique, number = f"{name}-{number}", number + 1
    return unique


def _rename(connection: Connection, owner: int, name: str) -> None:
    connection.execute(update(sources).where(sources.c.id == owner).values(name=name))


def _move(connection: Connection, owner: int, kind: str, location: str) -> None:
    """Make a source stand for another place, of which nothing has been read."""
    moved = update(sources).where(sources.c.id == owner)
    connection.execute(moved.values(kind=kind, location=location, settings=""))
    # A key may name something else there.
    connection.execute(delete(staged_documents).where(staged_documents.c.source_id == owner))


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
