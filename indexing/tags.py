"""HTML inside Markdown: tags are no words."""

import re

_TAG = re.compile(r"<!--.*?-->|</?[A-Za-z][^<>]*>", re.DOTALL)
ROW_END = re.compile(r"(?<=</tr>)\s*", re.IGNORECASE)
"""Where a table may be cut."""


def without_tags(text: str) -> str:
    """`text` with a space for each tag."""
    return _TAG.sub(" ", text) if "<" in text else text
