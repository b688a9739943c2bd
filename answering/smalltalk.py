"""Greetings, thanks and "what can you do": a friendly line instead of a search."""

import re
from collections.abc import Sequence

import prompts
from answering.question import Turn
from answering.rewrite import points_back

_EMOJI = r"(?::[a-z0-9_+-]+:|[^\w\s])*"
_NAME = (
    r"(?:\s+(?:there|all|everyone|team|footnote|bot|again|so much|a lot|very much|a bunch|"
    r"for (?:your|the) help))*"
)
_KINDS = {
    "greeting": r"hi+|hello|hey+|hiya|good (?:morning|afternoon|evening|day)|greetings|howdy|"
    r"hallo|hola|bonjour|moin",
    "thanks": r"thanks?|thank you|thx|ty|cheers|much appreciated|danke|gracias|merci|"
    r"(?:great|perfect|awesome|cool|nice)(?:,? thanks?(?: you)?)?|got it(?:,? thanks?)?",
    "goodbye": r"bye(?: bye)?|goodbye|see you|see ya|good night",
    "help": r"help|what can you (?:do|help(?: me)? with)|who are you|what are you|"
    r"how do(?:es)? (?:you|this) work|what do you do|can you help me",
}
_PATTERNS = {
    kind: re.compile(rf"^\s*(?:{words}){_NAME}\s*{_EMOJI}\s*$", re.IGNORECASE)
    for kind, words in _KINDS.items()
}


def reply(text: str, history: Sequence[Turn] = ()) -> str | None:
    """The line to say when `text` is small talk and nothing else, or None.

    "How does this work?" asks about the bot unless there is a `history` to point back to.
    """
    for kind, pattern in _PATTERNS.items():
        if pattern.match(text):
            is_about_history = kind == "help" and bool(history) and points_back(text)
            return None if is_about_history else prompts.load(kind)
    return None
