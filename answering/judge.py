"""Whether the retrieved passages can answer the question at all.

Refusing well matters as much as answering: a bot that always says something teaches people not
to trust it. Two judges must agree. One adds up likenesses: do the passages speak of this? The
other is the span model: does one of them say it? The second reads little into questions in the
first person, which tell a story in words that no document has, nor into tables, since it learned
from prose; so there the first decides alone, of tables if a row has half of the question's words.
So it does if what is asked with yes or no is said word for word.

Neither knows what an answer needs. So none is one if the best row is for something else than the
name that is asked for, or if "how many" is asked and no amount is said; and what the second finds
counts less by what the question says and the best sentence does not.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from answering.confidence import Confidence
from answering.expected import asks_how_many, has_amount
from answering.mismatch import mismatch
from answering.question import Question
from answering.ranking import Candidate, Ranking
from answering.retrieval.filters import parse_filter
from answering.retrieval.parts import clauses
from answering.rewrite import content, in_context, last_asked, standalone, subject
from answering.unmentioned import unmentioned
from answering.words import coverage
from indexing.languages import is_english
from indexing.store import PassageStore
from indexing.terms import is_stop_word, terms

# The weights within the evidence are set by hand: those fitted on encyclopaedia questions carried
# over less well to employees' questions. The probability that is made of it is fitted
# (docs/evaluation.md, "Where the bot's own threshold comes from").
_LIKENESS = 1.0
"""A sum of likenesses that speaks neither for an answer nor against one."""
_LIKENESS_IF_STRANGE = 1.3
"""The same for a short question with a word of which no document speaks: what it asks about is
most likely not there, however alike the rest is. Long questions tell stories in own words."""
_LIKENESS_WEIGHT = 5.0

_FEW = 3
"""Passages that are all there is, or nearly."""
_UNLIKE = 0.1
"""The cosine of a passage about something else."""

_SAID = -0.25
"""The same for a sum of likenesses and of what the span model says of the passages."""
_SAID_WEIGHT = 0.4
"""Times the share of the question's words that a sentence has: only where the wording is the
same does a passage that does not answer look like one that does."""

_LOOKED_UP = 0.5
"""Share of the question's words that a row has if it is looked up: "internet", "Poland"."""

_IN_VAIN = -3.0
"""Evidence at most, in logits, if what is asked for cannot stand in what was found."""
_FIRST = 2
"""Sentences of which one has what is asked for; later ones only add to it."""
_FOR_ALL_ELSE = re.compile(
    r"\b(?:others?|elsewhere|else|rest|remaining|any|anywhere|all|every|default|worldwide|abroad)\b",
    re.IGNORECASE,
)
"""A row that holds for what is not named, too."""

_YES_OR_NO = re.compile(
    r"(?:do|does|did|is|are|was|were|can|may|must|should|shall|has|have|will)\b", re.IGNORECASE
)
_WORD_FOR_WORD = 0.95
"""Share of a yes-or-no question's words that a sentence has if it says it, or the opposite."""

_PART = 0.35
"""A part of a question is missing if nothing found is at least so like it."""

_SHORT = 6
"""Terms."""
_PERSONAL = re.compile(
    r"\b(?:i|i'm|i've|i'd|my|me|mine|we|we're|we've|our|us|you|your)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Verdict:
    """`probability` (0..1) that the passages answer; `missing` are the parts they do not,
    `unmentioned` the names that no document has."""

    probability: float
    answerable: bool
    missing: tuple[str, ...] = ()
    unmentioned: tuple[str, ...] = ()


def judged(
    question: Question,
    query: str,
    typed: str,
    cosines: Iterable[float],
    ranking: Ranking,
    store: PassageStore,
    confidence: Confidence,
) -> Verdict:
    """Judge passages, at least one, by their `cosines` and the `ranking` of their sentences.

    `query` is `question` made complete, without filters and slips; `typed` the same with slips.
    """
    cosines = sorted(cosines, reverse=True)
    # Where little is indexed, what was found last may be like the question, too.
    last = cosines[-1] if len(cosines) > _FEW else min(cosines[-1], _UNLIKE)
    found = cosines[0] + (cosines[0] - last)
    needed = _LIKENESS_IF_STRANGE if is_strange(question, store) else _LIKENESS
    evidence = _evidence(question, query, found, needed, ranking)
    names = unmentioned(question, store)
    ranked = ranking.best(query)
    if _looked_up_in_vain(names, ranked) or _counted_in_vain(question, ranked[:_FIRST]):
        evidence = min(evidence, _IN_VAIN)
    probability = confidence.of(evidence)
    answerable = probability >= confidence.least
    return Verdict(probability, answerable, _missing(typed, ranking), names)


def _evidence(
    question: Question, query: str, found: float, needed: float, ranking: Ranking
) -> float:
    """What speaks for an answer, in logits: the judge that finds less of it decides.

    `found` says how like the question the passages are and stand out, `needed` how much it takes.
    """
    best = ranking.best(query)
    likeness = found + (best[0].score if best else 0.0)
    alike = _LIKENESS_WEIGHT * (likeness - needed)
    if ranking.margin is None or _PERSONAL.search(question.text):
        return alike
    shares = [_shared(query, candidate.unit.text, ranking) for candidate in best]
    if best and best[0].unit.kind == "row" and shares[0] >= _LOOKED_UP:
        return alike
    if best and _YES_OR_NO.match(question.text) and shares[0] >= _WORD_FOR_WORD:
        return alike
    shared = max(shares, default=0.0)
    said = likeness + _SAID_WEIGHT * shared * ranking.margin - _SAID
    return min(alike, said + (_mismatch(question, best[0], ranking) if best else 0.0))


def _mismatch(question: Question, best: Candidate, ranking: Ranking) -> float:
    # "before 2024" says where to look, even where nothing was found there.
    _, asked = parse_filter(question.text)
    said = f"{best.unit.lead} {best.unit.text}"
    return mismatch(asked, said, ranking.passages[best.passage])


def _looked_up_in_vain(names: Sequence[str], ranked: Sequence[Candidate]) -> bool:
    """Whether the best is a row of a table that has none for what is asked for by name."""
    if not names or not ranked or ranked[0].unit.kind != "row":
        return False
    row = ranked[0]
    return not any(
        _FOR_ALL_ELSE.search(each.unit.text)
        for each in ranked
        if (each.passage, each.unit.block) == (row.passage, row.unit.block)
    )


def _counted_in_vain(question: Question, best: Sequence[Candidate]) -> bool:
    """Whether it asks how many, and none of the best sentences has an amount.

    Only of English texts: elsewhere numbers are written in words that nobody looks for.
    """
    if not best or not asks_how_many(question.text):
        return False
    said = [f"{each.unit.lead} {each.unit.text}" for each in best]
    return all(is_english(text.split()) and not has_amount(text) for text in said)


def whole(question: Question, store: PassageStore) -> str:
    """`question` with what it leans on; one about something new leans on nothing.

    It is about something new if no document speaks of it and of what was said before.
    """

    def is_new(asked: Question) -> bool:
        now = content(store.corrected(asked.text, asked.audience))
        before = content(store.corrected(subject(asked.history), asked.audience))
        return bool(now) and not store.together(now, before, asked.audience)

    return standalone(question, is_new)


def is_strange(question: Question, store: PassageStore) -> bool:
    """Whether `question` is short and has a word of which no document its asker may read speaks."""
    asked = terms(store.corrected(question.text, question.audience))
    words = [word for word in dict.fromkeys(asked) if not is_stop_word(word)]
    return len(words) <= _SHORT and bool(store.unknown(words, question.audience))


def _shared(query: str, text: str, ranking: Ranking) -> float:
    return coverage(terms(query), text, ranking.weights)


def _missing(typed: str, ranking: Ranking) -> tuple[str, ...]:
    """The clauses of a question in several that nothing found is like, as they were typed."""
    asked = clauses(last_asked(typed))
    missing = []
    for clause, meant in in_context(asked, typed.rpartition("\n")[0]):
        best = ranking.best(meant)
        if not best or best[0].score < _PART:
            missing.append(clause)
    return tuple(missing) if len(missing) < len(asked) else ()
