"""The names in a question that no document mentions: what is asked about them is not there."""

import re

from answering.question import Question
from indexing.languages import is_english
from indexing.store import PassageStore
from indexing.terms import is_stop_word, terms

_NAME = re.compile(r"(?<=\w[ ,])\b[A-Z][\w&.-]*\w(?:['’]s)?(?: [A-Z][\w&.-]*\w)*")
"""Words with capitals that do not begin a sentence."""
_ACRONYM = re.compile(r"[A-Z0-9&.-]+")
"""Documents may have it in full: "UK" is the United Kingdom."""
_POSSESSIVE = re.compile(r"['’]s$")
_CAPITALS = 0.5
"""Share of words with capitals from which on they are a way of writing, not names."""


def unmentioned(question: Question, store: PassageStore) -> tuple[str, ...]:
    """Those names, as they were typed, in order; misspelt ones are taken for what was meant.

    In English questions alone: elsewhere many words have capitals.
    """
    words = question.text.split()
    capitals = sum(word[:1].isupper() for word in words)
    if not is_english(words) or capitals > _CAPITALS * len(words):
        return ()
    found = []
    for match in _NAME.finditer(question.text):
        name = _POSSESSIVE.sub("", match.group())
        asked = [
            word
            for word in terms(store.corrected(name, question.audience))
            if not is_stop_word(word)
        ]
        # Of "Halyard Gym" the first may be the company's own name.
        unknown = store.unknown(asked, question.audience)
        if asked and len(unknown) == len(asked) and not _ACRONYM.fullmatch(name):
            found.append(name)
    return tuple(dict.fromkeys(found))
