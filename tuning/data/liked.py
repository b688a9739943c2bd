"""Answers that got a thumb up and no thumb down, from the bot's own state.db.

Only what was asked and answered in a channel that everyone may join, from passages that everyone
may read: what a model has learned, it tells everyone. Who may read a passage says the index.db
beside it. A channel's id does not tell a private one from a public one, so those are listed.
"""

import json
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, MetaData, create_engine, or_, select
from sqlalchemy.exc import DatabaseError, InvalidRequestError
from sqlalchemy.pool import NullPool

from answering.answer import Answer, Citation
from answering.units import collapse
from indexing.readers import EVERYONE
from indexing.schema import documents, passages, sources
from tuning.data.pair import DataError
from tuning.data.row import Drop, Loaded, Row

_TABLES = ("questions", "answers", "votes")
_INDEX = "index.db"


def load(path: Path, channels: Collection[str]) -> Loaded:
    """The questions with their answers, each from the first document that it cites.

    `channels` are the ids of those that everyone may join.
    """
    index = path.with_name(_INDEX)
    if not index.is_file():
        raise DataError(
            f"{path} does not say who may read what it cites: put the {_INDEX} of the same "
            "installation beside it."
        )
    if not channels:
        raise DataError(
            f"{path} does not say which channels are public: name a file with --channels that "
            "lists their ids, one a line."
        )
    with _opened(path) as state:
        lines = list(_voted(state))
    with _opened(index) as indexed:
        found = [_answered(line, channels, indexed) for line in lines]
    return Loaded(
        tuple(each for each in found if isinstance(each, Row)),
        tuple(each for each in found if isinstance(each, Drop)),
    )


@contextmanager
def _opened(path: Path) -> Iterator[Connection]:
    """A connection that changes nothing; DataError if what is read through it is not there."""

    def connected() -> sqlite3.Connection:
        return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)

    engine = create_engine("sqlite://", creator=connected, poolclass=NullPool)
    try:
        with engine.connect() as connection:
            yield connection
    except (DatabaseError, InvalidRequestError) as error:
        reason = str(error).splitlines()[0]
        what = _INDEX if path.name == _INDEX else "state.db"
        raise DataError(f"{path} is no {what} of Footnote's ({reason}).") from error


def _voted(connection: Connection) -> Iterator[dict[str, Any]]:
    """Every answered question that somebody voted on, in the order in which they were asked."""
    tables = MetaData()
    tables.reflect(connection, only=_TABLES)
    questions, answers, votes = (tables.tables[name] for name in _TABLES)
    cast: dict[str, set[str]] = {}
    for question, vote in connection.execute(select(votes.c.question_id, votes.c.vote)):
        cast.setdefault(question, set()).add(vote)
    statement = (
        select(questions, answers.c.answer, answers.c.private)
        .join(answers, answers.c.question_id == questions.c.id)
        .order_by(questions.c.asked_at)
    )
    for line in connection.execute(statement).mappings():
        if line["id"] in cast:
            yield {**line, "votes": cast[line["id"]]}


def _answered(line: dict[str, Any], channels: Collection[str], index: Connection) -> Row | Drop:
    place = f"question {line['id']}"
    if line["votes"] != {"up"}:
        return Drop(place, "it got a thumb down")
    if line["private"] or line["kind"] != "message":
        return Drop(place, "it was not answered in public")
    if line["channel"] not in channels:
        return Drop(place, "it was asked in a channel that is not on the list of public ones")
    answer = Answer.from_json(json.loads(line["answer"]))
    # What a person wrote in advance may be for some readers only, whatever it cites.
    if answer.status != "answered" or answer.kind != "documents" or not answer.citations:
        return Drop(place, "it was not answered from documents")
    if not all(_is_public(citation, index) for citation in answer.citations):
        return Drop(place, "no page that everyone may read holds what it cites")
    return Row(_fields(line, answer), place, frozenset({str(line["user"])}))


def _is_public(citation: Citation, index: Connection) -> bool:
    """Whether a passage of the cited page that everyone may read holds the quote word for word."""
    name, _, key = citation.source.partition(":")
    wanted = or_(
        documents.c.key == citation.source, (sources.c.name == name) & (documents.c.key == key)
    )
    statement = select(passages.c.readers, passages.c.text).select_from(
        passages.join(documents).join(sources)
    )
    return any(
        EVERYONE in json.loads(readers) and collapse(citation.quote) in collapse(text)
        for readers, text in index.execute(statement.where(wanted))
    )


def _fields(line: dict[str, Any], answer: Answer) -> dict[str, Any]:
    place_of = {citation.number: at for at, citation in enumerate(answer.citations, 1)}
    marked = " ".join(
        sentence.text + "".join(f" [{place_of[number]}]" for number in sentence.citations)
        for sentence in answer.sentences
    )
    return {
        "id": line["id"],
        "document": answer.citations[0].source,
        "prompt": line["text"],
        "completion": answer.text,
        "question": line["text"],
        "passages": [citation.quote for citation in answer.citations],
        "answer": marked,
    }
