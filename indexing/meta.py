"""Facts about the index as a whole, by name."""

from sqlalchemy import Connection, delete, insert, select

from indexing.schema import meta

REMEMBERED = 50
"""Generations of `touched` that are kept; a follower further behind compares everything."""


def get_meta(connection: Connection, key: str) -> str:
    """The value under `key`; "" if there is none."""
    return connection.scalar(select(meta.c.value).where(meta.c.key == key)) or ""


def set_meta(connection: Connection, key: str, value: str) -> None:
    """Put `value` in place of what stood under `key`."""
    connection.execute(delete(meta).where(meta.c.key == key))
    connection.execute(insert(meta).values(key=key, value=value))
