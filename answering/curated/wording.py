"""A question -> what it comes down to: the words that carry meaning, and what is asked for."""

import re
from dataclasses import dataclass
from functools import lru_cache

from answering.units import collapse
from indexing.terms import stem, terms


@dataclass(frozen=True)
class Wording:
    """What a question comes down to: `words` are the stems that carry meaning, in order,
    `spelled` the same as typed, `places` where they stand; `asks` is what is asked for."""

    words: tuple[str, ...]
    spelled: tuple[str, ...]
    places: tuple[int, ...]
    asks: frozenset[str]
    negations: int
    may: bool
    must: bool


_GAP = "§"
"""Stands where the question word was."""
_WORD = re.compile(rf"{_GAP}|[^\W_]+(?:['.,][^\W_]+)*")
_POLITE = re.compile(
    r"^(?:(?:hi|hey|hello|good (?:morning|afternoon|evening))"
    r"(?: (?:all|team|everyone|there|folks))?\b[\s,!.:]*)+"
    r"|\b(?:thanks|thank you|thx|cheers)(?: (?:in advance|a lot|so much|all))?[\s.!]*$"
    r"|\b(?:can|could|would|will) (?:you|someone|somebody|anyone|anybody)(?: please)? "
    r"(?:tell|explain|show|help|remind)(?: (?:me|us))?\b|\bi(?:'d| would)? (?:like|want) to know\b"
    r"|\b(?:does (?:anyone|anybody|someone)|do you) know\b|\bquick question\b|\bany idea\b"
    r"|\b(?:i'm|i am|i was)(?: just)? wondering\b"
)
_ASKS = re.compile(
    r"\bhow (?P<measure>much|many|long|often|far|fast|quick(?:ly)?|soon|old|big|large|high)\b"
    r"|\b(?:until |by |at |on )?(?P<when>when(?:'?s)?|(?:what|which) (?:time|date|day|hours?))\b"
    r"|\b(?P<why>why|how come)\b|\b(?P<how>how(?:'?s)?|what(?:'s| is) the (?:best )?way)\b"
    r"|\b(?P<where>where(?:'?s)?)\b|\b(?P<who>who(?:'?s|m|se)?)\b"
    r"|\b(?P<what>what(?:'?s)?|which)\b"
)
_AGAIN = re.compile(r"(?:\band|\bor|[^\w\s'])\s*$")
_SAME_MEASURE = {"many": "much", "quick": "fast", "quickly": "fast", "soon": "fast"}
MEASURES = frozenset({"much", "long", "often", "far", "fast", "old", "big", "large", "high"})
_WHETHER = re.compile(
    r"(?:^|[,.!?:;–]\s*)(?:is|are|am|was|were|do|does|did|can|could|may|must|should|shall|will|"
    r"would|has|have)(?:n't)?\b"
)
_NOT = re.compile(
    r"\b(?:no|not|nor|neither|none|nobody|nothing|never|without|cannot|can't|\w+n't|"
    r"(?:do|does|did|ca|is|are|wo|should)nt)\b"
)
_MAY = re.compile(
    r"\b(?:can|could|can't|cannot|may|allowed|permitted|possible|(?:able|ok|okay|fine) to)\b"
)
_MUST = re.compile(r"\b(?:must|(?:have|has) to|needs?|needed|required|mandatory|obliged)\b")
DIRECTIONS = frozenset({"by", "from"})
_KEPT = DIRECTIONS | {"did", "off", "out", "was", "were"}
"""Stop words that turn a meaning round: "log in" and "log out", "who pays" and "paid by whom"."""
_LIGHT = frozenset({"get", "gets", "have", "has", "let", "want"})
_JOINS = frozenset({"and", "or"})
_FILLERS = frozenset(
    {
        *("actually", "again", "already", "anybody", "anyone", "currently", "during", "each"),
        *("entitled", "every", "everybody", "everyone", "exactly", "find", "im", "ive", "kind"),
        *("know", "mean", "means", "now", "ok", "okay", "one", "per", "please", "pls", "plz"),
        *("really", "receive", "somebody", "someone", "sort", "still", "supposed", "within"),
    }
)
"""What may stand in a question or not without changing what it asks."""
_PERSONS = frozenset({"employee", "employees", "people", "person", "staff"})
"""The same, but not in "people team", nor in "how many people"."""


def wording(text: str, light: bool = False) -> Wording:
    """What `text` comes down to; of a pattern, one part between two `*`.

    Beside a `*`, `light` verbs count: it must not take "lose" for the "get" of "how do I get a *".
    """
    text = _POLITE.sub(" ", collapse(text.lower().replace("’", "'").replace("-", " ")))
    asks: set[str] = set()
    for match in _ASKS.finditer(text):
        # "The parent who gives birth", "when I am sick": not asked for.
        if not asks or _AGAIN.search(text[: match.start()]):
            measure = match["measure"]
            asks.add(_SAME_MEASURE.get(measure, measure) if measure else str(match.lastgroup))
    if not asks and _WHETHER.search(text):
        asks.add("whether")
    asked_for = _MUST.sub(" ", _MAY.sub(" ", _NOT.sub(" ", _ASKS.sub(f" {_GAP} ", text))))
    found: list[tuple[str, str, int]] = []
    typed = [word for word in _WORD.findall(asked_for) if word not in _JOINS]
    for place, (before, word, after) in enumerate(
        zip([_GAP, *typed], typed, [*typed[1:], _GAP], strict=False)
    ):
        stems = [stem(word)] if light and word in _LIGHT else _stems(word)
        if not (word in _PERSONS and before != _GAP and not _stems(after)):
            found += [(each, word if len(stems) == 1 else each, place) for each in stems]
    if asks and asks <= {"what", "much"} and any(each[0] in ("cost", "price") for each in found):
        # "What does it cost" and "how much is it" are one question.
        asks = {"much"}
        found = [each for each in found if each[0] not in ("cost", "price")]
    return Wording(
        words=tuple(each[0] for each in found),
        spelled=tuple(each[1] for each in found),
        places=tuple(each[2] for each in found),
        asks=frozenset(asks),
        negations=len(_NOT.findall(text)),
        may=bool(_MAY.search(text)),
        must=bool(_MUST.search(text)),
    )


def _stems(word: str) -> list[str]:
    if word in _KEPT:
        return [word]
    # "I'm" and "what's" carry no meaning, "manager's" does.
    bare = word in _FILLERS or ("'" in word and not terms(word.partition("'")[0]))
    return [] if bare else terms(word)


pattern_wording = lru_cache(maxsize=8192)(wording)  # Not of questions, which do not come again.
