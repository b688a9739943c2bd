"""Whether a text holds an answer, as scores compare texts."""

import re

from answering.plain import plain
from evaluation.building.facts import must_include
from evaluation.correct import normalised
from indexing.terms import terms


def stands_in(answer: str, text: str) -> bool:
    """Whether `answer` stands in Markdown `text` word for word, as scores compare."""
    expected, words = normalised(answer), normalised(plain(text).text)
    bare = " ".join(word for word in words if word)
    return bool(expected) and f" {' '.join(expected)} " in f" {bare} "


def holds(answer: str, text: str) -> bool:
    """Whether `text` has the answer, or every fact of it in any spelling."""
    if stands_in(answer, text):
        return True
    lowered = text.lower()
    facts = must_include(answer)
    return bool(facts) and all(
        any(re.search(rf"(?<!\w){re.escape(form.lower())}(?!\w)", lowered) for form in group)
        for group in facts
    )


def says_answer(question: str, answer: str) -> bool:
    """Whether whoever reads the question knows the answer, or most of it."""
    asked, said = normalised(question), normalised(answer)
    if f" {' '.join(said)} " in f" {' '.join(asked)} ":
        return True
    wanted = set(terms(answer))
    return bool(wanted) and len(wanted & set(terms(question))) / len(wanted) > 0.5
