"""From documents to a suite: candidates, a mix of kinds, documents without some evidence."""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from answering.units import collapse
from evaluation.building.candidate import Candidate
from evaluation.building.case import KINDS, BuiltCase, answered
from evaluation.building.corpus import Corpus, Text
from evaluation.building.follow_ups import follow_ups
from evaluation.building.grammar import telling
from evaluation.building.joining import pairs
from evaluation.building.leaving_out import may_answer, to_remove, without
from evaluation.building.rewording import reworded
from evaluation.building.selection import quotas, short_first, varied
from evaluation.building.sieve import Sieve
from evaluation.building.slips import slipped


@dataclass(frozen=True)
class Built:
    """The cases, and the documents as the suite holds them; what was wanted and dropped."""

    cases: tuple[BuiltCase, ...]
    texts: tuple[Text, ...]
    wanted: dict[str, int]
    candidates: int
    dropped: Counter[str]

    def counts(self) -> dict[str, int]:
        """How many cases there are of each kind."""
        found = Counter(case.type for case in self.cases)
        return {kind: found[kind] for kind in KINDS}


def build(
    corpus: Corpus, questions: int, seed: int, candidates: Sequence[Candidate] | None = None
) -> Built:
    """A suite of up to `questions` cases; the same seed and documents give the same suite.

    `candidates` were made elsewhere, by a model for example; else the rules make them.
    """
    rng = random.Random(seed)  # noqa: S311 - nothing secret
    sieve = Sieve(corpus)
    found = list(sieve.run() if candidates is None else candidates)
    wanted = quotas(questions)
    pool = varied(found, rng)
    removed, hopeless = _left_out(corpus, pool, wanted["unanswerable"], sieve.dropped)
    gone = {case.question for case in hopeless}
    left = [
        each for each in pool if each.question not in gone and not _touches(each.evidence, removed)
    ]
    cases = [*_answerable(left, wanted, corpus, rng), *hopeless]
    changed = (without(text, removed) for text in corpus.texts)
    texts = tuple(text for text in changed if text.text.strip())
    kept = list(_holding(cases, texts))
    return Built(tuple(_numbered(kept)), texts, wanted, len(found), sieve.dropped)


def _left_out(
    corpus: Corpus, pool: Sequence[Candidate], count: int, dropped: Counter[str]
) -> tuple[set[str], list[BuiltCase]]:
    """The quotes to take out, and the questions that nothing answers then."""
    removed: set[str] = set()
    cases: list[BuiltCase] = []
    chosen: list[Candidate] = []
    for candidate in short_first(pool):
        if len(cases) >= count:
            break
        quotes = to_remove(corpus, candidate, removed)
        if quotes is None:
            dropped["something else may answer it when its evidence is left out"] += 1
            continue
        removed |= quotes
        chosen.append(candidate)
        cases.append(
            BuiltCase("", candidate.question, "unanswerable", answerable=False,
                      asked_about=candidate.label, left_out=candidate.evidence)
        )  # fmt: skip
    # What one removal leaves behind may still answer: look at the documents as they are now.
    fresh = Corpus(without(text, removed) for text in corpus.texts)
    sound = [
        case
        for case, each in zip(cases, chosen, strict=True)
        if not any(
            may_answer(line, each.question, each.answer)
            for line in fresh.lines_with(telling(each.question), 0.5)
        )
    ]
    return removed, sound


def _answerable(
    pool: Sequence[Candidate], wanted: dict[str, int], corpus: Corpus, rng: random.Random
) -> Iterator[BuiltCase]:
    waiting = iter(pool)
    yield from islice((answered("single", c.question, c) for c in waiting), wanted["single"])
    # Few documents: what is left over is not enough, and a question may come in two forms.
    rest = [*waiting, *pool]

    def changed(kind: str, change: Callable[[Candidate], str | None]) -> Iterator[BuiltCase]:
        used: set[str] = set()
        for candidate in rest:
            question = None if candidate.question in used else change(candidate)
            used.add(candidate.question)
            if question and question != candidate.question:
                yield answered(kind, question, candidate)

    yield from islice(
        changed("paraphrase", lambda c: reworded(c.wording, rng)), wanted["paraphrase"]
    )
    rest.reverse()
    yield from islice(
        changed("typo", lambda c: slipped(c.question, corpus.vocabulary, rng)), wanted["typo"]
    )
    yield from _spread(follow_ups(pool), wanted["followup"], rng)
    yield from _spread(pairs(pool), wanted["two_doc"], rng)


def _spread(cases: Iterable[BuiltCase], count: int, rng: random.Random) -> list[BuiltCase]:
    """`count` of `cases`, from as many documents as there are, no question twice."""
    waiting = list(cases)
    rng.shuffle(waiting)
    seen: Counter[tuple[str, ...]] = Counter()
    ranked: list[tuple[int, int]] = []
    asked: set[tuple[str, ...]] = set()
    for number, case in enumerate(waiting):
        facts = case.evidence
        if facts in asked:
            continue
        asked.add(facts)
        ranked.append((seen[case.sources], number))
        seen[case.sources] += 1
    return [waiting[number] for _, number in sorted(ranked)[:count]]


def _touches(evidence: str, removed: Iterable[str]) -> bool:
    return any(quote in evidence or evidence in quote for quote in removed)


def _holding(cases: Iterable[BuiltCase], texts: Sequence[Text]) -> Iterator[BuiltCase]:
    """The cases whose evidence stands word for word in the documents of the suite."""
    flat = {text.label: collapse(text.text) for text in texts}
    for case in cases:
        if all(e in flat[s] for e, s in zip(case.evidence, case.sources, strict=True)):
            yield case


def _numbered(cases: Iterable[BuiltCase]) -> Iterator[BuiltCase]:
    counts: Counter[str] = Counter()
    for case in cases:
        counts[case.type] += 1
        yield replace(case, id=f"{case.type}-{counts[case.type]:03}")
