"""Documents that a passage names or links to: the second step of a question that needs two.

"Where is the maker of Bisquick based?" finds the page on Bisquick; that page names General
Mills, and General Mills' own page says where.
"""

import re
from urllib.parse import unquote

from indexing.store import Place
from indexing.terms import terms

_ASIDE = re.compile(r"\s*\([^)]*\)")
_LINK = re.compile(r"\]\(\s*<?([^)\s>]+)")
_LONGEST_TITLE = 6


class Mentions:
    """What the passage at `place` names, for a question that asks about `asked`."""

    def __init__(self, place: Place, asked: str) -> None:
        self._place = place
        words = terms(place.text)
        self._phrases = {
            tuple(words[start : start + length])
            for start in range(len(words))
            for length in range(1, _LONGEST_TITLE + 1)
        }
        self._asked = set(terms(asked))
        self._linked = {_last(target) for target in _LINK.findall(place.text)} - {""}

    def __contains__(self, place: Place) -> bool:
        """Whether the passage links to this document, or names it and the question does not."""
        if place.document_id == self._place.document_id or place.title == self._place.title:
            return False
        if _last(place.key) in self._linked or _last(place.url) in self._linked:
            return True
        title = tuple(terms(_ASIDE.sub("", place.title)))
        return title in self._phrases and not self._asked.issuperset(title)


def _last(address: str) -> str:
    """The last part of a path or address, without its anchor."""
    return unquote(address.partition("#")[0].partition("?")[0].rstrip("/").rpartition("/")[2])
