"""Two questions of one page: the second leaves out what the first has said."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from answering.question import Turn
from evaluation.building import grammar
from evaluation.building.candidate import Candidate
from evaluation.building.case import BuiltCase, answered

_CONDITION = re.compile(
    r"^What (?:happens|should I do|can I do|do I have to do) (?P<if>if|when) .+$"
)


def follow_ups(candidates: Sequence[Candidate]) -> Iterator[BuiltCase]:
    """Every pair of neighbours on a page that a person could ask in one breath."""
    pages: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        pages[candidate.label].append(candidate)
    for label in sorted(pages):
        for first in pages[label]:
            for second in pages[label]:
                asked = first is not second and _leaning(first, second)
                if asked:
                    turns = (Turn("user", first.question), Turn("assistant", _said(first)))
                    yield answered("followup", asked, second, turns)


def _said(candidate: Candidate) -> str:
    text = candidate.answer
    end = "" if text.endswith((".", "!", "?")) else "."
    return f"{text[:1].upper()}{text[1:]}{end}"


def _leaning(first: Candidate, second: Candidate) -> str:
    """What is asked second, once `first` was answered; "" where nothing can be left out."""
    a, b = first.wording, second.wording
    if b.subject and (a.opener, a.auxiliary, a.rest) == (b.opener, b.auxiliary, b.rest):
        changed = _what_changes(a.subject, b.subject)
        if changed:
            return f"And {changed}?"
    if b.rest and a.subject == b.subject and (a.opener, a.auxiliary) == (b.opener, b.auxiliary):
        changed = _what_changes(a.rest, b.rest)
        if changed and changed.startswith("for "):
            return f"And {changed}?"
    condition, earlier = _CONDITION.match(second.question), _CONDITION.match(first.question)
    if condition and earlier and condition["if"] == "if":
        return f"And {second.question[condition.start('if') :]}"
    return _with_pronoun(first, second)


def _what_changes(before: str, now: str) -> str:
    """ "for Utrecht", where "the limit for Lisbon" became "the limit for Utrecht"."""
    old, _, others = before.rpartition(" for ")
    new, _, changed = now.rpartition(" for ")
    if old and old == new and others != changed:
        return f"for {changed}"
    if others == changed and old and new and old != new:
        return new if new.startswith(("the ", "my ", "our ")) else ""
    return ""


def _with_pronoun(first: Candidate, second: Candidate) -> str:
    """The second question with its subject as "it" or "they", if the first one named that."""
    subject = second.wording.subject
    if len(subject) < 4 or subject in ("I", "we", "you", "there") or not second.wording.rest:
        return ""
    if not re.search(rf"\b{re.escape(subject)}\b", first.question, re.IGNORECASE):
        return ""
    return second.wording.about("they" if grammar.is_plural(subject) else "it").direct
