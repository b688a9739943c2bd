"""Which evidence may be the source of a sentence, and what speaks against it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from answering.checking.alignment import Alignment, align, items
from answering.checking.attachment import attached, misattached
from answering.checking.conditions import unconditional, unlimited
from answering.checking.difference import difference
from answering.checking.evidence import Evidence
from answering.checking.facts import Facts
from answering.checking.leads import unforbidden
from answering.checking.modes import changed_mode
from answering.checking.polarity import clauses, contradicts
from answering.checking.replaced import added, other_subject, replaced
from answering.checking.restrictions import unrestricted
from answering.checking.roles import swapped
from answering.checking.wording import Vocabulary

SHARE = 0.5
"""Of a sentence's content words, so many must stand in its source or in the place's name."""

_OWN_SHARE = 0.25
"""The same of the source alone: a title makes no sentence true."""

_JOINED_SHARE = 0.6
"""The same where the source is several sentences: two hold more words than one."""

_JOINED_COST = 0.15
"""What the score of several units is lowered by."""

_NEAR_SHARE = 0.5
"""Below this share of words and marks no sentence repeats another."""

_CLOSE = 0.6
"""Below this share of the words, each fact must also stand among words that it shares."""


@dataclass(frozen=True)
class Candidate:
    """Evidence from the `passage`-th passage."""

    passage: int
    item: Evidence
    own: float
    """Share of the sentence's words in the evidence itself."""
    score: float
    """The same with title and headings counted half, and rare words more."""
    changed: str | None = None
    """What the sentence changes of this one, which it repeats; None where it does not repeat."""
    closes: bool = False
    """Whether a change is the last word; not where the sentence may be of something else."""
    extended: bool = False
    """Whether the change is only that the sentence says more, which a neighbour may say too."""
    foreign: int = 0
    """Words of a repeating sentence that this one does not have."""
    whole: Facts | None = None
    """The sentence of which the candidate may support a part."""


def candidates(
    said: Facts,
    found: Sequence[tuple[int, Evidence]],
    weights: Mapping[str, float],
    whole: Facts | None = None,
) -> Iterator[Candidate]:
    """The evidence that shares enough words with what is `said`, perhaps as part of a `whole`.

    `weights` say how rare each concept of the passages is.
    """
    mine = items(said)
    marks = frozenset(item.mark for item in mine)
    wanted = frozenset(said.concepts)
    rare = {word: weights[word] for word in wanted if word in weights}
    for passage, item in found:
        if said.concepts and not wanted & item.known.concepts:
            continue
        have, own = item.known.share(wanted), item.said.share(wanted)
        score = (_weighed(item.known, rare) + _weighed(item.said, rare)) / 2
        score -= _JOINED_COST if item.joined else 0
        if own >= _NEAR_SHARE and len(marks & item.marks) >= _NEAR_SHARE * len(marks):
            laid = align(mine, item.items)
            if laid.near:
                yield _near(Candidate(passage, item, own, score, whole=whole), said, laid)
                continue
            more = added(said, laid, item.said, item.known) if laid.whole else ""
            if more:
                yield Candidate(passage, item, own, score, more, extended=True, whole=whole)
                continue
        enough = have >= (_JOINED_SHARE if item.joined else SHARE) and own >= _OWN_SHARE
        if enough and (said.concepts or said.quantities):
            yield Candidate(passage, item, own, score, whole=whole)


def _near(candidate: Candidate, said: Facts, laid: Alignment) -> Candidate:
    """A candidate that the sentence nearly repeats."""
    item = candidate.item
    place = Vocabulary.of(item.around.concepts)
    other, foreign = replaced(said, item.text, laid, item.said, place)
    changed = (
        difference(said, item.text, laid)
        or unforbidden(said, item.units[0])
        or ("" if other else altered(said, candidate))
    )
    more = "" if changed or other else added(said, laid, item.said, place)
    return replace(
        candidate,
        changed=changed or other or more,
        closes=bool(changed),
        foreign=foreign,
        extended=bool(more),
    )


def altered(said: Facts, candidate: Candidate) -> str:
    """What must, may, or holds only for some, or who does it to whom, where that is another."""
    item, source = candidate.item, candidate.item.own
    return (
        changed_mode(said, source)
        or unrestricted(said, source)
        or unconditional(said, source, item.around, candidate.whole or said)
        or ("" if item.joined else unlimited(said, source))
        or swapped(said, source)
    )


def _weighed(have: Vocabulary, rare: Mapping[str, float]) -> float:
    """The share (0..1) of the words that some passage has, rare ones first."""
    total = sum(rare.values())
    got = sum(weight for word, weight in rare.items() if word in have.concepts)
    return got / total if total else 0.0


def misplaced(said: Facts, candidate: Candidate) -> str:
    """A fact that the evidence ties to other words, or a negation that it has not."""
    item, words = candidate.item, frozenset(said.concepts)
    row = item.kind == "row"
    if row and item.others & words and not item.clauses[0].concepts & words:
        return "the source says this of something else"
    other = "" if row or item.joined else other_subject(said, item.text, item.known)
    if other:
        return other
    moved = misattached(
        attached(said),
        item.attached,
        item.around.concepts,
        joined=item.joined,
        strict=candidate.own < _CLOSE,
    )
    if moved:
        return f"{moved} belongs to something else in the source"
    turned = sum(
        1
        for amount in said.quantities
        if amount.bound
        and {other.bound for other in item.own.quantities if amount.equals(other)}
        == {"down" if amount.bound == "up" else "up"}
    )
    opposite = contradicts(clauses(said.tokens), item.clauses, item.anchors, turned, row=row)
    forbidden = "" if item.joined else unforbidden(said, item.units[0])
    return opposite or forbidden or altered(said, candidate)
