"""Who may read a document: a set of labels, checked against the audience of an answer."""

import re

Readers = frozenset[str]
"""Labels: `everyone`, `group:S1`, `channel:C1`, `user:U1`."""

EVERYONE = "everyone"
PUBLIC: Readers = frozenset({EVERYONE})

_LABEL = re.compile(r"everyone|(?:group|channel|user):[A-Za-z0-9_.-]+")


class ReadersError(ValueError):
    """A `readers` entry that cannot be understood: the document must not become public."""


def parse_readers(value: object) -> Readers:
    """The readers named in front matter or configuration; nothing named means everyone."""
    if value is None:
        return PUBLIC
    labels = [value] if isinstance(value, str) else value
    if not isinstance(labels, list) or not labels:
        raise ReadersError(f"readers: {value!r} is not a list such as [everyone, group:S1]")
    for label in labels:
        if not isinstance(label, str) or not _LABEL.fullmatch(label):
            raise ReadersError(
                f"readers: {label!r} is none of everyone, group:ID, channel:ID, user:ID"
            )
    return frozenset(labels)
