"""What kind of thing a question asks for, and whether a sentence has such a thing at all."""

import re
from typing import Literal

Kind = Literal["number", "time", "any"]

_TIME = re.compile(
    r"\b(?:when|what (?:time|date|day|days|month|year|hours?)|which (?:day|month|year)|"
    r"by when|how (?:soon|fast|quick(?:ly)?|often|early|late|long|far (?:ahead|in advance))|"
    r"deadline|wann|wie (?:lange|oft)|cuándo|cuando|quand)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\b(?:how (?:many|much|big|large|high|old|tall|far|wide|heavy|few)|what (?:share|percentage|"
    r"percent|amount|number|rate|size|price|age|salary|discount|fraction|proportion)|"
    r"max(?:imum)?|minimum|limit|cap|cost|wie ?viele?|cuánt[oa]s?|combien)\b",
    re.IGNORECASE,
)
_HOW_MANY = re.compile(r"\bhow (?:many|much)\b(?! more)", re.IGNORECASE)
_WITHOUT_NUMBER = re.compile(
    r"\b(?:nothing|free|any|anything|both|each|few|several|couple|dozens|full|same|most|as "
    r"(?:much|many))\b",
    re.IGNORECASE,
)
"""An amount for all that."""
_DIGIT = re.compile(r"\d")
_NUMBER_WORD = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|"
    r"forty|fifty|sixty|ninety|hundred|thousand|million|billion|half|third|quarter|dozen|once|"
    r"twice|first|second|single|double|no|none|unlimited|all|every)\b",
    re.IGNORECASE,
)
_TIME_WORD = re.compile(
    r"\b(?:days?|weeks?|months?|years?|hours?|minutes?|quarter(?:ly)?|annual(?:ly)?|daily|weekly|"
    r"monthly|yearly|century|centuries|decades?|immediately|january|february|march|april|may|"
    r"june|july|august|september|october|november|december|morning|noon|evening|midnight|(?:mon|tues|wednes|thurs|fri|satur|sun)days?)\b",
    re.IGNORECASE,
)


def expected(question: str) -> Kind:
    """What `question` asks for."""
    if _TIME.search(question):
        return "time"
    return "number" if _NUMBER.search(question) else "any"


def asks_how_many(question: str) -> bool:
    """Whether nothing but an amount can answer `question`, in English."""
    return bool(_HOW_MANY.search(question))


def has_amount(text: str) -> bool:
    """Whether an English `text` has any amount, be it "nothing"."""
    return has("number", text) or bool(_WITHOUT_NUMBER.search(text))


def has(kind: Kind, text: str) -> bool:
    """Whether `text` has what a question of this kind asks for; of "any", always."""
    if kind == "number":
        return bool(_DIGIT.search(text) or _NUMBER_WORD.search(text))
    if kind == "time":
        return bool(_DIGIT.search(text) or _TIME_WORD.search(text))
    return True
