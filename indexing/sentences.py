"""Text cut into sentences."""

import re

from sentencex import segment

_BEGINS_A_NAME = re.compile(r"(?:^|[\s/`'\"([{])\.{1,2}\Z")
_NAME = re.compile(r"/|[a-z]|[A-Z]{2}")
"""Dots in front of a name ("./run", "../lib", ".env", ".NET") end nothing."""


def in_sentences(text: str) -> list[str]:
    """The sentences of `text`; joined they are `text` again, white space and all."""
    found: list[str] = []
    for part in segment("en", text):
        if found and _BEGINS_A_NAME.search(found[-1]) and _NAME.match(part):
            found[-1] += part
        else:
            found.append(part)
    return found
