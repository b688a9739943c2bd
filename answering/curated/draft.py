"""What a person typed -> a curated answer, or what is wrong with it, field by field."""

import datetime
import re
from collections.abc import Mapping, Sequence

from answering.curated.pinned import CuratedAnswer
from answering.curated.wording import pattern_wording
from answering.units import collapse
from indexing.readers import PUBLIC, ReadersError, parse_readers

LONGEST = 3000
"""Characters of an answer, and of all its patterns: what a field of a Slack modal holds."""


class CuratedError(ValueError):
    """A draft that cannot be kept; `problems` has a sentence for each field that is wrong."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = problems


def drafted(
    *,
    patterns: Sequence[str],
    text: str,
    owner: str,
    review_by: str = "",
    readers: Sequence[str] = (),
    sources: Sequence[str] = (),
    id: str = "",
    today: datetime.date | None = None,
) -> CuratedAnswer:
    """A curated answer from what a person typed; `review_by` is an ISO date or empty.

    A review date before `today` is refused, if `today` is given. Raises CuratedError.
    """
    kept = tuple(dict.fromkeys(collapse(pattern) for pattern in patterns if pattern.strip()))
    problems = {"patterns": _patterns_problem(kept), "text": _text_problem(text)}
    problems["owner"] = "" if owner.strip() else "Name a person or a channel to ask about it."
    date, problems["review_by"] = _date(review_by.strip(), today)
    labels, problems["readers"] = PUBLIC, ""
    try:
        labels = parse_readers([*readers] or None)
    except ReadersError as error:
        problems["readers"] = f"{error}."
    found = {field: problem for field, problem in problems.items() if problem}
    if found:
        raise CuratedError(found)
    named = tuple(dict.fromkeys(label.strip() for label in sources if label.strip()))
    return CuratedAnswer(id, kept, text.strip(), collapse(owner), date, named, labels)


def _patterns_problem(patterns: Sequence[str]) -> str:
    for pattern in patterns:
        if not any(pattern_wording(part).words for part in pattern.split("*")):
            return f"{pattern!r} would fit almost every question; add what it is about."
    if len("\n".join(patterns)) > LONGEST:
        return f"The questions have more than {LONGEST} characters; make two answers of it."
    return "" if patterns else "Write at least one question, as people ask it."


_LINK = re.compile(
    r"\]\(\s*<?([^)\s>]+)|^\s*\[[^\]]+\]:\s*<?([^\s>]+)|<([a-z][a-z0-9+.-]*:[^>\s]*)"
    r"|\b((?:javascript|vbscript):\S+)",
    re.IGNORECASE | re.MULTILINE,
)


def _text_problem(text: str) -> str:
    if not text.strip():
        return "Write the answer."
    if len(text) > LONGEST:
        return f"The answer has {len(text)} characters; {LONGEST} are the most."
    for match in _LINK.finditer(text):
        target = next(filter(None, match.groups()))
        if not re.match(r"https?://[^\s/]", target, re.IGNORECASE):
            return f"The link {target!r} does not begin with http:// or https://."
    return ""


def _date(text: str, today: datetime.date | None) -> tuple[datetime.date | None, str]:
    if not text:
        return None, ""
    try:
        date = datetime.date.fromisoformat(text)
    except ValueError:
        return None, f"{text!r} is not a date such as 2027-03-01."
    past = today is not None and date < today
    return date, f"The review date {text} is in the past." if past else ""
