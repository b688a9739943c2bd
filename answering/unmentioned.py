"""The names in a question that no document mentions: what is asked about them is not there."""

import re

from answering.names import names_in
from answering.question import Question
from indexing.store import PassageStore
from indexing.terms import is_stop_word, terms

_ACRONYM = re.compile(r"[A-Z0-9&.-]+")
"""Documents may have it in full: "UK" is the United Kingdom."""


def unmentioned(question: Question, store: PassageStore) -> tuple[str, ...]:
    """Those names, as they were typed, in order; misspelt ones are taken for what was meant."""
    found = []
    for name in names_in(question.text):
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
