"""A clause and the span that answers -> the question that leaves the span out."""

import re

from evaluation.building import grammar, lexicon
from evaluation.building.candidate import Wording
from evaluation.building.clause import Clause
from evaluation.building.grammar import BE, DETERMINERS, PREPOSITIONS
from evaluation.building.spans import Span

_END = re.compile(
    r"\s*(?:[;–—]|[,:](?=\s|$)|\b(?P<open>which|who|whom|whether|or)\b|"
    r"\b(?:and|but|so|because|while|whereas|then)\b).*$"
)
_BROKEN = re.compile(
    r"[,;–—()]|:(?:\s|$)|\b(?:and|or|but)\b|\b(?:by|for|after) \w+ing\b| to .*\bto\b"
)
_LASTING = lexicon.words("lasting verbs")
_BY_PREPOSITION = {
    "date": {"on": "When", "by": "By when", "until": "Until when", "from": "From when",
             "before": "Before which date", "after": "After which date"},
    "weekday": {"on": "On which day", "by": "By which day", "until": "Until which day"},
    "time": {"at": "At what time", "by": "By what time", "until": "Until what time",
             "before": "Before what time", "after": "After what time"},
    "duration": {"for": "How long", "within": "Within how many", "after": "After how many"},
    "channel": {"in": "In which channel", "on": "In which channel", "to": "To which channel"},
}  # fmt: skip


def ask_for(clause: Clause, span: Span) -> Wording | None:
    """The question that `span` of the clause's rest answers; None where none reads well."""
    before = clause.rest[: span.start].strip()
    after = clause.rest[span.end :].strip()
    end = _END.search(after)
    if end:
        after = after[: end.start()].strip()
    if _BROKEN.search(before) or (end and end["open"] and after):
        return None
    *others, last = ["", *before.split()]
    opener, keeps = _opener(clause, span, last if last in PREPOSITIONS else "", before)
    if not opener:
        return None
    if not keeps:
        before = " ".join(others).strip()
    if before.split()[-1:] and before.split()[-1].lower() in DETERMINERS | PREPOSITIONS - {"by"}:
        return None
    if opener.startswith(("How many", "What percentage")):
        opener, after = _with_of(opener, after)
    if span.kind == "duration" and after.startswith(("before ", "after ")):
        opener, after = f"How many {_plural(span.noun)} {after}", ""
    if after and not _follows_well(after):
        return None
    rest = " ".join(part for part in (before, after) if part)
    if rest and rest.split()[-1].lower() in DETERMINERS | PREPOSITIONS - {"by"}:
        return None
    return made(clause, opener, rest)


def made(clause: Clause, opener: str, rest: str) -> Wording:
    """The question that begins with `opener` and leaves `rest` behind the verb."""
    tail, opener = grammar.asked_by_me(rest), grammar.asked_by_me(opener)
    said = " ".join(part for part in (clause.verb, tail) if part)
    told = f"should {said}" if clause.order else f"{_finite(clause)} {tail}".strip()
    return Wording(opener, clause.helper, clause.asker, said, f"{clause.asker} {told}")


def _finite(clause: Clause) -> str:
    return "am" if clause.finite == "are" and clause.subject == "you" else clause.finite


def _opener(clause: Clause, span: Span, preposition: str, before: str) -> tuple[str, bool]:
    """The question word, and whether what stands before the span is kept whole."""
    bare = clause.auxiliary in BE and not before
    if preposition and span.kind in _BY_PREPOSITION:
        found = _BY_PREPOSITION[span.kind].get(preposition, "")
        return (f"{found} {span.noun}" if found.endswith("many") else found), False
    if span.kind == "person":
        return ("Who" if preposition == "by" else ""), True
    if preposition:
        return "", True
    verb = clause.verb or before.split(" ")[0]
    if before and not _verb(before) and not (span.kind == "often" or verb in _LASTING):
        return "", True
    match span.kind:
        case "money":
            return ("What" if bare else "How much"), True
        case "percent":
            of = clause.rest[span.end :].startswith(" of ")
            return ("What" if bare and not of else "What percentage"), True
        case "hours":
            return "Between what times", True
        case "often":
            return ("When" if span.core.endswith("day") else "How often"), True
        case "date" | "time" | "weekday":
            return ("When" if bare else ""), True
        case "duration" if (bare or (verb in _LASTING and not clause.order)) and not _of_what(
            clause.rest[span.end :]
        ):
            return "How long", True
        case "duration" | "count" if not bare or span.kind == "duration":
            return f"How many {_plural(span.noun)}", True
    return "", True


def _of_what(after: str) -> bool:
    return bool(re.match(r" (?:(?:a|per|each|every) \w+ )?of ", after))


def _verb(before: str) -> bool:
    return before.split()[-1:] != [] and before.split()[-1] in grammar.verbs()


def _plural(noun: str) -> str:
    return noun if noun.endswith("s") else f"{noun}s"


def _with_of(opener: str, after: str) -> tuple[str, str]:
    """ "a year of vacation" and "of vacation a year": "of vacation" belongs to "How many days"."""
    match = re.match(r"(?P<each>(?:a|per|each|every) \w+ )?(?P<of>of .+)$", after)
    if not match:
        return opener, after
    words = match["of"].split()
    ends = PREPOSITIONS | {"a", "per", "to", "if", "when"}
    end = next((at for at, word in enumerate(words) if at > 1 and word in ends), len(words))
    return f"{opener} {' '.join(words[:end])}", (match["each"] or "") + " ".join(words[end:])


def _follows_well(after: str) -> bool:
    """Whether `after` can stand behind the gap: no noun that the number belonged to."""
    first = after.split()[0]
    return first in PREPOSITIONS - {"of"} or first in ("a", "an", "each", "every", "if", "when")
