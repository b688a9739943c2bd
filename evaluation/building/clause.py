"""A sentence taken apart: subject, finite verb, and what follows."""

import re
from dataclasses import dataclass

from evaluation.building import grammar, lexicon
from evaluation.building.grammar import AUXILIARIES, BE, DETERMINERS, JOINING, PREPOSITIONS

_LONGEST_SUBJECT = 7
_NUMBERS = lexicon.words("numbers") | lexicon.words("tens")
_NO_SUBJECT = lexicon.words("no subject")


@dataclass(frozen=True)
class Clause:
    """`auxiliary` is "" where a question needs "do"; `verb` then is the base form.

    An order ("Tell your team by ten") has the subject "" and no auxiliary.
    """

    subject: str
    auxiliary: str
    verb: str
    finite: str
    rest: str

    @property
    def order(self) -> bool:
        """Whether the sentence tells its reader to do something."""
        return not self.subject

    @property
    def helper(self) -> str:
        """The auxiliary of a question about this clause."""
        if self.order:
            return "should"
        if self.auxiliary == "are" and self.subject == "you":
            return "am"
        return self.auxiliary or ("do" if self.finite == self.verb else "does")

    @property
    def asker(self) -> str:
        """The subject, as the person who asks says it."""
        return "I" if self.order or self.subject == "you" else grammar.asked_by_me(self.subject)


def parse(sentence: str) -> Clause | None:
    """The clause of a plain sentence without its full stop; None where it is not plain."""
    words = sentence.split()
    if len(words) < 3:
        return None
    first = words[0].lower()
    if first in grammar.verbs() and begins_object(words[1]):
        return Clause("", "", first, first, " ".join(words[1:]))
    for at in range(1, min(len(words) - 1, _LONGEST_SUBJECT + 1)):
        word, after = words[at], words[at + 1]
        if word in JOINING or not re.fullmatch(r"[\w'’.&/-]+", words[at - 1]):
            return None
        if word in AUXILIARIES:
            return _with(words, at, word, "")
        if word in ("has", "have") and after == "been":
            return _with(words, at, word, "")
        base = grammar.third_persons().get(word)
        if base:
            return _with(words, at, "", base) if _is_verb_here(words, at) else None
        if word in grammar.verbs() and grammar.is_plural(" ".join(words[:at])):
            return _with(words, at, "", word) if _is_verb_here(words, at) else None
    return None


def _with(words: list[str], at: int, auxiliary: str, base: str) -> Clause | None:
    subject = " ".join(words[:at])
    plain = subject[:1].lower() + subject[1:] if words[0].lower() in DETERMINERS else subject
    if words[0] in ("You", "We", "People", "Employees", "Everybody", "Everyone"):
        plain = subject[:1].lower() + subject[1:]
    if not _is_subject(plain, auxiliary or words[at]):
        return None
    return Clause(plain, auxiliary, base, words[at], " ".join(words[at + 1 :]))


def _is_subject(subject: str, finite: str) -> bool:
    words = subject.split()
    lowered = [word.lower() for word in words]
    if lowered[-1] in PREPOSITIONS | DETERMINERS | AUXILIARIES or lowered[0] in PREPOSITIONS:
        return False
    if grammar.points_back(subject) or grammar.negated(subject) or set(lowered) & JOINING:
        return False
    if lowered[0] in _NO_SUBJECT:
        return False
    if lowered[0].endswith("ly") or any(word.endswith(("ing", "ed")) for word in lowered[:1]):
        return False
    # "Data scientists is" and "the plan are" were cut in the wrong place.
    if finite in BE | {"has", "have"}:
        return grammar.is_plural(subject) == (finite in ("are", "were", "have"))
    return True


def _is_verb_here(words: list[str], at: int) -> bool:
    """Whether what stands at `at` is a verb and no noun ("the plan costs" / "the costs of")."""
    before, after = words[at - 1].lower(), words[at + 1].lower()
    if before in DETERMINERS | PREPOSITIONS or before.endswith(("'s", "’s", "ing")):
        return False
    if any(word in AUXILIARIES for word in words[at + 1 : at + 4]):
        return False
    return begins_object(after) and after != "of"


def begins_object(word: str) -> bool:
    """Whether `word` begins what follows a verb rather than another noun of the subject."""
    lowered = word.lower().rstrip(",")
    return (
        lowered in DETERMINERS
        or lowered in PREPOSITIONS - {"of"}
        or lowered in ("you", "me", "us", "them", "everything", "how", "what", "whether", "out")
        or word[:1].isupper()
        or word[:1] in "#€$£"
        or bool(re.match(r"\d", word))
        or lowered.endswith("ly")
        or lowered in _NUMBERS
    )
