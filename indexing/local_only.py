"""Which sources of the index no model outside may be sent, whatever they are called there."""

from collections.abc import Collection

from sqlalchemy import Engine, select

from indexing.schema import sources

Place = tuple[str, str]
"""The kind and the location of a source."""


def local_only_names(
    engine: Engine, closed: Collection[Place], opened: Collection[Place]
) -> set[str]:
    """The names of the sources at the places `closed`, and of those that were read as local only.

    One of the latter at a place in `opened` is open again, once something was read there.
    """
    with engine.connect() as connection:
        rows = connection.execute(select(sources)).all()
    found = set[str]()
    for row in rows:
        place = (row.kind, row.location)
        # Of a source that has moved nothing has been read yet: what it holds is of its old place.
        is_open = place in opened and row.settings
        if place in closed or (row.local_only and not is_open):
            found.add(row.name)
    return found
