"""Answers that got a thumb up and no thumb down, from the bot's own state.db.

Only what was asked in a channel and answered for all to see: what a model has learned, it tells
everyone.
"""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, MetaData, create_engine, select
from sqlalchemy.exc import DatabaseError, InvalidRequestError
from sqlalchemy.pool import NullPool

from answering.answer import Answer
from tuning.data.pair import DataError
from tuning.data.row import Drop, Loaded, Row

_TABLES = ("questions", "answers", "votes")


def load(path: Path) -> Loaded:
    """The questions with their answers, each from the first document that it cites."""

    def opened() -> sqlite3.Connection:
        return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)

    engine = create_engine("sqlite://", creator=opened, poolclass=NullPool)
    try:
        with engine.connect() as connection:
            found = [_answered(line) for line in _voted(connection)]
    except (DatabaseError, InvalidRequestError) as error:
        reason = str(error).splitlines()[0]
        raise DataError(f"{path} is no state.db of Footnote's ({reason}).") from error
    return Loaded(
        tuple(each for each in found if isinstance(each, Row)),
        tuple(each for each in found if isinstance(each, Drop)),
    )


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


def _answered(line: dict[str, Any]) -> Row | Drop:
    place = f"question {line['id']}"
    if line["votes"] != {"up"}:
        return Drop(place, "it got a thumb down")
    # D and G: direct messages and private groups.
    if line["private"] or line["kind"] != "message" or not line["channel"].startswith("C"):
        return Drop(place, "it was not answered in public")
    answer = Answer.from_json(json.loads(line["answer"]))
    if answer.status != "answered" or not answer.citations:
        return Drop(place, "it was not answered from documents")
    passages = [citation.quote for citation in answer.citations]
    place_of = {citation.number: at for at, citation in enumerate(answer.citations, 1)}
    marked = " ".join(
        sentence.text + "".join(f" [{place_of[number]}]" for number in sentence.citations)
        for sentence in answer.sentences
    )
    fields = {
        "id": line["id"],
        "document": answer.citations[0].source,
        "prompt": line["text"],
        "completion": answer.text,
        "question": line["text"],
        "passages": passages,
        "answer": marked,
    }
    return Row(fields, place, frozenset({str(line["user"])}))
