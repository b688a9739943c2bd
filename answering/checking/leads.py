"""The sentence or heading that introduces a list, where it denies or restricts what the items say.

"You must not:" turns "smoke on the balcony" into its opposite, and "Only directors may:" leaves it
to a few: such an item says nothing without its lead, so it is read as one sentence with it.
"""

import re

from answering.checking.facts import Facts, facts
from answering.checking.grammar import SUBORDINATORS, VERBS
from answering.checking.lists import words
from answering.checking.names import is_common
from answering.checking.polarity import Clause, clauses
from answering.units import Unit

_FORBIDDING = frozenset(
    words(
        """
    forbid forbids forbidden prohibit prohibits prohibited ban bans banned disallowed illegal avoid
    refrain verboten verbietet verbieten untersagt untersagen unzulässig unerlaubt vermeide
    """
    )
)
"""Words that deny what follows without a negation."""

_UNDOING = frozenset(words("forget hesitate fail miss"))
"""With a negation they ask for what follows: "do not forget to"."""

_AHEAD = frozenset(words("to not never for by from the following these"))
"""What a lead ends with that its items complete."""

_END = re.compile(r"[.!?]\W*$")


def restricts(unit: Unit) -> bool:
    """Whether the lead of `unit` denies or restricts it, and the unit does not stand by itself."""
    if unit.headed:
        return True
    said = _last(unit.lead)
    if said is None or unit.kind not in ("item", "list"):
        return False
    denies = said.cues % 2 == 1 and not _UNDOING & set(said.words)
    forbids = bool(_FORBIDDING & set(said.words))
    ahead = said.words[-1] in _AHEAD | VERBS or forbids or not _END.search(unit.text)
    return ahead and (denies != forbids or "only" in said.words)


def with_lead(unit: Unit) -> str:
    """The text of an item, or of a whole list, as the end of the sentence that introduces it."""
    text = unit.text.removeprefix("- ")
    first = facts(text).tokens[:1]
    if first and is_common(first[0].norm) and not text[1:2].isupper():
        text = text[:1].lower() + text[1:]
    lead = unit.lead.rstrip(": ")
    if unit.headed and "only" in facts(lead).words and lead.split()[-1].lower() not in VERBS:
        # "Only for directors, …": whom "only" names ends there.
        return f"{_only_first(lead)}, {text}"
    return f"{lead} {text}"


def _only_first(lead: str) -> str:
    """ "Directors only" as "Only directors"."""
    whom = lead.lower().removesuffix(" only")
    return lead if whom == lead.lower() else f"Only {whom}"


def unforbidden(said: Facts, unit: Unit) -> str:
    """Why `said` cannot rest on an item that its lead forbids, or "".

    A sentence without any denial leaves out that it is forbidden.
    """
    lead = _last(unit.lead)
    if lead is None or lead.cues or not _FORBIDDING & set(lead.words) or not restricts(unit):
        return ""
    denied = _FORBIDDING & said.words or any(clause.cues for clause in clauses(said.tokens))
    return "" if denied else "the source forbids this"


def _last(lead: str) -> Clause | None:
    """The main clause of a lead, which its items complete; None if it has none."""
    found = clauses(facts(lead).tokens)
    if not found or found[-1].words[0] in SUBORDINATORS | {"without"}:
        return None
    return found[-1]
