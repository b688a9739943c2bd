"""What came back for one question, and what it amounts to. Figures are made of these."""

from dataclasses import dataclass
from typing import Literal, get_args

from answering.answer import Answer
from answering.asked import Case
from evaluation.correct import LONG, contains_any, includes_all

Verdict = Literal[
    "right",
    "wrong",
    "refused wrongly",
    "answered wrongly",
    "refused rightly",
    "not judged",
    "not counted",
    "error",
]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
"""Every verdict, in the order in which a report lists them."""


@dataclass(frozen=True)
class Outcome:
    """`found` are sources, best first; `verbatim` says of each citation whether its quote stands
    in its source."""

    case: Case
    found: tuple[str, ...]
    answer: Answer
    verbatim: tuple[bool, ...] = ()

    @property
    def type(self) -> str:
        """The case's own type; where it has none, what can be said of any case."""
        if self.case.type:
            return self.case.type
        if self.case.underspecified:
            return "underspecified"
        return "answerable" if self.case.answerable else "unanswerable"

    @property
    def gold(self) -> frozenset[str]:
        """The sources that support the answer, the alternative ones too."""
        return frozenset(self.case.sources) | frozenset(self.case.alt_sources)

    @property
    def refused(self) -> bool:
        """Whether the bot said that it could not find this, or asked back instead."""
        return self.answer.status == "not_found" or self.asked_back

    @property
    def asked_back(self) -> bool:
        """Whether the bot asked what was meant."""
        return self.answer.kind == "clarify"

    @property
    def failed(self) -> bool:
        """Whether there is no answer at all; `answer.error` says why."""
        return self.answer.status == "error"

    @property
    def answered(self) -> bool:
        """Whether there is an answer, right or wrong."""
        return not (self.refused or self.failed)

    @property
    def correct(self) -> bool | None:
        """Whether the facts are in the text; None where the case is too long to tell so.

        That depends on the case alone, never on what was answered: a refusal of such a case is
        not held against one run and left out of another.
        """
        case = self.case
        if not case.must_include and all(len(answer.split()) > LONG for answer in case.answers):
            return None
        if not self.answered:
            return False
        if case.must_include:
            return includes_all(self.answer.text, case.must_include)
        return contains_any(self.answer.text, case.answers)

    @property
    def verdict(self) -> Verdict:
        """One word for a list of questions."""
        if self.failed:
            return "error"
        if self.case.underspecified:
            return "not counted"
        if not self.case.answerable:
            return "answered wrongly" if self.answered else "refused rightly"
        if not self.answered:
            return "refused wrongly"
        return "not judged" if self.correct is None else "right" if self.correct else "wrong"
