"""A question that asks for two things needs the documents of both."""

import re

from indexing.terms import terms

_SEAM = re.compile(
    r"[?!.;]\s+|,\s+(?:and|or|but)\s+|,\s+|\s+(?:and|or|as well as|und|oder|sowie|y|o|et|ou)\s+",
    re.IGNORECASE,
)
_CLAUSE_SEAM = re.compile(
    r"[?!.]+\s+(?:(?:and|plus)\s+)?|,?\s+(?:and|plus|und|y|et)\s+"
    # "I leave in May, what do I have to hand in?"
    r"|,\s+(?=(?:what|how|is it|do i)\b)"
    # A question turns verb and subject round, a relative clause does not.
    r"|,\s+(?=(?:who|when|where|which)(?:\s+\w+)?\s+"
    r"(?:do|does|can|may|must|should|will|is|are)\s+(?:i|we|you|it|they|the|my|our|an?)\b)",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"^(?:(?:by|on|in|at|to|from|until|till|since|after|before|for|with|about|under|into)\s+)?"
    r"(?:who|whom|whose|what|when|where|which|why|how|can|could|do|does|did|is|are|am|was|were|"
    r"may|should|will|would|must|have|has|if)\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"^(?:if|(?:since|after|before|until|till)\s+(?!wh|how)"
    r"|when(?!\s+(?:is|are|was|were|do|does|did|can|could|may|must|should|will|would|has|have)\b))\b"
    r"(?!.*\b(?:how|what|where|who|which)\b)",
    re.IGNORECASE,
)
"""It says when a question applies, and asks nothing: "If I leave in May, what do I hand in?"."""
_MOST = 4


def parts(question: str) -> list[str]:
    """The parts of `question` between its seams; none if there is only one."""
    found = [part.strip(" ?!.,;:") for part in _SEAM.split(question)]
    found = [part for part in found if terms(part)]
    return found[-_MOST:] if len(found) > 1 else []


def clauses(question: str) -> list[str]:
    """The questions that `question` asks one after the other; none if there is only one."""
    found: list[str] = []
    for part in (piece.strip(" ?!.,;:") for piece in _CLAUSE_SEAM.split(question)):
        if _ASKS.match(part) and not _CONDITION.match(part) and terms(part):
            found.append(part)
        elif found and part:
            found[-1] = f"{found[-1]} and {part}"
    return found if len(found) > 1 else []
