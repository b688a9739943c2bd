"""The names in a question."""

import re

from indexing.languages import is_english

_NAME = re.compile(r"(?<=\w[ ,])\b[A-Z][\w&.-]*\w(?:['’]s)?(?: [A-Z][\w&.-]*\w)*")
"""Words with capitals that do not begin a sentence."""
_POSSESSIVE = re.compile(r"['’]s$")
_CAPITALS = 0.5
"""Share of words with capitals from which on they are a way of writing, not names."""


def names_in(text: str) -> list[str]:
    """The names in `text`, as they stand there, in order.

    In English texts alone: elsewhere many words have capitals.
    """
    words = text.split()
    capitals = sum(word[:1].isupper() for word in words)
    if not is_english(words) or capitals > _CAPITALS * len(words):
        return []
    return [_POSSESSIVE.sub("", match.group()) for match in _NAME.finditer(text)]
