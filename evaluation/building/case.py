"""A line of `questions.jsonl`, as the builder writes it."""

from dataclasses import asdict, dataclass, field
from typing import Any

from answering.question import Turn
from evaluation.building.candidate import Candidate
from evaluation.building.facts import Groups, must_include

KINDS = ("single", "paraphrase", "typo", "followup", "two_doc", "unanswerable")


@dataclass(frozen=True)
class BuiltCase:
    """The fields of a suite's question; `evidence` are quotes of the sources, in their order."""

    id: str
    question: str
    type: str
    answerable: bool = True
    history: tuple[Turn, ...] = ()
    answers: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    alt_sources: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    must_include: Groups = field(default_factory=list)
    asked_about: str = ""
    left_out: str = ""
    """The quote without which the documents do not answer the question: for whoever checks it."""

    def as_json(self) -> dict[str, Any]:
        """The line, without what is empty and optional."""
        line = asdict(self)
        for name in ("alt_sources", "must_include", "asked_about", "left_out"):
            if not line[name]:
                del line[name]
        return line


def answered(
    kind: str, question: str, candidate: Candidate, history: tuple[Turn, ...] = ()
) -> BuiltCase:
    """A case that the evidence of `candidate` answers, still without its id."""
    return BuiltCase(
        "",
        question,
        kind,
        history=history,
        answers=(candidate.answer,),
        sources=(candidate.label,),
        alt_sources=candidate.alternatives,
        evidence=(candidate.evidence,),
        must_include=must_include(candidate.answer),
    )
