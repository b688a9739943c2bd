"""Candidates of all documents, and the hard sieve that most of them do not pass."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from answering.units import collapse
from evaluation.building import grammar, page_rules, sentence_rules
from evaluation.building.candidate import Candidate, Wording
from evaluation.building.corpus import Corpus, Line, Section
from evaluation.building.matching import holds, says_answer, stands_in
from evaluation.correct import normalised

_FEWEST, _MOST = 4, 20
"""Words of a question."""
_ELSEWHERE = re.compile(
    r"^(?:please )?(?:see|refer to|check out|visit|click|watch)\b|"
    r"\b(?:see|using|the|an?|of|to|with|for|from|at|by|:)$",
    re.IGNORECASE,
)
_TWICE = "asked twice with different answers"
_DEFINING = frozenset(["called", "definition"])
_LONGEST_ANSWER = 160
"""Words; the list below a heading may be long, a page is no answer."""


class Sieve:
    """`kept` passed; `dropped` counts the others by reason."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self.kept: list[Candidate] = []
        self.dropped: Counter[str] = Counter()
        self._disputed: set[str] = set()

    def run(self) -> list[Candidate]:
        """Every candidate of the documents that passes, in reading order, each question once."""
        seen: dict[str, Candidate] = {}
        for section in self._corpus.sections:
            for candidate in _candidates(section, self._corpus):
                self.offer(candidate, seen)
        self.kept = list(seen.values())
        return self.kept

    def offer(self, candidate: Candidate, seen: dict[str, Candidate]) -> None:
        """Keep `candidate` among `seen` (by question), or count why not."""
        reason = self._reason(candidate)
        key = " ".join(normalised(candidate.question))
        twin = seen.get(key)
        if not reason and key in self._disputed:
            reason = _TWICE
        elif not reason and twin:
            same = normalised(twin.answer) == normalised(candidate.answer)
            reason = "asked already" if same else _TWICE
            if not same:
                self._disputed.add(key)
                self.dropped[_TWICE] += 1
                del seen[key]
        if reason:
            self.dropped[reason] += 1
            return
        others = self._elsewhere(candidate)
        if others is None:
            self.dropped["another document may answer it differently"] += 1
            return
        seen[key] = _with_alternatives(candidate, others)

    def _reason(self, candidate: Candidate) -> str:
        question, answer = candidate.question, candidate.answer
        if not _FEWEST <= len(question.split()) <= _MOST:
            return "the question is too short or too long"
        if len(answer.split()) > _LONGEST_ANSWER or not answer.strip():
            return "the answer is too long"
        if grammar.points_back(question) or _leans(candidate):
            return "it leans on another sentence"
        if re.search(r"[\"“”`*_|<>{}()\[\]\\…]|https?:|[.?!]\s|:|^\W", question):
            return "the question holds markup or more than one sentence"
        if _ELSEWHERE.search(answer):
            return "the answer stands elsewhere or is cut off"
        if says_answer(question, answer):
            return "the question says its answer"
        if len(grammar.telling(question)) < (1 if candidate.rule in _DEFINING else 2):
            return "the question names too little"
        if not stands_in(answer, candidate.evidence):
            return "the answer does not stand in one piece in its evidence"
        return ""

    def _elsewhere(self, candidate: Candidate) -> list[str] | None:
        """Other documents that say the same; None where one may say something else."""
        same: list[str] = []
        for line in self._corpus.lines_with(grammar.telling(candidate.question)):
            if line.label == candidate.label or not _is_about(line, candidate):
                continue
            if not holds(candidate.answer, line.text):
                return None
            same.append(line.label)
        return sorted(set(same))


def _is_about(line: Line, candidate: Candidate) -> bool:
    """Whether a line with the question's words may answer it; many name a thing, few define it."""
    if candidate.rule not in _DEFINING:
        return True
    subject = re.escape(candidate.wording.subject)
    return bool(re.search(rf"\b{subject} (?:is|are)\b", line.text, re.IGNORECASE))


def _leans(candidate: Candidate) -> bool:
    """Whether the answer points to something that its question does not name."""
    if candidate.rule in ("heading", "lead"):
        return False
    # "If you lose the key, report it": the question names the key.
    own = r"\b(?:it|them|they|then)\b" if candidate.rule in ("condition", "how", "why") else r"^$"
    return grammar.points_back(re.sub(own, "", candidate.answer))


def _candidates(section: Section, corpus: Corpus) -> Iterator[Candidate]:
    def made(rule: str, wording: Wording, answer: str, evidence: str) -> Candidate:
        return Candidate(
            wording, answer, evidence, section.label, section.title, section.headings, rule
        )

    for rule, wording, answer, evidence in page_rules.questions(
        section, corpus.within, corpus.label
    ):
        yield made(rule, wording, answer, collapse(evidence))
    for unit in section.units:
        if unit.kind in ("sentence", "item"):
            for each in sentence_rules.questions(unit.text, corpus.within):
                yield made(each.rule, each.wording, each.answer, unit.quote)


def _with_alternatives(candidate: Candidate, others: list[str]) -> Candidate:
    return replace(candidate, alternatives=tuple(others))
