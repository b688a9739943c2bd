"""Curated answers, kept; every change with the record of who made it."""

import datetime
import json
import secrets
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Engine, delete, func, insert, select

from answering.curated import CuratedAnswer
from bot.state.tables import audit, curated_answers


class Curated:
    """The table of curated answers. Safe to share by threads, and by processes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._known: tuple[CuratedAnswer, ...] = ()
        self._version: tuple[int, float] | None = None

    def all(self) -> Sequence[CuratedAnswer]:
        """All of them, oldest change first; read again only when something changed."""
        with self._lock, self._engine.connect() as connection:
            version = _version(connection)
            if version != self._version:
                rows = connection.execute(
                    select(curated_answers).order_by(curated_answers.c.updated_at)
                )
                self._known = tuple(_from_row(dict(row._mapping)) for row in rows)
                self._version = version
            return self._known

    def get(self, id: str) -> CuratedAnswer | None:
        """The one with this id."""
        return next((each for each in self.all() if each.id == id), None)

    def keep(self, answer: CuratedAnswer, user: str) -> CuratedAnswer:
        """Keep `answer`, in place of the one with its id; without an id it is given one."""
        with self._engine.begin() as connection:
            known = delete(curated_answers).where(curated_answers.c.id == answer.id)
            changed = connection.execute(known).rowcount
            # Later than every other change, whatever the clock says: the version tells by it.
            at = max(time.time(), _version(connection)[1] + 1e-3)
            id = answer.id or secrets.token_hex(3)
            kept = replace(answer, id=id, updated_at=at, updated_by=user)
            connection.execute(insert(curated_answers).values(**_row(kept)))
            _note(connection, user, "curate change" if changed else "curate add", kept)
        return kept

    def remove(self, id: str, user: str) -> CuratedAnswer | None:
        """Remove the one with this id, and return it; None if there is none."""
        found = self.get(id)
        if found is None:
            return None
        with self._engine.begin() as connection:
            gone = connection.execute(delete(curated_answers).where(curated_answers.c.id == id))
            if not gone.rowcount:
                return None
            _note(connection, user, "curate remove", found)
        return found


def as_json(answer: CuratedAnswer) -> dict[str, Any]:
    """Plain data, as it is exported."""
    return {
        "id": answer.id,
        "patterns": list(answer.patterns),
        "text": answer.text,
        "owner": answer.owner,
        "review_by": answer.review_by.isoformat() if answer.review_by else "",
        "sources": list(answer.sources),
        "readers": sorted(answer.readers),
        "updated_at": answer.updated_at,
        "updated_by": answer.updated_by,
    }


_LISTS = ("patterns", "sources", "readers")


def _row(answer: CuratedAnswer) -> dict[str, Any]:
    data = as_json(answer)
    return data | {key: json.dumps(data[key]) for key in _LISTS}


def _from_row(row: dict[str, Any]) -> CuratedAnswer:
    patterns, sources, readers = (json.loads(row[key]) for key in _LISTS)
    review_by = row["review_by"]
    return CuratedAnswer(
        id=row["id"],
        patterns=tuple(patterns),
        text=row["text"],
        owner=row["owner"],
        review_by=datetime.date.fromisoformat(review_by) if review_by else None,
        sources=tuple(sources),
        readers=frozenset(readers),
        updated_at=row["updated_at"],
        updated_by=row["updated_by"],
    )


def _version(connection: Connection) -> tuple[int, float]:
    """How many there are and when the last changed. Times only grow, so that says it all."""
    table = curated_answers
    row = connection.execute(select(func.count(), func.max(table.c.updated_at))).one()
    return int(row[0]), float(row[1] or 0.0)


def _note(connection: Connection, user: str, action: str, answer: CuratedAnswer) -> None:
    detail = f"{answer.id}: {answer.patterns[0]}"
    connection.execute(
        insert(audit).values(at=time.time(), user=user, action=action, detail=detail)
    )
