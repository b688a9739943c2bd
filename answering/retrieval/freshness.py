"""Which of two documents that say the same thing is to be believed: the one in force."""

import datetime
import re
from collections.abc import Mapping
from typing import Any

_OUTDATED = re.compile(
    r"\b(?:superseded|outdated|obsolete|deprecated|archived?|no longer (?:valid|in force)|"
    r"replaced by)\b",
    re.IGNORECASE,
)
_OUTDATED_SHARE = 0.75
_OLD_SHARE = 0.98
"""A tie-breaker: between passages that fit equally well, the newer page is believed."""
_OLD = 3 * 365


def share(metadata: Mapping[str, Any]) -> float:
    """What a passage's score is multiplied by, 0..1. `metadata` is that of its node."""
    notice = f"{metadata.get('title', '')} {metadata.get('heading', '')} {metadata.get('key', '')}"
    if _OUTDATED.search(notice.replace("_", " ").replace("-", " ")):
        return _OUTDATED_SHARE
    updated = day(str(metadata.get("updated", "")))
    if updated is None:
        return 1.0
    age = (datetime.datetime.now(datetime.UTC).date() - updated).days
    return 1.0 - (1.0 - _OLD_SHARE) * min(max(age, 0), _OLD) / _OLD


def day(text: str) -> datetime.date | None:
    """The date that an ISO date or time begins with; None if there is none."""
    try:
        return datetime.date.fromisoformat(text[:10])
    except ValueError:
        return None
