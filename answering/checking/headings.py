"""The heading that denies or restricts what stands below it: "Never", "Not allowed".

The items, rows and fragments below it say nothing without it, as those behind a lead; what is a
sentence by itself stays one.
"""

import re
from dataclasses import replace

from answering.checking.facts import facts
from answering.checking.grammar import DETERMINERS, SUBORDINATORS, VERBS
from answering.checking.lists import words
from answering.checking.names import is_common
from answering.checking.tokens import readable
from answering.units import Unit

_GRANTED = (
    "(?:allowed|permitted|tolerated|accepted|acceptable|approved|covered|insured|reimbursed|"
    "reimbursable|refunded|refundable|paid|payable|included|eligible|deductible|supported|"
    "recommended|required|needed)"
)
_DENIED = "(?:not|never|no longer)"
_BANNED = "(?:forbidden|prohibited|banned|disallowed|illegal)"

_ORDERS = re.compile(
    r"^(?:please )?(?:do not(?: do)?(?: this)?|never(?: do)?(?: this)?|don'?ts|no-?gos?)$|"
    r"\b(?:must|may|should|shall|can|could) (?:not|never)(?: do)?$",
    re.IGNORECASE,
)
"""Headings that an order below them completes ("Share your password.")."""

_BANNED_DE = "(?:verboten|untersagt|unzulässig|ausgeschlossen|tabu)"
_GRANTED_DE = (
    "(?:erlaubt|gestattet|zulässig|zugelassen|erwünscht|genehmigt|akzeptiert|anerkannt|"
    "erstattet|erstattungsfähig|bezahlt|gezahlt|übernommen|versichert|mitversichert|abgedeckt|"
    "gedeckt|enthalten|inbegriffen|inklusive|gefördert|absetzbar|unterstützt|nötig|notwendig|"
    "erforderlich)"
)
_HEADING_DE = re.compile(
    rf"^(?:streng |strikt |grundsätzlich |ausdrücklich )?(?:nicht (?:mehr )?{_GRANTED_DE}|"
    rf"{_BANNED_DE})(?: (?:ist|sind|wird|werden|bleibt|bleiben))?$|"
    rf"^(?:verbotene|unzulässige|ausgeschlossene)[rns]? \w+$|^(?:niemals|nie|auf keinen fall)$|"
    rf"^(?:was|welche\w*) (?!(?:tun|passiert|geschieht|ändert)\b)(?!.*\b(?:wenn|falls)\b).*"
    rf"\b(?:nicht|nie|niemals|{_BANNED_DE})\b|"
    rf"\b(?:darf|darfst|dürfen|dürft)\b.*\b(?:nicht|nie|niemals)$|"
    rf"^nur (?:für|mit|nach|auf|bei|in|im|an|am|von|durch)\b",
    re.IGNORECASE,
)
"""The same in German: "Verboten", "Nicht erstattet werden", "Was wir nicht zahlen"."""

_HEADING = re.compile(
    rf"{_ORDERS.pattern}|"
    rf"^(?:\w+ly |still )?{_DENIED} (?:\w+ly |yet )?{_GRANTED}\b|"
    rf"(?<!\bis )(?<!\bare )(?<!ing )\bnot {_GRANTED}$|"
    rf"^(?:what|which|who|where)\b(?! (?:to|if|happens|changes|about)\b)(?!.*\bwho\b)"
    rf".*\b{_DENIED}\b|"
    rf"^what not to\b|"
    rf"^(?:\w+ly )?{_BANNED}\b|^(?:things|what) to avoid$|^avoid$|"
    rf"(?<!\bis )(?<!\bare )(?<!ing )\b{_BANNED}$|"
    rf"^(?:what|which)\b.*\b(?:(?:is|are) (?:{_BANNED}|excluded)|excludes?)$|"
    rf"^(?:\w+ly )?excluded\b|^(?:(?!\w+ing )\w+ )?exclusions$|"
    rf"^only (?:for|with|on|in|by|after)\b|^only\b.*\b(?:can|may|must|should|shall)$|"
    rf"(?<!read[ -])(?<!view[ -])(?<!write[ -])(?<!the )(?<!not )\bonly$",
    re.IGNORECASE,
)
"""What holds of each line below it, and not for whom or when the lines are meant ("No receipt",
"When it does not work"), nor an order that is complete ("Never share your password")."""

_BOTH = re.compile(
    r"\b(?:and|or)(?: \w+)? (?:not|never|don'?ts)\b|/|\?|\((?:not|nicht)\)|"
    r"\b(?:und|oder)(?: \w+)? (?:nicht|erlaubt|verboten|untersagt|ausgeschlossen)\b",
    re.IGNORECASE,
)
"""Below "what is and is not covered" a line may be either."""

_LONGEST = 8
"""Words of the first part of a fragment at most."""

_SUBJECTS = frozenset(
    words(
        """
    i we you he she it they this that these those there nobody everyone everybody
    ich wir ihr du er sie es das dies niemand alle jeder
        """
    )
)
_VERBS = VERBS | frozenset(
    words(
        """
    ist sind waren wird werden wurde wurden darf dürfen kann können muss müssen soll sollen
    sollte sollten haben bleibt bleiben gilt gelten gibt braucht brauchen bekommt bekommen
    zahlt zahlen kostet kosten
        """
    )
)
"""None of the German ones is an English noun, as "hat" and "war" are."""


def headed(unit: Unit, heading: str) -> Unit:
    """The unit, led by the last part of its `heading` ("A > B") where that denies or restricts it.

    A lead that is a sentence ("You may take instead:") says by itself what holds.
    """
    nearest = " ".join(heading.rpartition(" > ")[2].split()).rstrip(" :.!*")
    if unit.kind == "code" or not denies(nearest) or not _leans(unit, nearest):
        return unit
    if unit.lead and not _is_fragment(unit.lead):
        return unit
    return replace(unit, lead=_joined(nearest, unit.lead), headed=True)


def _joined(heading: str, lead: str) -> str:
    """Both as one lead: "Not allowed in the office:".

    Without a colon between them, or the heading would be a clause that denies nothing.
    """
    first = facts(lead).tokens[:1]
    if first and is_common(first[0].norm) and not lead[1:2].isupper():
        lead = lead[:1].lower() + lead[1:]
    return f"{heading} {lead}" if lead else f"{heading}:"


def denies(heading: str) -> bool:
    """Whether a heading denies or restricts what stands below it."""
    said = readable(heading)
    denied = _HEADING.search(said) or _HEADING_DE.search(said)
    return bool(denied) and not _BOTH.search(said)


def _leans(unit: Unit, heading: str) -> bool:
    """Whether it is no sentence by itself; of a list, whether one of its lines is none."""
    if unit.kind in ("row", "table"):
        return True
    if unit.kind == "sentence":
        # "Ask the team." is denied below "Never", and an advice below "Not allowed".
        ordered = _ORDERS.search(readable(heading)) or not _is_order(unit.text)
        return bool(ordered) and _is_fragment(unit.text)
    return any(map(_is_fragment, unit.text.splitlines()))


def _is_fragment(text: str) -> bool:
    """Whether its first clause has no verb that follows a subject; orders have none either."""
    said = [token for token in facts(text.lstrip("-0123456789.) ")).tokens if token.text != ":"]
    ends = (
        at for at, token in enumerate(said) if token.kind == "break" or token.norm in SUBORDINATORS
    )
    first = [token.norm for token in said[: next(ends, len(said))]]
    if not first or first[0] in _SUBJECTS or text.endswith("?"):
        return False
    return len(first) <= _LONGEST and not _VERBS & set(first)


def _is_order(text: str) -> bool:
    """Whether it may be one: "Ask the team"."""
    first = [token.norm for token in facts(text).tokens[:2]]
    return len(first) > 1 and first[1] in DETERMINERS
