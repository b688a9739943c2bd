"""One sentence -> the questions that it answers, by rules for its form."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from evaluation.building import grammar, lexicon
from evaluation.building.asking import ask_for, made
from evaluation.building.candidate import Wording
from evaluation.building.clause import Clause, begins_object, parse
from evaluation.building.grammar import AUXILIARIES, DETERMINERS, JOINING, PREPOSITIONS
from evaluation.building.spans import spans

_ASIDE = re.compile(r"\s*\([^()]*\)")
_UNFIT = re.compile(r"[\"“”„«»`*_|<>{}\[\]\\;…=]|https?:|www\.|\s[-–—]\s|—|\be\.g\.|\bi\.e\.")
_CONDITION = re.compile(r"^(?P<word>If|When) (?P<condition>[^,]+), (?:then )?(?P<main>.+)$")
_FRONT = re.compile(
    r"^(?P<front>(?:In|On|For|At|During|After|Before|From|Since|Within|Until) [^,]{3,40}), "
    r"(?P<main>.+)$"
)
_PURPOSE = re.compile(r"^To (?P<aim>[a-z]+ [^,:]+)[,:] (?P<main>.+)$")
_ASKING = re.compile(
    r"^(?P<verb>Ask|Contact|Email|Tell|Message) (?P<who>(?!for\b|about\b|to\b|your\b)[^,.]+?) "
    r"(?P<rest>(?:for|about|before|if|when|to|who) .+)$"
)
_USING = re.compile(r"^Use (?P<what>[^,]{3,50}?) (?P<rest>(?:to|for|when|if) .+)$")
_TELLING = lexicon.words("telling verbs")
_PERSONAL = lexicon.words("personal verbs")
_PRONOUNS = lexicon.words("pronouns")
_SHORTEST, _LONGEST = 4, 32
"""Words of a sentence."""


@dataclass(frozen=True)
class Made:
    """A question and its answer, by the rule of that name."""

    rule: str
    wording: Wording
    answer: str


InPlace = Callable[[str], str]
"""A phrase from the beginning of a sentence, as it is written within one."""


def questions(sentence: str, within: InPlace) -> Iterator[Made]:
    """What `sentence` (plain text) answers; nothing where its form is not a known one."""
    text = _ASIDE.sub("", sentence).strip()
    words = len(text.split())
    if not text.endswith((".", "!")) or not _SHORTEST <= words <= _LONGEST or _UNFIT.search(text):
        return
    text = text.rstrip(".!")
    if not text[:1].isupper():
        return
    conditional, purpose = _CONDITION.match(text), _PURPOSE.match(text)
    if conditional:
        yield from _conditional(conditional)
    elif purpose:
        yield from _purpose(purpose)
    elif asking := _ASKING.match(text):
        yield from _whom(asking)
    elif using := _USING.match(text):
        rest = grammar.asked_by_me(using["rest"])
        told = f"I should use {rest}"
        yield Made("using", Wording("What", "should", "I", f"use {rest}", told), using["what"])
    else:
        yield from _plain(text, within)


def _plain(text: str, within: InPlace) -> Iterator[Made]:
    front = _FRONT.match(text)
    if front:
        place = f"{front['front'][:1].lower()}{front['front'][1:]}"
        text = f"{front['main']} {place}" if "," not in front["main"] else ""
    defined = _definition(text, within)
    if defined:
        yield defined
        return
    named = re.match(
        r"^(?P<who>[A-Z][a-zà-ÿ]+ [A-Z][a-zà-ÿ]+) (?P<verb>[a-z]+) (?P<rest>.+)$", text
    )
    if named and named["verb"] in _PERSONAL and grammar.third_persons().get(named["verb"]):
        rest = f"{named['verb']} {_first_part(named['rest'])}"
        yield Made("who", Wording("Who", rest=rest, told=rest), named["who"])
        return
    clause = parse(text)
    if clause is None or grammar.negated(text):
        return
    clause = Clause(
        within(clause.subject), clause.auxiliary, clause.verb, clause.finite, clause.rest
    )
    for span in spans(clause.rest):
        wording = ask_for(clause, span)
        if wording:
            yield Made(span.kind, wording, span.core)
            return
    yield from _clausal(clause)


def _clausal(clause: Clause) -> Iterator[Made]:
    """Why something is, what something includes."""
    before, because, reason = clause.rest.partition(" because ")
    if because and "," not in before:
        yield Made("why", made(clause, "Why", before), f"because {reason}")
    elif not clause.order and clause.verb in _TELLING and len(clause.rest.split()) <= 14:
        words = clause.subject.split()
        if words[0][:1].isupper() or (len(words) > 1 and words[0] in DETERMINERS):
            yield Made("what", made(clause, "What", ""), clause.rest)


def _conditional(match: re.Match[str]) -> Iterator[Made]:
    """ "If you lose the key, tell IT at once": "What should I do if I lose the key?"."""
    main, word = match["main"], match["word"].lower()
    condition = grammar.asked_by_me(match["condition"])
    if not _is_condition(condition) or not _is_main(main):
        return
    if _is_order(main):
        rest = f"do {word} {condition}"
        wording = Wording("What", "should", "I", rest, f"I should {rest}")
    elif re.match(r"you (?:must|need to|have to)\b", main):
        wording = Wording("What", "do", "I", f"have to do {word} {condition}",
                          f"I have to do {word} {condition}")  # fmt: skip
    elif re.match(r"you (?:can|may)\b", main):
        wording = Wording("What", "can", "I", f"do {word} {condition}",
                          f"I can do {word} {condition}")  # fmt: skip
    else:
        rest = f"happens {word} {condition}"
        wording = Wording("What", rest=rest, told=rest)
    yield Made("condition", wording, main)


def _is_condition(text: str) -> bool:
    """Whether it has a subject and a verb, and says enough to be asked about."""
    words = text.split()
    return (
        len(words) >= 4
        and len(grammar.telling(text)) >= 3
        and not re.match(r"\w+(?:ing|ed|ly)\b", text)
        and words[0].lower() not in PREPOSITIONS | {"not", "possible", "necessary"}
        and not re.search(r"\b(?:and|or) (?:if|when)\b|\bany (?:other )?questions\b", text)
        and not re.match(r"(?:I|we)\b.*\b(?:its|their)\b", text)
        and (_has_verb(text) or bool(re.search(r"\w(?:ed|n['’]t)\b", text)))
    )


def _is_main(text: str) -> bool:
    """Whether it is a whole clause, and not the rest of an enumeration."""
    words = [word.strip(",").lower() for word in text.split()]
    if words[0] in JOINING | AUXILIARIES | {"as", "including", "such"} or words[0].endswith("ly"):
        return False
    if len(words) < 3:
        return False
    if _is_order(text) and re.search(r", (?:you|we|they|it) ", text):
        return False
    return _has_verb(text) or _is_order(text)


def _has_verb(text: str) -> bool:
    words = {word.strip(",").lower() for word in text.split()}
    return bool(words & (AUXILIARIES | grammar.verbs() | set(grammar.third_persons())))


def _is_order(text: str) -> bool:
    """Whether `text` tells its reader what to do."""
    words = re.sub(r"^(?:please|just|simply|always|first|kindly) ", "", text).split()
    first = words[0].lower()
    if first in grammar.verbs():
        return len(words) == 1 or begins_object(words[1]) or not words[1].endswith("s")
    return (
        len(words) > 1
        and first.isalpha()
        and words[0].islower()
        and first not in PREPOSITIONS | DETERMINERS | _PRONOUNS
        and not first.endswith(("s", "ly", "ing", "ed"))
        and words[1].lower() in PREPOSITIONS | DETERMINERS | {"it", "them", "me", "us"}
    )


def _purpose(match: re.Match[str]) -> Iterator[Made]:
    aim = grammar.asked_by_me(match["aim"])
    if aim.split()[0] in grammar.verbs() and _is_main(match["main"]):
        yield Made("how", Wording("How", "do", "I", aim, f"I {aim}"), match["main"])


def _whom(match: re.Match[str]) -> Iterator[Made]:
    who = match["who"]
    if match["verb"] == "Tell" and match["rest"].startswith("to "):
        return
    if not (who[:1].isupper() or who.split()[0].lower() in DETERMINERS) or len(who.split()) > 5:
        return
    said = f"{match['verb'].lower()} {grammar.asked_by_me(match['rest'])}"
    yield Made("whom", Wording("Who", "should", "I", said, f"I should {said}"), who)


def _definition(text: str, within: InPlace) -> Made | None:
    """ "A gateway is a device that …": "What is a gateway?"."""
    called = re.match(r"^(?P<what>[^,]{3,60}?) (?P<be>is|are) called (?P<name>[^,]{2,40})$", text)
    if called and called["name"][:1].isupper() and len(called["name"].split()) <= 4:
        subject = grammar.asked_by_me(within(called["what"]))
        told = f"{subject} {called['be']} called"
        wording = Wording("What", called["be"], subject, "called", told)
        return Made("called", wording, called["name"])
    match = re.match(
        r"^(?P<what>(?:An? )?[^\s,]+(?: [^\s,]+){0,2}) (?P<be>is|are) (?P<is>(?:an?|the|our) .+)$",
        text,
    )
    if not match:
        return None
    what, defined = match["what"], match["is"]
    words = what.split()
    proper = words[-1][:1].isupper() and words[0].lower() not in DETERMINERS
    general = words[0] in ("A", "An") and re.search(r"\b(?:that|which|who|for|of)\b", defined)
    if not (proper or general) or len(defined.split()) < 4 or len(defined.split()) > 24:
        return None
    if {word.lower() for word in words} & (PREPOSITIONS | JOINING):
        return None
    subject = within(what) if general else what
    return Made(
        "definition", Wording("What", match["be"], subject, "", f"{subject} {match['be']}"), defined
    )


def _first_part(text: str) -> str:
    return re.split(r"[,;:]| and | but ", text)[0].strip()
