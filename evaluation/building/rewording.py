"""The same question in other words, by templates: word order, contractions, a casual beginning.

No synonyms: a dictionary of them is not at hand, and words of the question itself stay. What
these paraphrases test is the form of a question, not its vocabulary.
"""

import random
import re

from evaluation.building.candidate import Wording

_ASKING = (
    "does anybody know {}?", "can you tell me {}?", "I need to know {}.", "not sure {}, any idea?",
    "could somebody remind me {}?", "I was wondering {}.", "what do the documents say about {}?",
)  # fmt: skip
_BEFORE = ("quick question: {}", "hi, {}", "sorry if this was asked before: {}", "hey team, {}")
_FORMS = (
    (r"^How long is (?P<x>.+)\?$", "what is the length of {x}?"),
    (r"^How long is (?P<x>.+)\?$", "{x} - how long exactly?"),
    (r"^How many (?P<n>[a-z]+(?: of [a-z]+)?) (?P<x>(?:do|does|can|should|are|is) .+)\?$",
     "what number of {n} {x}?"),
    (r"^Who is the owner of (?P<x>.+)\?$", "who owns {x}?"),
    (r"^How do I (?P<x>.+)\?$", "what's the way to {x}?"),
    (r"^How do I (?P<x>.+)\?$", "I want to {x}, what are the steps?"),
    (r"^What should I do if (?P<x>.+)\?$", "{x}. What now?"),
    (r"^What happens if (?P<x>.+)\?$", "and what if {x}?"),
    (r"^What happens when (?P<x>.+)\?$", "what comes next when {x}?"),
    (r"^(?:What|How much) is the (?P<x>.+)\?$", "{x}?"),
    (r"^(?:What|How much) is the (?P<c>.+) for (?P<r>[^?]+)\?$", "for {r}, what's the {c}?"),
)  # fmt: skip


def reworded(wording: Wording, rng: random.Random) -> str | None:
    """Another way to ask it; None for a question that no template fits."""
    direct = wording.direct
    asked = [
        form.format(**match.groupdict())
        for pattern, form in _FORMS
        if (match := re.match(pattern, direct))
    ]
    if wording.indirect:
        asked += [template.format(wording.indirect) for template in _ASKING]
    contracted = _contracted(direct)
    lowered = f"{contracted[:1].lower()}{contracted[1:]}" if direct[1:2].islower() else contracted
    asked += [template.format(lowered) for template in _BEFORE] if contracted != direct else []
    if not asked:
        return None
    chosen = rng.choice(asked)
    return f"{chosen[:1].upper()}{chosen[1:]}" if rng.random() < 0.5 else chosen


def _contracted(question: str) -> str:
    """ "What is the" as "What's the"."""
    return re.sub(r"^(What|Who|When|Where|How) is\b", r"\1's", question)
