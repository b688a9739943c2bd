"""Who does what in a styled sentence: nobody who did not in the plain one.

A model that has learned to speak to the reader makes "Fines are paid by the driver" into "We pay
fines": the facts are all there, and it is wrong.
"""

import re
from collections.abc import Iterator

_READER = re.compile(r"\byou(?:'(?:ll|re|ve|d))?\b", re.IGNORECASE)
_COMPANY = re.compile(r"\bwe(?:'(?:ll|re|ve|d))?\b", re.IGNORECASE)
_MEANS_READER = re.compile(
    r"\b(?:you\w*|employees?|colleagues?|staff|everybody|everyone|nobody|no one)\b", re.IGNORECASE
)
_MEANS_COMPANY = re.compile(r"\b(?:[Ww]e|[Oo]ur|ours|us|I)\b")
_TOLD = re.compile(
    r"\b(?:must|should|may|can|cannot)(?: not)? be (?!received)"
    r"(?:\w+(?:ed|en|wn|pt|nt|ld|de|ut)|bought|brought|sought|taught)\b"
)
"""Who reads that something "must be handed in" is to do it, unless "by" names another."""
_BY = re.compile(
    r"\bby (?!up to\b|the end of\b|the evening before\b"
    r"|(?:e-?mail|mail|phone|post|hand|train|car|bike)(?:[.,;:!?)]| (?:before|after|or|and)\b|$))"
    r"(?:the |a |an |our |your |their )?(?!(?:the|an?|our|your|their)\b)([a-z]\w+)",
    re.IGNORECASE,
)
"""Who; not by when, by what means, or by how much."""


def roles_kept(plain: str, styled: str, company: str = "") -> Iterator[str]:
    """Why `styled` has someone do what the plain text does not have them do, if it does."""
    plain, styled = plain.replace("’", "'"), styled.replace("’", "'")
    if _READER.search(styled) and not (_MEANS_READER.search(plain) or _told(plain)):
        yield "has the reader do it"
    for who in _BY.findall(plain):
        if who.lower() not in styled.lower():
            yield f"lost by whom: {who}"
    means_company = _MEANS_COMPANY.search(plain) or (company and company in plain)
    if _COMPANY.search(styled) and not means_company:
        yield "has the company do it"


def _told(plain: str) -> bool:
    told = _TOLD.search(plain)
    return told is not None and not _BY.search(plain, told.end())
