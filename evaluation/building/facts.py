"""A short answer -> the spellings by which a right text is known: `must_include`."""

import re

from evaluation.building.spans import WORDS

Groups = list[list[str]]

_NUMBER = re.compile(r"(?<![\w/])\d+(?:[.,:]\d+)*(?![/-])")
_NAME = re.compile(r"(?<!^)(?<![.?!] )\b[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*")
_UNIT = re.compile(r"(?:minute|hour|day|week|month|year)s")
_DATE = re.compile(
    r"(?P<day>\d{1,2}) (?P<month>[A-Z][a-z]{2,8})\b|"
    r"\b(?P<earlier>[A-Z][a-z]{2,8}) (?P<later>\d{1,2})\b"
)
_DIGITS = {number: word for word, number in WORDS.items()}
_SHORT = 8
"""Words. A longer answer can be right in other words."""


def must_include(answer: str) -> Groups:
    """One group of spellings for each fact of a short answer; none where it is long."""
    words = answer.split()
    if len(words) > _SHORT:
        return []
    numbers = [_spellings(number, answer) for number in _NUMBER.findall(answer)]
    spelled = [word for word in re.findall(r"[a-z]+", answer.lower()) if WORDS.get(word, 0) > 1]
    numbers += [_spellings(word, answer) for word in spelled]
    if numbers:
        return numbers
    bare = re.sub(r"^(?:an?|the|your|our) ", "", answer)
    return [[bare]] if len(bare.split()) <= 3 else []


def named(text: str) -> Groups:
    """Numbers and names of a text that somebody wrote freely, if it is short."""
    if len(text.split()) > 25:
        return []
    numbers = [_spellings(number, text) for number in _NUMBER.findall(text)]
    spelled = [word for word in re.findall(r"[a-z]+", text.lower()) if WORDS.get(word, 0) > 2]
    names = [[name] for name in _NAME.findall(text) if name != "I"]
    found: Groups = []
    for group in [*numbers, *(_spellings(word, text) for word in spelled), *names]:
        if group not in found:
            found.append(group)
    return found


def _spellings(number: str, answer: str) -> list[str]:
    """ "27" and "twenty-seven". Below ten its neighbour goes along, as "2" is in "2024"."""
    date = _DATE.search(answer)
    if date and number in date.groups():
        day, month = date["day"] or date["later"], date["month"] or date["earlier"]
        return [f"{day} {month}", f"{month} {day}"]
    value = WORDS.get(number)
    if value is None and number.isdigit():
        value = int(number)
    if value is None or value > 99:
        return list(dict.fromkeys([number, number.replace(",", "")]))
    forms = [str(value)]
    if value in _DIGITS:
        forms.append(_DIGITS[value])
    elif value // 10 * 10 in _DIGITS:
        forms.append(f"{_DIGITS[value // 10 * 10]}-{_DIGITS[value % 10]}")
    beside = re.search(rf"(?<!\w){re.escape(number)}(?P<next>\s?%| \w+)", answer, re.IGNORECASE)
    if value > 9 or not beside:
        return forms
    following = beside["next"].strip()
    if following == "%":
        return [f"{form}{end}" for form in forms for end in ("%", " %", " percent")]
    following = following.removesuffix("s") if _UNIT.fullmatch(following) else following
    return [f"{form}{joint}{following}" for form in forms for joint in (" ", "-")]
