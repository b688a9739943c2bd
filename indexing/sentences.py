"""Text cut into sentences."""

import re

from sentencex import segment

_BEGINS_A_WORD = re.compile(r"(?:^|[\s`'\"([{])\.\Z")
"""A dot in front of a name ("./run", ".env") ends nothing."""


def in_sentences(text: str) -> list[str]:
    """The sentences of `text`; joined they are `text` again, white space and all."""
    found: list[str] = []
    for part in segment("en", text):
        if found and _BEGINS_A_WORD.search(found[-1]) and not part[:1].isspace():
            found[-1] += part
        else:
            found.append(part)
    return found
